// Which proxy is used, and when: by what squid and tinyproxy log, and by hosts that only squid knows.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHttpServer } from '../servers/https-server.ts';
import { hasSquid, NEEDS_SQUID } from '../servers/squid.ts';
import { hasTinyproxy, NEEDS_TINYPROXY } from '../servers/tinyproxy.ts';
import { squidForTests, tinyproxyForTests, tokenServer } from './real-proxies.ts';
import { failedStep, goodStep } from './step.ts';
import { opaqueToken, pki, tokenAnswer, xsuaaClient } from './world.ts';

/** Nothing listens on port 1. */
const NOBODY = 'http://127.0.0.1:1';
const proxyCertificate = await pki.issue({ commonName: 'localhost', hosts: ['localhost'] });

describe.skipIf(!hasSquid)(`through squid (${NEEDS_SQUID})`, () => {
  const squid = squidForTests({ tls: proxyCertificate });

  test.each<[string, (address: string) => Record<string, string>]>([
    ['HTTPS_PROXY', (address) => ({ HTTPS_PROXY: `http://${address}` })],
    ['https_proxy', (address) => ({ https_proxy: `http://${address}` })],
    ['no scheme', (address) => ({ HTTPS_PROXY: address })],
    ['a path that means nothing', (address) => ({ HTTPS_PROXY: `http://${address}/proxy.pac` })],
    ['lower before upper case', (address) => ({ https_proxy: address, HTTPS_PROXY: NOBODY })],
    ['an empty lower case', (address) => ({ https_proxy: '', HTTPS_PROXY: address })],
    ['one for http beside it', (address) => ({ HTTPS_PROXY: address, HTTP_PROXY: NOBODY })],
    ['other hosts on NO_PROXY', (address) => ({ HTTPS_PROXY: address, NO_PROXY: 'sap.com,.test' })],
    [
      'Node is told to use it too',
      (address) => ({ HTTPS_PROXY: `http://${address}`, NODE_USE_ENV_PROXY: '1' }),
    ],
  ])('a host that it alone knows gives a token: %s', async (_what, variables) => {
    const server = await tokenServer();
    const run = await goodStep({
      ...server.step,
      env: { ...server.env, ...variables(squid.address) },
    });
    expect(run.outputs['access-token']).toBe(server.token);
    expect(server.requests).toMatchObject([
      { path: '/oauth/token', host: server.target, servername: server.target.split(':')[0] },
    ]);
    expect(await squid.tunnelsTo(server.port)).toEqual([`${server.target} 200`]);
  });

  test('the proxy itself may speak TLS', async () => {
    const server = await tokenServer();
    const run = await goodStep({
      ...server.step,
      env: { ...server.env, HTTPS_PROXY: `https://${squid.secureAddress}` },
    });
    expect(run.outputs['access-token']).toBe(server.token);
    expect(await squid.tunnelsTo(server.port)).toEqual([`${server.target} 200`]);
  });

  test('a loopback host goes through it too', async () => {
    const server = await tokenServer('localhost');
    await goodStep({ ...server.step, env: { ...server.env, HTTPS_PROXY: squid.address } });
    expect(await squid.tunnelsTo(server.port)).toEqual([`${server.target} 200`]);
  });

  test('a variable that names no proxy fails before anything is sent', async () => {
    const server = await tokenServer();
    const message = await failedStep('E_PROXY', {
      ...server.step,
      env: { ...server.env, HTTPS_PROXY: `socks5://${squid.address}` },
    });
    expect(message).toMatch(/^The environment variable HTTPS_PROXY is not the URL of an http or/);
    expect(await squid.tunnelsTo(server.port)).toEqual([]);
  });
});

describe.skipIf(!hasTinyproxy)(`past tinyproxy (${NEEDS_TINYPROXY})`, () => {
  const tinyproxy = tinyproxyForTests();

  test.each(['HTTP_PROXY', 'http_proxy'])('%s alone is not for https', async (name) => {
    const server = await tokenServer('localhost');
    const env = { ...server.env, [name]: `http://${tinyproxy.address}` };
    const run = await goodStep({ ...server.step, env });
    expect(run.outputs['access-token']).toBe(server.token);
    expect(await tinyproxy.connectsTo(server.port)).toEqual([]);
  });

  test('plain http stays on this machine', async () => {
    const token = opaqueToken();
    const server = await startHttpServer({ answer: () => tokenAnswer(token) });
    onTestFinished(() => server.close());
    const client = xsuaaClient(server.url);
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'];
    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: Object.fromEntries(names.map((name) => [name, NOBODY])),
      secrets: [client.clientSecret, token],
    });
    expect(run.outputs['access-token']).toBe(token);
  });

  test.each<[string, string, 'direct' | 'proxied']>([
    ['localhost', 'localhost', 'direct'],
    ['LocalHost', 'localhost', 'direct'],
    ['.localhost', 'localhost', 'direct'],
    ['*.localhost', 'localhost', 'direct'],
    ['example.com, localhost', 'localhost', 'direct'],
    ['localhost:PORT', 'localhost', 'direct'],
    ['localhost:1', 'localhost', 'proxied'],
    ['ocalhost', 'localhost', 'proxied'],
    ['*', 'localhost', 'direct'],
    ['127.0.0.1', '127.0.0.1', 'direct'],
    ['127.0.0.1:PORT', '127.0.0.1', 'direct'],
    ['127.0.0.0/8', '127.0.0.1', 'direct'],
    ['10.0.0.0/8', '127.0.0.1', 'proxied'],
    // A name is not resolved to see whether it is on the list.
    ['127.0.0.0/8', 'localhost', 'proxied'],
  ])('NO_PROXY=%s: %s is %s', async (list, host, way) => {
    const server = await tokenServer(host);
    const run = await goodStep({
      ...server.step,
      env: {
        ...server.env,
        HTTPS_PROXY: tinyproxy.address,
        NO_PROXY: list.replace('PORT', String(server.port)),
      },
    });
    expect(run.outputs['access-token']).toBe(server.token);
    const expected = way === 'direct' ? [] : [server.target];
    expect(await tinyproxy.connectsTo(server.port)).toEqual(expected);
  });

  test('no_proxy comes before NO_PROXY', async () => {
    const server = await tokenServer('localhost');
    const env = { ...server.env, HTTPS_PROXY: tinyproxy.address };
    await goodStep({ ...server.step, env: { ...env, no_proxy: 'sap.com', NO_PROXY: '*' } });
    expect(await tinyproxy.connectsTo(server.port)).toEqual([server.target]);
  });

  test('a host below a suffix on NO_PROXY is looked up here', async () => {
    // No label is that long, so no name server is asked.
    const host = `${'a'.repeat(64)}.hana.ondemand.com`;
    const server = await tokenServer(host);
    const message = await failedStep('E_DNS', {
      ...server.step,
      env: { ...server.env, HTTPS_PROXY: tinyproxy.address, NO_PROXY: '.hana.ondemand.com' },
    });
    expect(message).toContain(`${server.target}, 2 attempts)`);
    expect(await tinyproxy.connectsTo(server.port)).toEqual([]);
  });
});
