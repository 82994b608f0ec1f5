import { describe, expect, test } from 'vitest';
import { fakeToken, OURS, START, smWorld } from './service-manager-world.ts';

const NAME = 'calm-release-1';

describe('bindings of an instance', () => {
  test('are created, listed, read and deleted with one token', async () => {
    const { authority, server } = await smWorld();
    expect(authority).toMatchObject({ kind: 'service-manager', loginClientId: undefined });
    await authority.check();
    expect(authority.loginClientId).toBe(JSON.parse(server.login).clientid);

    const created = await authority.create(NAME);
    expect(created.name).toBe(NAME);
    expect(created.value).toMatchObject({ uaa: { clientsecret: server.secrets.at(-1) } });
    expect(await authority.list()).toEqual([
      { name: NAME, createdAt: new Date(START), usable: true, ours: true },
    ]);
    expect(await authority.read?.(NAME)).toEqual(created);
    await authority.delete(NAME);
    expect(await authority.list()).toEqual([]);
    expect(await authority.read?.(NAME)).toBeUndefined();
    expect(server.calls()).toEqual([
      ...['token', 'instances', 'list', 'create', 'operation', 'get', 'list', 'list', 'get'],
      ...['list', 'delete', 'operation', 'list', 'list'],
    ]);
  });

  test('are asked for with a label and the parameters of the inventory', async () => {
    const parameters = { 'credential-type': 'x509', x509: { validity: 3 } };
    const { authority, server, correlationIds } = await smWorld({ settings: { parameters } });
    await authority.create(NAME);
    const request = server.requests.find(
      ({ method, path }) => method === 'POST' && path !== '/oauth/token',
    );
    expect(request?.path).toBe('/v1/service_bindings?async=true');
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-correlation-id': correlationIds[1],
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      name: NAME,
      service_instance_id: server.instance.id,
      parameters,
      labels: OURS,
    });
    expect(new Set(correlationIds).size).toBe(4);
  });

  test('are looked up in the grammar of its queries', async () => {
    const { authority, server } = await smWorld();
    await authority.delete(NAME);
    const queries = server.requests.slice(1).map(({ path }) => {
      const { searchParams } = new URL(path, server.url);
      return searchParams.get('fieldQuery');
    });
    expect(queries).toEqual([
      "name eq 'calm-api'",
      `service_instance_id eq '${server.instance.id}' and name eq '${NAME}'`,
    ]);
    expect(server.requests[1]?.path).toContain('name%20eq%20%27calm-api%27');
  });

  test('of others are listed and untouched', async () => {
    const { authority, server, failure } = await smWorld();
    server.store.add('made-by-hand', server.instance);
    expect(await authority.list()).toMatchObject([{ name: 'made-by-hand', usable: true }]);
    expect(await failure(authority.delete('made-by-hand'))).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The binding made-by-hand has not the labels managed_by=api-client-credentials and rotation_owner of this entry, so it was not made by its rotation and was not deleted. Delete it by hand if nothing uses it.',
    });
    expect(server.names()).toEqual(['made-by-hand']);
    expect(server.calls()).not.toContain('delete');
  });

  test('of other instances are not listed, whatever the name', async () => {
    const { authority, server } = await smWorld();
    server.store.add(NAME, server.reserve, OURS);
    expect(await authority.list()).toEqual([]);
    await authority.delete(NAME);
    expect(server.names(server.reserve)).toEqual([NAME]);
  });

  test('of other instances are not touched where a server ignores the query', async () => {
    const { authority, server } = await smWorld();
    const foreign = server.store.add(NAME, server.reserve, OURS);
    const item = { ...foreign, service_instance_id: foreign.instance };
    server.inject('list', { body: { items: [item] } }, { body: { items: [item] } });
    expect(await authority.list()).toEqual([]);
    await authority.delete(NAME);
    expect(server.calls()).not.toContain('delete');
  });

  test('fill several pages', async () => {
    const { authority, server } = await smWorld({ server: { perPage: 3 } });
    const names = Array.from({ length: 8 }, (_, at) => `binding-${at}`);
    for (const name of names) server.store.add(name, server.instance);
    expect((await authority.list()).map(({ name }) => name)).toEqual(names);
    expect(server.calls().filter((call) => call === 'list')).toHaveLength(3);
  });

  test.each([
    ['whose creation has not ended', { ready: false, type: 'create', state: 'in progress' }, false],
    ['whose creation has failed', { ready: false, type: 'create', state: 'failed' }, false],
    ['that is being deleted', { ready: true, type: 'delete', state: 'in progress' }, false],
    ['that is ready', { ready: true, type: 'create', state: 'succeeded' }, true],
    ['that was changed', { ready: true, type: 'update', state: 'succeeded' }, true],
  ])('%s are told by their operation', async (_what, { ready, ...last }, usable) => {
    const { authority, server } = await smWorld();
    const item = { id: 'a', name: NAME, ready, created_at: 'no date', last_operation: last };
    server.inject('list', { body: { items: [item] } }, { body: { items: [item] } });
    expect(await authority.list()).toMatchObject([{ name: NAME, createdAt: undefined, usable }]);
    const state = { body: { ...item, credentials: { clientsecret: 'Fake/0Qm7pWx2' } } };
    server.inject('get', ...Array.from({ length: 80 }, () => state));
    const again = await authority.read?.(NAME);
    expect(again !== undefined).toBe(usable);
  });

  test('without an operation are judged by ready alone', async () => {
    const { authority, server } = await smWorld();
    const item = { id: 'a', name: NAME, ready: true, created_at: '2026-01-01T00:00:00Z' };
    server.inject('list', { body: { items: [item, { ...item, ready: 'yes' }] } });
    const createdAt = new Date('2026-01-01T00:00:00Z');
    expect(await authority.list()).toEqual([
      { name: NAME, createdAt, usable: true, ours: false },
      { name: NAME, createdAt, usable: false, ours: false },
    ]);
  });

  test('that have one name twice are not touched', async () => {
    const { authority, server, failure } = await smWorld();
    server.store.add(NAME, server.instance, OURS);
    server.store.add(NAME, server.instance, OURS);
    expect(await failure(authority.delete(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `There are 2 bindings with the name ${NAME}, so nobody knows which one is meant. Delete those that nothing uses.`,
    });
    expect(server.names()).toHaveLength(2);
  });

  test.each([[''], ['two words'], ['tab\there'], ['x'.repeat(101)]])(
    'without a usable name (%j) are not touched',
    async (name) => {
      const { authority, server, failure } = await smWorld();
      for (const call of [authority.create, authority.read, authority.delete]) {
        expect(await failure(Promise.resolve(call?.(name)))).toMatchObject({
          code: 'E_AUTHORITY',
          message:
            'The name of a binding must be printable text without spaces, not empty, and no longer than 100 characters.',
        });
      }
      expect(server.calls()).toEqual([]);
    },
  );
});

