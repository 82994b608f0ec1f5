import { describe, expect, test } from 'vitest';
import { cfWorld, START } from './cloud-foundry-world.ts';

const NAME = 'calm-release-k3f9qa-20261123t000000z-7kd0x2p1-1';
const LABELS = { 'api-client-credentials.github.io/managed-by': 'api-client-credentials' };

describe('service keys', () => {
  test('are created, listed, read again and deleted with one login', async () => {
    const { authority, server, masked, sleeps } = await cfWorld();
    expect(authority).toMatchObject({ kind: 'cloud-foundry', loginClientId: undefined });
    await authority.check();

    const { name, value } = await authority.create(NAME);
    expect(name).toBe(NAME);
    expect(value).toEqual(server.bindings[0]?.credentials);

    expect(await authority.list()).toEqual([
      { name: NAME, createdAt: new Date(START), usable: true },
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
        labels: LABELS,
        annotations: { 'api-client-credentials.github.io/note': expect.any(String) },
      },
    });
  });
});
