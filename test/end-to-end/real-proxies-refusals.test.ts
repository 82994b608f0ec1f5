// What squid and tinyproxy refuse, and proxies that do not answer.
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { renderJobLog } from '../runner/job-log.ts';
import { hasSquid, NEEDS_SQUID, startSquid } from '../servers/squid.ts';
import { hasTinyproxy, NEEDS_TINYPROXY, startTinyproxy } from '../servers/tinyproxy.ts';
import { expectLog, TENANT, tokenServer } from './real-proxies.ts';
import { failedStep, goodStep, type StepOptions } from './step.ts';
import { opaqueToken, trusting, xsuaaClient } from './world.ts';

const USER = 'ci@example.com';
/** The first is for a program that takes no others. */
const PLAIN_PASSWORD = `Pass-w.rd_${opaqueToken()}`;
const PASSWORD = `p@ss: w/rd?#[%41]+&$'"\\\u00fc\u20ac${opaqueToken()}`;

/** What has to stay hidden, besides what the step itself knows. */
function withLogin(step: StepOptions, address: string, user: string, password: string) {
  const [name, secret] = [encodeURIComponent(user), encodeURIComponent(password)];
  return {
    ...step,
    env: { ...trusting, HTTPS_PROXY: `http://${name}:${secret}@${address}` },
    secrets: [...step.secrets, password],
    // The pair in a Basic header is looked for with this name.
    clientId: user,
  };
}

