import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { failing } from '../../servers/cloud-foundry-answers.ts';
import type { CloudFoundryFault } from '../../servers/cloud-foundry-server.ts';
import { cfWorld, OURS, START } from './cloud-foundry-world.ts';

const NAME = 'calm-release-k3f9qa-20261123t000000z-7kd0x2p1-1';

describe('service keys', () => {
  test('are created, listed, read again and deleted with one login', async () => {
    const { authority, server, masked, sleeps } = await cfWorld();
    expect(authority).toMatchObject({ kind: 'cloud-foundry', loginClientId: undefined });
    await authority.check();

    const { name, value } = await authority.create(NAME);
    expect(name).toBe(NAME);
    expect(value).toEqual(server.bindings[0]?.credentials);

    expect(await authority.list()).toEqual([
      { name: NAME, createdAt: new Date(START), usable: true, ours: true },
    ]);
    expect(await authority.read?.(NAME)).toEqual({ name, value });
    await authority.delete(NAME);
    expect(await authority.read?.(NAME)).toBeUndefined();
    expect(server.names()).toEqual([]);

    expect(server.calls).toEqual([
      ...['discovery', 'login', 'instance'],
      ...['create', 'job', 'list', 'details'],
      ...['list'],
      ...['list', 'details'],
      ...['list', 'delete', 'job'],
      ...['list'],
    ]);
    expect(sleeps).toEqual([1000, 1000]);
    expect(masked[0]).toBe(server.password);
    expect(masked).toEqual(expect.arrayContaining([...server.secrets()]));
  });

  test('are asked for with labels, annotations and the parameters of the settings', async () => {
    const parameters = { 'credential-type': 'x509', x509: { validity: 30 } };
    const { authority, server } = await cfWorld({ settings: { parameters } });
    await authority.create(NAME);
    const request = server.api.requests.find(({ method }) => method === 'POST');
    expect(request).toMatchObject({ path: '/v3/service_credential_bindings' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'key',
      name: NAME,
      relationships: { service_instance: { data: { guid: server.instance.guid } } },
      parameters,
      metadata: {
        labels: OURS.labels,
        annotations: {
          ...OURS.annotations,
          'api-client-credentials.github.io/note': expect.any(String),
        },
      },
    });
  });

  test('are asked for without parameters where the settings have none', async () => {
    const { authority, server } = await cfWorld();
    await authority.create(NAME);
    const request = server.api.requests.find(({ method }) => method === 'POST');
    expect(Object.keys(JSON.parse(request?.body ?? ''))).not.toContain('parameters');
  });

  test('of others are listed, those of apps are not', async () => {
    const { authority, server } = await cfWorld();
    const { guid: instance } = server.instance;
    server.addKey({ name: 'CALM_100_001', instance, createdAt: '2024-04-17T09:18:52Z' });
    server.addKey({ name: 'from-mta', instance, labels: { mta_id: 'm' }, operation: null });
    server.addKey({ name: null, instance, type: 'app' });
    server.addKey({ name: 'elsewhere', instance: 'another-instance' });
    expect(await authority.list()).toEqual([
      {
        name: 'CALM_100_001',
        createdAt: new Date('2024-04-17T09:18:52Z'),
        usable: true,
        ours: false,
      },
      { name: 'from-mta', createdAt: new Date(START), usable: true, ours: false },
    ]);
  });

  test.each([
    ['create', 'initial'],
    ['create', 'in progress'],
    ['create', 'failed'],
    ['delete', 'in progress'],
    ['delete', 'failed'],
  ] as const)('whose operation is %s, %s, are not usable', async (type, state) => {
    const { authority, server } = await cfWorld();
    const operation = { type, state, description: null };
    server.addKey({ name: NAME, instance: server.instance.guid, operation });
    expect(await authority.list()).toMatchObject([{ name: NAME, usable: false }]);
  });

  test('are listed page by page', async () => {
    const { authority, server } = await cfWorld();
    for (let number = 0; number < 450; number++) {
      server.addKey({ name: `key-${number}`, instance: server.instance.guid });
    }
    const listed = await authority.list();
    expect(listed.map(({ name }) => name)).toEqual(server.names());
    expect(server.calls.filter((call) => call === 'list')).toHaveLength(3);
  });

  test('without a name are not touched', async () => {
    const { authority, server, failure } = await cfWorld();
    const calls = [
      () => authority.create(''),
      () => authority.delete(''),
      async () => authority.read?.(''),
    ];
    for (const call of calls) {
      expect(await failure(call())).toEqual({
        code: 'E_AUTHORITY',
        message: 'A service key without a name cannot be managed.',
      });
    }
    expect(server.calls).not.toContain('create');
    expect(server.calls).not.toContain('list');
  });

  test('are asked for by kind, instance and name', async () => {
    const { authority, server } = await cfWorld();
    await authority.read?.(NAME);
    const request = server.api.requests.at(-1);
    const { pathname, searchParams } = new URL(request?.path ?? '', server.api.url);
    expect(pathname).toBe('/v3/service_credential_bindings');
    expect(Object.fromEntries(searchParams)).toEqual({
      type: 'key',
      service_instance_guids: server.instance.guid,
      names: NAME,
      order_by: 'created_at',
      per_page: '200',
      page: '1',
    });
    expect(request?.headers).not.toHaveProperty('content-type');
    expect(request?.body).toBe('');
  });

  test('are not mixed up where a server does not filter', async () => {
    const { authority, server } = await cfWorld();
    const metadata = OURS;
    const resources = [
      { guid: 'a', name: null, type: 'app' },
      { guid: 'k1', name: 'another', type: 'key', metadata },
      { guid: 'k2', name: NAME, type: 'key', metadata, created_at: 7 },
    ];
    server.inject('list', { body: { resources } }, { body: { resources } });
    server.inject('details', { body: { credentials: { clientid: 'c' } } });
    expect(await authority.list()).toEqual([
      { name: 'another', createdAt: undefined, usable: true, ours: true },
      { name: NAME, createdAt: undefined, usable: true, ours: true },
    ]);
    expect(await authority.read?.(NAME)).toMatchObject({ name: NAME });
    expect(server.api.requests.at(-1)?.path).toBe('/v3/service_credential_bindings/k2/details');
  });

  test('have names with commas and percent signs', async () => {
    const { authority, server } = await cfWorld();
    server.addKey({ name: 'a,b 100%', instance: server.instance.guid, ...OURS });
    expect(await authority.read?.('a,b 100%')).toMatchObject({ name: 'a,b 100%' });
    expect(await authority.read?.('a')).toBeUndefined();
  });
});