describe('a list', () => {
  test.each([
    ['null'],
    ['{}'],
    ['[]'],
    ['{"items":{}}'],
    ['{"items":[{}]}'],
    ['{"items":[{"id":"a","name":""}]}'],
    ['{"items":[{"id":"../x","name":"a"}]}'],
    ['{"items":[],"token":7}'],
    ['no JSON'],
    [''],
  ])('in an unknown form (%s) is refused as a whole', async (body) => {
    const { authority, failure, server } = await smWorld();
    server.inject('list', { body });
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'SAP Service Manager answered the request to list the bindings in a form that is not known (HOST, correlation id ID). Please report this with the version of the action.',
    });
  });

  test('that leads to itself again has an end', async () => {
    const { authority, failure, server } = await smWorld();
    const page = { body: { items: [], token: 'again' } };
    server.inject('list', page, page, page);
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls().filter((call) => call === 'list')).toHaveLength(2);
  });

  test('that never ends is given up', async () => {
    let pages = 0;
    const { another, failure } = await smWorld({
      context: {
        accessToken: fakeToken,
        transport: async () => {
          pages += 1;
          const body = JSON.stringify({ items: [], token: String(pages) });
          return { status: 200, headers: {}, body: Buffer.from(body) };
        },
      },
    });
    expect(await failure(another({}).check())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(pages).toBe(200);
  });
});
