import { expect, onTestFinished, test } from 'vitest';
import { within } from '../../src/http/exchange.ts';
import { undiciTransport } from '../../src/http/undici-transport.ts';
import { type SmServerOptions, startServiceManager } from './service-manager-server.ts';

const NAME = 'calm-release-1';
const BINDINGS = '/v1/service_bindings';

/** A server as real ones were seen to be, and a client that sends what it is told. */
async function world(options: SmServerOptions = {}) {
  let now = Date.UTC(2026, 10, 23);
  const server = await startServiceManager({ now: () => new Date(now), ...options });
  const client = undiciTransport({});
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const token = server.issuedToken() as { readonly body: { readonly access_token: string } };
  const ask = async (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
    longest = 5000,
  ) => {
    const answer = await client.transport(
      {
        ...{ method, url: new URL(path, server.url) },
        headers: {
          authorization: `Bearer ${token.body.access_token}`,
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      within(longest),
    );
    return {
      ...{ status: answer.status, headers: answer.headers },
      document: JSON.parse(answer.body.toString()),
    };
  };
  const wanted = { name: NAME, service_instance_id: server.instance.id };
  return {
    ...{ server, ask, wanted },
    create: (async: boolean, longest?: number) =>
      ask('POST', `${BINDINGS}${async ? '?async=true' : ''}`, wanted, longest),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test('A creation within the request leaves what lives and is not listed, where the client goes away', async () => {
  const { server, create } = await world({ work: () => ({ takes: 60 }) });
  await expect(create(false, 20)).rejects.toMatchObject({ code: 'E_TIMEOUT' });
  await expect.poll(() => server.living()).toEqual([NAME]);
  expect(server.names()).toEqual([]);
});

test('A creation within the request leaves the same where the server gives up: 503 Timeout', async () => {
  const { server, create } = await world();
  server.inject('create', 'times out');
  const { status, document } = await create(false);
  expect([status, document.error]).toEqual([503, 'Timeout']);
  expect([server.names(), server.living()]).toEqual([[], [NAME]]);
});

test('A creation with async is answered at once, and its row stays whatever happens', async () => {
  const { server, ask, create, pass } = await world({ work: () => ({ takes: 1500 }) });
  const { status, headers, document } = await create(true);
  expect([status, document]).toEqual([202, {}]);
  expect([server.names(), server.living()]).toEqual([[NAME], []]);
  const list = async () => (await ask('GET', BINDINGS)).document.items;
  const [row] = (await list()).filter(({ name }: { readonly name: string }) => name === NAME);
  expect(row).toMatchObject({
    ready: false,
    last_operation: { type: 'create', state: 'in progress' },
  });
  expect(headers['location']).toBe(`${BINDINGS}/${row.id}/operations/${row.last_operation.id}`);
  pass(1500);
  expect((await ask('GET', `${BINDINGS}/${row.id}`)).document).toMatchObject({ ready: true });
  expect(server.living()).toEqual([NAME]);
});

test('A deletion while a creation goes on is accepted, and the creation ends as failed', async () => {
  const { server, ask, create, pass } = await world();
  server.inject('create', { work: { takes: 60_000 } });
  const operation = String((await create(true)).headers['location']);
  const [binding = ''] = operation.split('/operations/');
  expect((await ask('DELETE', `${binding}?async=true`)).status).toBe(202);
  expect((await ask('GET', operation)).document).toMatchObject({ type: 'create', state: 'failed' });
  pass(120_000);
  expect([server.names(), server.living()]).toEqual([[], []]);
});

test('A failed creation within the request leaves no row, and one with async a row that is not ready', async () => {
  const { server, ask, create } = await world({ work: () => ({ error: 'Status: 400; no' }) });
  const { status, document } = await create(false);
  expect([status, document.error]).toEqual([502, 'BrokerError']);
  // The reason is at the end of hundreds of characters.
  expect(document.description).toMatch(/^Failed bind request .{200,}: Status: 400; no$/);
  expect(server.names()).toEqual([]);
  const operation = String((await create(true)).headers['location']);
  expect((await ask('GET', operation)).document).toMatchObject({
    ...{ type: 'create', state: 'failed' },
    errors: { error: 'BrokerError' },
  });
  expect([server.names(), server.living()]).toEqual([[NAME], []]);
  expect(server.store.bindings().find(({ name }) => name === NAME)?.ready).toBe(false);
});

test('A failed deletion leaves the row as it was, and says so in its last operation', async () => {
  const { server, ask } = await world({
    work: (call) => (call === 'delete' ? { error: 'Status: 400; in use' } : {}),
  });
  const { id } = server.store.add(NAME, server.instance);
  const { headers } = await ask('DELETE', `${BINDINGS}/${id}?async=true`);
  await ask('GET', String(headers['location']));
  expect((await ask('GET', `${BINDINGS}/${id}`)).document).toMatchObject({
    ready: true,
    last_operation: { type: 'delete', state: 'failed', errors: { error: 'BrokerError' } },
  });
  expect(server.living()).toEqual([NAME]);
});

test('Operations outlive the binding, and others are not known', async () => {
  const { server, ask } = await world();
  const { id } = server.store.add(NAME, server.instance);
  const { headers } = await ask('DELETE', `${BINDINGS}/${id}?async=true`);
  const operation = String(headers['location']);
  await ask('GET', operation);
  expect(server.names()).toEqual([]);
  const { status, document } = await ask('GET', operation);
  expect([status, document.state]).toEqual([200, 'succeeded']);
  expect((await ask('GET', `${BINDINGS}/${id}/operations/another`)).status).toBe(404);
});

test('A server that is too busy may have begun the creation', async () => {
  const { server, create } = await world();
  server.inject('create', 'is busy');
  const { status, document } = await create(true);
  expect([status, document.error]).toEqual([503, 'ServiceUnavailable']);
  expect(document.description).toContain('Failed to schedule job');
  expect(server.names()).toEqual([NAME]);
});

test('For a name of 101 characters the broker issues, and the server fails', async () => {
  const { server, ask, wanted } = await world();
  const name = 'x'.repeat(101);
  expect((await ask('POST', BINDINGS, { ...wanted, name })).status).toBe(500);
  expect([server.names(), server.living()]).toEqual([[], [name]]);
});

test('Ids are compared as text, and a token that is not known is refused without a challenge', async () => {
  const { server, ask } = await world();
  const { id } = server.store.add(NAME, server.instance);
  expect((await ask('GET', `${BINDINGS}/${id}`)).status).toBe(200);
  expect((await ask('GET', `${BINDINGS}/${id.toUpperCase()}`)).status).toBe(404);
  server.inject('get', 'tokens end');
  const { status, headers } = await ask('GET', `${BINDINGS}/${id}`);
  expect([status, headers['www-authenticate']]).toEqual([401, undefined]);
});

test('A label whose key has a dot cannot be queried', async () => {
  const { server, ask } = await world();
  server.store.add(NAME, server.instance, { rotation_owner: ['me'] });
  const found = async (query: string) =>
    ask('GET', `${BINDINGS}?labelQuery=${encodeURIComponent(query)}`);
  expect((await found("rotation_owner eq 'me'")).document.num_items).toBe(1);
  expect((await found("rotation_owner eq 'you'")).document.num_items).toBe(0);
  expect((await found("rotation.owner eq 'me'")).status).toBe(400);
});