describe('the credentials of a key', () => {
  test('are not read where the key is none of ours', async () => {
    const { authority, server } = await cfWorld();
    server.addKey({ name: NAME, instance: server.instance.guid });
    expect(await authority.read?.(NAME)).toBeUndefined();
    expect(server.calls).not.toContain('details');
  });

  test('are waited for while it is created, and read once', async () => {
    const { authority, server, sleeps } = await cfWorld({ server: { looks: 3 } });
    await authority.check();
    server.inject('create', 'lost answer');
    await expect(authority.create(NAME)).rejects.toMatchObject({ name: 'UnknownOutcome' });
    expect(await authority.read?.(NAME)).toMatchObject({ name: NAME });
    expect(sleeps).toEqual([1000, 2000, 4000]);
    expect(server.calls.filter((call) => call === 'details')).toHaveLength(1);
  });

  test('are none where its creation failed', async () => {
    const { authority, server } = await cfWorld();
    const operation = { type: 'create', state: 'failed', description: null } as const;
    server.addKey({ name: NAME, instance: server.instance.guid, ...OURS, operation });
    expect(await authority.read?.(NAME)).toBeUndefined();
    expect(server.calls).not.toContain('details');
  });

  test('are none where it was deleted in the meantime', async () => {
    const { authority, server } = await cfWorld();
    server.addKey({ name: NAME, instance: server.instance.guid, ...OURS });
    const detail = 'Service credential binding not found';
    server.inject('details', failing(404, 10010, detail) as CloudFoundryFault);
    expect(await authority.read?.(NAME)).toBeUndefined();
  });

  test('are masked leaf by leaf, certificates and inner secrets, too', async () => {
    const { authority, server, masked } = await cfWorld();
    const key = 'line 1 0f a private key\nline 2 0f it';
    const credentials = {
      uaa: { clientid: 'sb-calm!b1', clientsecret: 'inner-secret-of-the-key', key },
      url: 'https://calm.example.com',
    };
    server.addKey({ name: NAME, instance: server.instance.guid, ...OURS, credentials });
    expect(await authority.read?.(NAME)).toEqual({ name: NAME, value: credentials });
    expect(masked).toEqual(expect.arrayContaining(['inner-secret-of-the-key', ...key.split('\n')]));
    expect(masked).not.toContain('sb-calm!b1');
    await authority.read?.(NAME);
    expect(new Set(masked).size).toBe(masked.length);
    expect(masked).not.toContain('https://calm.example.com');
  });
});

