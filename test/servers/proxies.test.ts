import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { close, listen } from './https-server.ts';
import { connectThrough } from './proxy-program.ts';
import { hasSquid, NEEDS_SQUID, type SquidOptions, startSquid } from './squid.ts';
import { hasTinyproxy, NEEDS_TINYPROXY, startTinyproxy } from './tinyproxy.ts';

const LOGIN = { user: 'ci', password: 'Pass-w.rd_1' };
const HOST = 'tenant.authentication.eu10.hana.ondemand.com';

function as(user: string, password: string) {
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  return { 'proxy-authorization': `Basic ${pair}` };
}

async function somebody(): Promise<number> {
  const server = createServer();
  onTestFinished(() => close(server));
  return listen(server);
}

describe.skipIf(!hasTinyproxy)(`tinyproxy (${NEEDS_TINYPROXY})`, () => {
  test('lets through what it may, and logs every CONNECT', async () => {
    const port = await somebody();
    const proxy = await startTinyproxy({ ports: [port], login: LOGIN });
    onTestFinished(() => proxy.close());
    const ask = (target: string, headers = {}) => connectThrough(proxy.port, target, headers);

    expect(await ask(`localhost:${port}`, as('ci', LOGIN.password))).toBe(200);
    expect(await ask(`localhost:${port}`, as('ci', 'other'))).toBe(401);
    expect(await ask(`localhost:${port}`)).toBe(407);
    expect(await ask('localhost:1', as('ci', LOGIN.password))).toBe(403);
    const same = `localhost:${port}`;
    expect(await proxy.connects()).toEqual([same, same, same, 'localhost:1']);
    expect(await proxy.connects()).toHaveLength(4);
  });

  test('leaves neither a process nor a folder', async () => {
    const proxy = await startTinyproxy();
    expect(existsSync(proxy.folder)).toBe(true);
    await proxy.close();
    expect(existsSync(proxy.folder)).toBe(false);
    await expect(connectThrough(proxy.port, 'localhost:1')).rejects.toThrow('ECONNREFUSED');
  });

  test('says why it does not start', async () => {
    const login = { user: 'ci', password: 'with a blank' };
    await expect(startTinyproxy({ login })).rejects.toThrow(/^No tinyproxy:\n.*Syntax error/);
  });
});

describe.skipIf(!hasSquid)(`squid (${NEEDS_SQUID})`, () => {
  async function squid(options: SquidOptions) {
    const proxy = await startSquid(options);
    onTestFinished(() => proxy.close());
    return proxy;
  }

  test('leads names to this machine, and logs every tunnel', async () => {
    const port = await somebody();
    const login = { user: 'ci', password: 'pass word:/%+$@\u00fc' };
    const proxy = await squid({ hosts: [HOST], ports: [port], login });
    const ask = (target: string, headers = {}) => connectThrough(proxy.port, target, headers);

    expect(await ask(`${HOST}:${port}`, as('ci', login.password))).toBe(200);
    expect(await ask(`${HOST}:${port}`, as('ci', 'other'))).toBe(407);
    expect(await ask(`${HOST}:${port}`)).toBe(407);
    expect(await ask(`${HOST}:1`, as('ci', login.password))).toBe(403);
    expect(await proxy.tunnels()).toEqual([
      { target: `${HOST}:${port}`, status: 200, user: 'ci' },
      { target: `${HOST}:${port}`, status: 407, user: 'ci' },
      { target: `${HOST}:${port}`, status: 407, user: undefined },
      { target: `${HOST}:1`, status: 403, user: undefined },
    ]);
  });

  test('knows no other names', async () => {
    const proxy = await squid({});
    const target = 'tenant.authentication.us10.hana.ondemand.com:443';
    const status = await connectThrough(proxy.port, target);
    expect([500, 503]).toContain(status);
    expect(await proxy.tunnels()).toEqual([{ target, status, user: undefined }]);
  });

  test('leaves neither a process nor a folder', async () => {
    const proxy = await startSquid({ login: LOGIN });
    expect(existsSync(proxy.folder)).toBe(true);
    await proxy.close();
    expect(existsSync(proxy.folder)).toBe(false);
    await expect(connectThrough(proxy.port, 'localhost:1')).rejects.toThrow('ECONNREFUSED');
  });
});
