import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createPki } from '../servers/pki.ts';
import { startRawTlsServer } from '../servers/raw-tls-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'trusted-roots-'));
const nothing = join(folder, 'nothing');
mkdirSync(nothing);
afterAll(() => rmSync(folder, { recursive: true }));

/** A CA, its file, and a server with a certificate of it. */
async function authority(name: string) {
  const pki = await createPki(name);
  const file = join(folder, `${name}.pem`);
  writeFileSync(file, pki.ca);
  const server = await startRawTlsServer(
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
    { pki },
  );
  onTestFinished(() => server.close());
  return { ca: pki.ca, file, url: server.url };
}

const CONNECTION = fileURLToPath(new URL('../../src/http/transport.ts', import.meta.url));

/** What a process in such an environment gets from each of the servers: a status, or a code. */
async function outcomes(
  env: Readonly<Record<string, string>>,
  caCertificate: string | undefined,
  urls: readonly string[],
): Promise<unknown> {
  const program = `
    const { transport } = await import(${JSON.stringify(CONNECTION)});
    const send = transport(${JSON.stringify({ caCertificate })});
    const limits = { connect: 5000, firstByte: 5000, total: 10000 };
    const found = [];
    for (const url of ${JSON.stringify(urls)}) {
      const request = { method: 'GET', url: new URL(url), headers: {} };
      found.push(await send(request, limits).then(({ status }) => status, ({ code }) => code));
    }
    console.log(JSON.stringify(found));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  await once(child, 'close');
  return JSON.parse(output.join(''));
}

const NO = 'E_TLS_UNTRUSTED';

test.each([
  ['', [200, 200, NO, NO]],
  ['--use-bundled-ca', [200, 200, NO, NO]],
  ['--use-system-ca', [200, 200, 200, NO]],
  ['--use-openssl-ca', [200, 200, 200, NO]],
])('a CA that is given replaces none of the others: NODE_OPTIONS=%s', async (options, expected) => {
  const given = await authority('given');
  const extra = await authority('extra');
  const system = await authority('system');
  const unknown = await authority('unknown');
  const env = {
    NODE_OPTIONS: options,
    NODE_EXTRA_CA_CERTS: extra.file,
    SSL_CERT_FILE: system.file,
    SSL_CERT_DIR: nothing,
  };
  const urls = [given, extra, system, unknown].map(({ url }) => url);
  expect(await outcomes(env, given.ca, urls)).toEqual(expected);
  // Without it all is as Node has it.
  expect(await outcomes(env, undefined, urls)).toEqual([NO, ...expected.slice(1)]);
});