test('an empty secret masks nothing', async () => {
  const { authority, server, masked } = await cfWorld();
  const credentials = { clientid: 'sb-calm!b1', clientsecret: '' };
  server.addKey({ name: NAME, instance: server.instance.guid, ...OURS, credentials });
  await authority.read?.(NAME);
  expect(masked).not.toContain('');
});

describe('the service instance', () => {
  test('is found by organization, space and name in one call', async () => {
    const [organization, other] = [randomUUID(), randomUUID()];
    const [prod, test, elsewhere] = [randomUUID(), randomUUID(), randomUUID()];
    const wanted = randomUUID();
    const { authority, server } = await cfWorld({
      server: {
        organizations: [
          { guid: organization, name: 'acme, Inc.' },
          { guid: other, name: 'other' },
        ],
        spaces: [
          { guid: prod, name: 'prod', organization },
          { guid: test, name: 'test', organization },
          { guid: elsewhere, name: 'prod', organization: other },
        ],
        instances: [
          { guid: wanted, name: 'calm, 100%', space: prod },
          { guid: randomUUID(), name: 'calm, 100%', space: test },
          { guid: randomUUID(), name: 'calm, 100%', space: elsewhere },
        ],
      },
    });
    await authority.list();
    expect(server.calls).toEqual(['discovery', 'login', 'instance', 'list']);
    const { searchParams } = new URL(server.api.requests.at(-1)?.path ?? '', server.api.url);
    expect(searchParams.get('service_instance_guids')).toBe(wanted);
    await authority.list();
    expect(server.calls.filter((call) => call === 'instance')).toHaveLength(1);
  });

  test.each([
    [
      'organization',
      { organization: 'another' },
      ' Other spaces have 1 of this name. Is one meant?',
    ],
    ['space', { space: 'Prod' }, ' Other spaces have 1 of this name. Is one meant?'],
    ['name', { instance: 'calm' }, ''],
  ])('is not found by a wrong %s', async (_what, settings, hint) => {
    const { authority, failure } = await cfWorld({ settings });
    const { organization, space, instance } = {
      ...{ organization: 'acme', space: 'prod', instance: 'calm-api' },
      ...settings,
    };
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY',
      message: `The user sees no managed service instance "${instance}" in the space "${space}" of the organization "${organization}" (HOST, 1 attempt, request id ID).${hint} Check organization, space and instance of the authority, and give the user the role Space Developer in the space that owns the instance.`,
    });
  });

  test('is found behind hundreds of the same name', async () => {
    const organization = randomUUID();
    const spaces = Array.from({ length: 250 }, (_, at) => ({
      guid: randomUUID(),
      name: `space-${at}`,
      organization,
    }));
    const instances = spaces.map(({ guid }) => ({ guid: randomUUID(), name: 'calm', space: guid }));
    const { authority, server } = await cfWorld({
      server: { organizations: [{ guid: organization, name: 'acme' }], spaces, instances },
      settings: { space: 'space-249' },
    });
    await authority.create(NAME);
    expect(server.bindings[0]?.instance).toBe(instances.at(-1)?.guid);
  });

  test('that people provide has no keys, so it is not found', async () => {
    const instances = [{ guid: randomUUID(), name: 'calm-api', space: '', userProvided: true }];
    const { authority, failure } = await cfWorld({ server: { instances } });
    expect((await failure(authority.check())).message).toContain(
      'sees no managed service instance',
    );
  });
});
