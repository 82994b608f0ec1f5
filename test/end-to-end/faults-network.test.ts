import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Arranged, arrange, listening, standIn } from './faults.ts';
import { failedStep, goodStep } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

/** A key for this URL, with the secret of the client. */
function keyFor({ client }: Arranged, url: string) {
  return { credentials: JSON.stringify({ ...client.key, url }) };
}

/** In place of the system's resolver, with `name` and `done` in reach. */
function resolver(code: string): string {
  return standIn(`
const dns = require('node:dns');
let calls = 0;
const error = (code) => Object.assign(new Error('getaddrinfo ' + code), { code });
dns.lookup = (name, options, done) => { calls += 1; setImmediate(() => { ${code} }); };
`);
}

test('a name that nobody knows fails after two tries, and the message has the host alone', async () => {
  const world = await arrange();
  const started = Date.now();
  const message = await failedStep(
    'E_DNS',
    world.options({
      inputs: keyFor(world, 'https://uaa.nowhere.invalid/path'),
      preload: resolver("done(error('ENOTFOUND'))"),
    }),
  );
  expect(Date.now() - started).toBeLessThan(5000);
  expect(message).toMatch(/\(uaa\.nowhere\.invalid, 2 attempts\)\. Is the URL right\?$/);
  expect(message).not.toContain('/path');
});

test('a name server that does not answer at first is asked again', async () => {
  const world = await arrange();
  const run = await goodStep(
    world.options({
      preload: resolver(
        "if (calls < 3) done(error('EAI_AGAIN')); else done(null, [{ address: '127.0.0.1', family: 4 }])",
      ),
    }),
  );
  expect(run.outputs['access-token']).toBe(world.token);
  expect(run.stdout.match(/::debug::another attempt after: E_DNS\n/g)).toHaveLength(2);
});

test('a refused connection is tried again, then works', async () => {
  const world = await arrange();
  // The first lookup leads to a port of this machine at which nobody listens.
  const preload = standIn(`
const net = require('node:net');
const { connect } = net;
let calls = 0;
net.connect = (options) => connect(calls++ === 0 ? { ...options, port: 1 } : options);
`);
  const run = await goodStep(world.options({ preload }));
  expect(run.outputs['access-token']).toBe(world.token);
  expect(run.stdout).toContain('::debug::another attempt after: E_CONNECT\n');
});

/** A way to a server on which the first connection comes to grief. */
async function brokenOnce(port: number, grief: (socket: Socket) => void): Promise<number> {
  let connections = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (connections++ === 0) {
      grief(socket);
    } else {
      const onward = connect(port, '127.0.0.1');
      onward.on('error', () => {});
      socket.pipe(onward).pipe(socket);
    }
  });
  return listening(server, '127.0.0.1');
}

test.each<[how: string, grief: (socket: Socket) => void]>([
  ['closed after accept', (socket) => socket.end()],
  ['reset after accept', (socket) => socket.resetAndDestroy()],
  ['closed in the handshake', (socket) => socket.once('data', () => socket.end())],
  ['reset in the handshake', (socket) => socket.once('data', () => socket.resetAndDestroy())],
])('a connection that is %s is made again', async (_how, grief) => {
  const world = await arrange();
  const port = await brokenOnce(world.server.port, grief);
  const run = await goodStep(world.options({ inputs: keyFor(world, `https://localhost:${port}`) }));
  expect(run.outputs['access-token']).toBe(world.token);
  expect(world.server.requests).toHaveLength(1);
  expect(run.stdout).toContain('::debug::another attempt after: E_CONNECT\n');
});

test('a connection that is closed before the answer is made again', async () => {
  const token = opaqueToken();
  const server = await serve((_request, index) =>
    index === 0 ? (response) => response.socket?.end() : tokenAnswer(token),
  );
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(server.requests).toHaveLength(2);
});

/**
 * A port that takes no connection and refuses none: its process never accepts, and its queue is
 * full, so that the kernel drops whatever comes.
 */
async function blackHole(host: string, port = 0): Promise<number> {
  const program = `
    const server = require('node:net').createServer();
    server.listen(${port}, '${host}', 1, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child: ChildProcess = spawn(process.execPath, ['--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [text] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  for (let queued = 0; queued < 2; queued++) {
    const socket = connect(Number(text), host);
    await once(socket, 'connect');
    onTestFinished(() => void socket.destroy());
  }
  return Number(text);
}

test('a host that drops everything costs no more than the timeout', async () => {
  const port = await blackHole('127.0.0.1');
  const world = await arrange();
  const started = Date.now();
  const message = await failedStep(
    'E_TIMEOUT',
    world.options({
      inputs: { ...keyFor(world, `https://127.0.0.1:${port}`), timeout: '1200ms' },
      killAfter: 5000,
    }),
  );
  expect(Date.now() - started).toBeLessThan(3000);
  expect(message).toMatch(/no connection within [01]\.\d s \(127\.0\.0\.1:\d+, 1 attempt\)\./);
});

test('an answer that breaks off is asked for again, and never read in part', async () => {
  const token = opaqueToken();
  const server = await serve((_request, index) => {
    if (index > 0) return tokenAnswer(token);
    return (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":', () => response.socket?.end());
    };
  });
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(server.requests).toHaveLength(2);
});

test.each(['refuses', 'drops everything'])(
  'where IPv6 %s, IPv4 is used within a second',
  async (what) => {
    const world = await arrange();
    if (what === 'drops everything') await blackHole('::1', world.server.port);
    const both = "[{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }]";
    const started = Date.now();
    const run = await goodStep(world.options({ preload: resolver(`done(null, ${both})`) }));
    expect(run.outputs['access-token']).toBe(world.token);
    expect(run.stdout).not.toContain('another attempt');
    // The start of the process is in it, and 250 ms for IPv6.
    expect(Date.now() - started).toBeLessThan(2000);
  },
);

test('the banner of another protocol is final, over TLS and without', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.6\r\n');
  });
  const port = await listening(server, '127.0.0.1');
  for (const scheme of ['https', 'http']) {
    const world = await arrange();
    const message = await failedStep(
      'E_PROTOCOL',
      world.options({ inputs: keyFor(world, `${scheme}://127.0.0.1:${port}`) }),
    );
    expect(message).toContain('1 attempt');
  }
  expect(connections).toBe(2);
});