describe.skipIf(!hasSquid)(`squid (${NEEDS_SQUID})`, () => {
  async function squidFor(port: number) {
    const login = { user: USER, password: PASSWORD };
    const proxy = await startSquid({ hosts: [TENANT], ports: [port], login });
    onTestFinished(() => proxy.close());
    const log = async () => (await proxy.tunnels()).map(({ status, user }) => `${status} ${user}`);
    return { ...proxy, log };
  }

  test('takes a password of any characters, and refuses what it should', async () => {
    const server = await tokenServer();
    const { address, log } = await squidFor(server.port);
    const wrong = opaqueToken();

    const run = await goodStep(withLogin(server.step, address, USER, PASSWORD));
    expect(run.outputs['access-token']).toBe(server.token);
    const header = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    const forms = [PASSWORD, encodeURIComponent(PASSWORD), header].join('\n');
    expect(renderJobLog(`${run.stdout}${forms}`).split('\n').slice(-3)).toEqual(
      Array(3).fill('***'),
    );

    const ofWrong = withLogin(server.step, address, USER, wrong);
    const ofNone = { ...server.step, env: { ...trusting, HTTPS_PROXY: address } };
    for (const step of [ofWrong, ofNone]) {
      expect(await failedStep('E_PROXY_AUTH', step)).toBe(
        `The proxy ${address} wants a valid user name and password (status 407, ${server.target}, 1 attempt). Put them into the URL of the proxy variable.`,
      );
    }

    const client = xsuaaClient(`https://${TENANT}:1`);
    const otherPort = { inputs: { credentials: client.credentials }, secrets: client.secrets };
    const message = await failedStep('E_PROXY', withLogin(otherPort, address, USER, PASSWORD));
    expect(message).toBe(
      `The proxy ${address} refused to connect to the host (status 403, ${TENANT}:1, 1 attempt). Allow the host there, or list it in NO_PROXY.`,
    );

    await expectLog(log, [`200 ${USER}`, `407 ${USER}`, '407 undefined', '403 undefined']);
    expect(server.requests).toHaveLength(1);
  });

  test('does not know the host', async () => {
    const server = await tokenServer('tenant.authentication.us10.hana.ondemand.com');
    const { address, log } = await squidFor(server.port);
    const message = await failedStep('E_PROXY', withLogin(server.step, address, USER, PASSWORD));
    expect(message.replace(/status 50[0-4]/, 'status 50x')).toBe(
      `The proxy ${address} could not reach the host (status 50x, ${server.target}, 2 attempts). Is the URL right, and does the proxy know the host?`,
    );
    expect(await log()).toEqual([expect.stringMatching(/^50/), expect.stringMatching(/^50/)]);
  });

  test('gets no password where Node is told to trust everybody', async () => {
    const server = await tokenServer();
    const { address, log } = await squidFor(server.port);
    const { env, ...step } = withLogin(server.step, address, USER, PASSWORD);
    await failedStep('E_TLS_DISABLED', {
      ...step,
      env: { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(await log()).toEqual([]);
  });
});

describe.skipIf(!hasTinyproxy)(`tinyproxy (${NEEDS_TINYPROXY})`, () => {
  async function tinyproxyFor(port: number) {
    const login = { user: 'ci', password: PLAIN_PASSWORD };
    const proxy = await startTinyproxy({ ports: [port], login });
    onTestFinished(() => proxy.close());
    return proxy;
  }

  test('takes a password, and refuses what it should', async () => {
    const server = await tokenServer('localhost');
    const { address, connects } = await tinyproxyFor(server.port);
    const login = ['ci', PLAIN_PASSWORD] as const;

    const run = await goodStep(withLogin(server.step, address, ...login));
    expect(run.outputs['access-token']).toBe(server.token);

    const ofNone = { ...server.step, env: { ...trusting, HTTPS_PROXY: address } };
    expect(await failedStep('E_PROXY_AUTH', ofNone)).toContain(`The proxy ${address} wants`);
    const ofWrong = withLogin(server.step, address, 'ci', opaqueToken());
    // Not 407 here, and yet it is not the server's answer.
    expect(await failedStep('E_PROXY_AUTH', ofWrong)).toContain(
      `${address} wants a valid user name and password (status 401, `,
    );

    const client = xsuaaClient('https://localhost:1');
    const otherPort = { inputs: { credentials: client.credentials }, secrets: client.secrets };
    const message = await failedStep('E_PROXY', withLogin(otherPort, address, ...login));
    expect(message).toContain(`${address} refused to connect to the host (status 403, `);

    const { target } = server;
    await expectLog(connects, [target, target, target, 'localhost:1']);
    expect(server.requests).toHaveLength(1);
  });

  test('does not know the host', async () => {
    // No label is that long, so no name server is asked.
    const server = await tokenServer(`${'a'.repeat(64)}.hana.ondemand.com`);
    const { address, connects } = await tinyproxyFor(server.port);
    const message = await failedStep(
      'E_PROXY',
      withLogin(server.step, address, 'ci', PLAIN_PASSWORD),
    );
    expect(message).toBe(
      `The proxy ${address} could not reach the host (status 500, ${server.target}, 2 attempts). Is the URL right, and does the proxy know the host?`,
    );
    expect(await connects()).toEqual([server.target, server.target]);
  });

  test('is not there any more', async () => {
    const server = await tokenServer('localhost');
    const proxy = await startTinyproxy();
    await proxy.close();
    const message = await failedStep('E_PROXY', {
      ...server.step,
      env: { ...trusting, HTTPS_PROXY: proxy.address },
    });
    expect(message).toBe(
      `The proxy ${proxy.address} cannot be used. The connection was refused (${server.target}, 4 attempts). Check host and port of the URL, and the firewall of the runner.`,
    );
    expect(server.requests).toEqual([]);
  });
});

test('a proxy that takes connections and never answers costs no more than the timeout', async () => {
  const connected: unknown[] = [];
  const silent = createServer((socket) => {
    connected.push(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const server = await tokenServer('localhost');
  const message = await failedStep('E_TIMEOUT', {
    ...server.step,
    inputs: { ...server.step.inputs, timeout: '1500ms' },
    env: { ...trusting, HTTPS_PROXY: `127.0.0.1:${port}` },
    killAfter: 5000,
  });
  expect(message).toContain(server.target);
  expect(connected).toHaveLength(1);
  expect(server.requests).toEqual([]);
});
