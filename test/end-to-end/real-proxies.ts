import { afterAll, beforeAll, expect } from 'vitest';
import type { ProxyOptions } from '../servers/proxy-program.ts';
import { type Squid, type SquidOptions, startSquid } from '../servers/squid.ts';
import { startTinyproxy, type Tinyproxy } from '../servers/tinyproxy.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

/** Nobody but a squid of these tests leads it to this machine. */
export const TENANT = 'tenant.authentication.eu10.hana.ondemand.com';
export const CERTIFICATE_TENANT = 'tenant.authentication.cert.eu10.hana.ondemand.com';
export const GITHUB = 'vstoken.actions.githubusercontent.com';
const HOSTS = [TENANT, CERTIFICATE_TENANT, GITHUB, 'localhost'];

/** Squid for the tests around, which knows these hosts and no others. */
export function squidForTests(options: SquidOptions = {}) {
  let proxy: Squid;
  beforeAll(async () => {
    proxy = await startSquid({ hosts: HOSTS, ...options });
  });
  afterAll(() => proxy.close());
  return {
    get address() {
      return proxy.address;
    },
    get secureAddress() {
      return `localhost:${proxy.securePort}`;
    },
    /** `host:port status` of each tunnel to a port, with the user, where there is one. */
    async tunnelsTo(port: number): Promise<string[]> {
      const tunnels = await proxy.tunnels();
      return tunnels
        .filter(({ target }) => target.endsWith(`:${port}`))
        .map(({ target, status, user }) => `${target} ${status}${user ? ` ${user}` : ''}`);
    },
  };
}

export function tinyproxyForTests(options: ProxyOptions = {}) {
  let proxy: Tinyproxy;
  beforeAll(async () => {
    proxy = await startTinyproxy(options);
  });
  afterAll(() => proxy.close());
  return {
    get address() {
      return proxy.address;
    },
    /** `host:port` of each CONNECT to a port. */
    async connectsTo(port: number): Promise<string[]> {
      return (await proxy.connects()).filter((target) => target.endsWith(`:${port}`));
    },
  };
}

/** A server that gives one token, and a step for it at `host`, by which a proxy has to find it. */
export async function tokenServer(host: string = TENANT) {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const target = `${host}:${server.port}`;
  const client = xsuaaClient(`https://${target}`);
  const step = {
    inputs: { credentials: client.credentials } as Readonly<Record<string, string>>,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  };
  return { ...server, token, target, step, env: trusting };
}

/** A log that is written late must not pass for an empty one, nor a short one for the whole. */
export async function expectLog(
  log: () => Promise<string[]>,
  expected: readonly string[],
): Promise<void> {
  await expect.poll(log, { timeout: 5000 }).toEqual(expected);
}
