import { describe, expect, onTestFinished, test } from 'vitest';
import { within } from '../../../src/http/exchange.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { RECORDED, type Recorded } from '../../fixtures/answers/btp.ts';
import { type BtpFault, LOGIN_TIMEOUT, startBtpServer } from '../../servers/btp-server.ts';
import { btpWorld } from './btp-world.ts';

function parameters({ requestBody }: Recorded): Readonly<Record<string, string>> {
  return JSON.parse(requestBody).paramValues ?? {};
}

/** Names that depend on the connection, or on whether the length was known beforehand. */
const INCIDENTAL = /^(?:date|connection|keep-alive|transfer-encoding|content-length)$/;
/** Values that say what the answer means. */
const TELLING = /^(?:content-type|x-cpcli-(?:backend-|server-).*)$/;

function shape(status: number, headers: Readonly<Record<string, unknown>>, body: string) {
  const relevant = Object.entries(headers).filter(([name]) => !INCIDENTAL.test(name));
  return {
    status,
    headers: Object.fromEntries(
      relevant.map(([name, value]) => [name, TELLING.test(name) ? value : 'any']),
    ),
    members: body === '' ? [] : Object.entries(JSON.parse(body)).map(kindOf).sort(),
  };
}

function kindOf([name, value]: readonly [string, unknown]): string {
  return name === 'error' ? `error: ${value}` : `${name}: ${typeof value}`;
}

/** The fake server plays logins, API credentials, and what holds for every command. */
function isPlayed({ path, status }: Recorded): boolean {
  return path.startsWith('/login/') || path.includes('/api-credential?') || status !== 200;
}

async function serverFor(entries: readonly Recorded[]) {
  const login = JSON.parse(entries[0]?.requestBody ?? '{}');
  const ids = entries.flatMap((entry) => {
    const { subaccount = '' } = parameters(entry);
    return subaccount === '' || entry.status === 403 ? [] : [subaccount];
  });
  const server = await startBtpServer({
    userName: login.userName,
    password: login.password,
    idp: login.customIdp,
    globalAccount: login.subdomain,
    subaccounts: ids,
  });
  onTestFinished(() => server.close());
  return server;
}

const cassettes = [...new Set(RECORDED.map(({ cassette }) => cassette))];

describe('the server of these tests answers as the real one', () => {
  test.each(cassettes)('%s', async (cassette) => {
    const entries = RECORDED.filter((entry) => entry.cassette === cassette && isPlayed(entry));
    const server = await serverFor(entries);
    const client = undiciTransport({});
    onTestFinished(() => client.close());
    for (const entry of entries) {
      if (entry.path.startsWith('/login/') && entry.status === 504) {
        server.inject('login', LOGIN_TIMEOUT);
      }
      const session = server.sessions().at(-1) ?? '';
      const replaced = 'x-cpcli-sessionid' in entry.requestHeaders;
      const answer = await client.transport(
        {
          method: 'POST',
          url: new URL(entry.path, server.url),
          headers: {
            ...entry.requestHeaders,
            ...(replaced ? { 'x-cpcli-sessionid': session } : {}),
          },
          body: entry.requestBody,
        },
        within(5000),
      );
      expect(shape(answer.status, answer.headers, answer.body.toString()), entry.path).toEqual(
        shape(entry.status, entry.responseHeaders, entry.responseBody),
      );
    }
  });
});

describe('recorded answers, read by the authority', () => {
  const commands = RECORDED.filter(({ path }) => path.includes('/api-credential?'));
  const others = RECORDED.filter(({ path }) => path.includes('/command/')).filter(isRefusal);

  test('are there', () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(others.length).toBeGreaterThan(4);
  });

  test.each(commands)('$path ($cassette)', async (entry) => {
    const { name = '', readOnly, ...rest } = parameters(entry);
    const { certificate: _unused, ...scope } = rest;
    const { authority, server, failure } = await btpWorld({
      settings: { scope, 'read-only': readOnly === 'true' },
    });
    const action = entry.path.split('?')[1] as 'create' | 'get' | 'delete';
    server.inject(action, answerOf(entry));
    const call = authority[action === 'get' ? 'describe' : action](name);
    if (isRefusal(entry)) {
      const { code, message } = await failure(call);
      expect(code).toBe('E_AUTHORITY');
      expect(message).toContain(`: "${JSON.parse(entry.responseBody).error}" (HOST`);
      return;
    }
    const expected = {
      create: { name, value: JSON.parse(entry.responseBody) },
      get: JSON.parse(entry.responseBody),
      delete: undefined,
    };
    expect(await call).toEqual(expected[action]);
    // It was asked for as it was then, but for a parameter that a later answer ignores.
    const sent = JSON.parse(server.requests.at(-1)?.body ?? '').paramValues;
    const then = { name, ...scope, ...(action === 'create' ? { readOnly } : {}) };
    expect(sent).toEqual(then);
  });

  test.each(others)('a refusal of $path ($cassette)', async (entry) => {
    const { authority, server, failure } = await btpWorld();
    server.inject('list', answerOf(entry));
    const { code, message } = await failure(authority.list());
    const status = entry.responseHeaders['x-cpcli-backend-status'] ?? entry.status;
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(`answered ${status}`);
    for (const text of texts(entry)) expect(message).toContain(`"${text}"`);
  });

  test('of logins lead to a session, or to another attempt', async () => {
    const logins = RECORDED.filter(({ path }) => path.startsWith('/login/'));
    expect(new Set(logins.map(({ status }) => status))).toEqual(new Set([200, 504]));
    for (const [index, entry] of logins.entries()) {
      const { authority, server } = await btpWorld();
      server.inject('login', answerOf(entry));
      server.inject('list', { headers: { 'x-cpcli-backend-status': 200 }, body: '[]' });
      await authority.check();
      const expected = entry.status === 200 ? ['login', 'list'] : ['login', 'login', 'list'];
      expect(server.calls(), String(index)).toEqual(expected);
    }
  });
});

function isRefusal({ status, responseHeaders }: Recorded): boolean {
  return status !== 200 || Number(responseHeaders['x-cpcli-backend-status']) >= 400;
}

function answerOf({ status, responseHeaders, responseBody }: Recorded): BtpFault {
  return { status, headers: responseHeaders, body: responseBody };
}

function texts({ responseHeaders, responseBody }: Recorded): string[] {
  const body = responseBody.startsWith('{') ? JSON.parse(responseBody) : {};
  return [
    body.error,
    body.description,
    responseHeaders['x-cpcli-server-message'],
    responseHeaders['x-cpcli-backend-message'],
  ].filter((text) => text !== undefined);
}
