import { describe, expect, onTestFinished, test } from 'vitest';
import { within } from '../../../src/http/exchange.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { RECORDED } from '../../fixtures/answers/btp.ts';
import { CREATION, EXAMPLES, type Example } from '../../fixtures/answers/service-manager.ts';
import type { SmFault } from '../../servers/service-manager-faults.ts';
import { smWorld } from './service-manager-world.ts';

const { name: NAME } = CREATION;

function faultOf({ status, headers = {}, body }: Example): SmFault {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Names and kinds of members, at every depth; what is in `credentials` is the service's own. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf).slice(0, 1);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(
        ([name, member]) =>
          [name, ['credentials', 'labels'].includes(name) ? 'own' : shapeOf(member)] as const,
      )
      .sort(([one], [other]) => one.localeCompare(other)),
  );
}

describe('the server of these tests answers as specification and source say', () => {
  async function world() {
    const found = await smWorld();
    await found.authority.check();
    const client = undiciTransport({});
    onTestFinished(() => client.close());
    const { accessToken: token } = await found.accessToken(found.server.login);
    const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
      const {
        status,
        headers,
        body: answered,
      } = await client.transport(
        {
          method,
          url: new URL(path, found.server.url),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
        within(5000),
      );
      return { status, headers, document: JSON.parse(answered.toString()) };
    };
    const wanted = { ...CREATION, service_instance_id: found.server.instance.id };
    return { ...found, ask, wanted };
  }

  test('to a creation that is done at once', async () => {
    const { ask, wanted } = await world();
    const { status, body } = EXAMPLES.createSync;
    const answer = await ask('POST', '/v1/service_bindings', wanted);
    expect(answer.status).toBe(status);
    expect(shapeOf(answer.document)).toEqual(shapeOf(body));
  });

  test('to one that goes on, and to questions about it', async () => {
    const { ask, wanted, server } = await world();
    server.inject('create', { work: { questions: 1, error: 'Failed bind request ...' } });
    const created = EXAMPLES.createAsync;
    const answer = await ask('POST', '/v1/service_bindings', wanted);
    expect([answer.status, answer.document]).toEqual([created.status, created.body]);
    const location = String(answer.headers['location']);
    const ids = /[\da-f-]{36}/g;
    expect(location.replace(ids, 'ID')).toBe(created.headers?.['Location']?.replace(ids, 'ID'));

    const going = await ask('GET', location);
    const { description: _words, ...expected } = EXAMPLES.operationInProgress.body;
    // A correlation id and what a broker said stand in some examples only.
    const { correlation_id: _id, errors: _errors, ...known } = going.document;
    expect(shapeOf(known)).toEqual(shapeOf(expected));

    const failed = await ask('GET', location);
    const { errors } = EXAMPLES.operationFailed.body as { readonly errors: object };
    expect(failed.document.state).toBe('failed');
    expect(shapeOf(failed.document.errors)).toEqual(shapeOf(errors));
  });

  test('to a name that is taken, an instance that is not there, and a deletion', async () => {
    const { ask, wanted } = await world();
    const path = '/v1/service_bindings';
    const { document } = await ask('POST', path, wanted);
    const id = /[\da-f-]{36}/;

    const conflict = EXAMPLES.nameConflict;
    const again = await ask('POST', path, wanted);
    expect(again.status).toBe(conflict.status);
    expect(JSON.stringify(again.document).replace(id, 'ID')).toBe(
      JSON.stringify(conflict.body).replace(id, 'ID'),
    );

    const foreign = EXAMPLES.noSuchInstance;
    const elsewhere = await ask('POST', path, { ...wanted, service_instance_id: 'elsewhere' });
    expect([elsewhere.status, elsewhere.document]).toEqual([foreign.status, foreign.body]);

    const deleted = EXAMPLES.deleteSync;
    const gone = await ask('DELETE', `${path}/${document.id}`);
    expect([gone.status, gone.document]).toEqual([deleted.status, deleted.body]);
  });
});

describe('these answers, read by the authority', () => {
  test('a creation', async () => {
    const { authority, server } = await smWorld();
    const example = EXAMPLES.createSync;
    const body = { ...(example.body as object), service_instance_id: server.instance.id };
    server.inject('create', faultOf({ ...example, body }));
    const { credentials } = example.body as { readonly credentials: object };
    expect(await authority.create(NAME)).toEqual({ name: NAME, value: credentials });
  });

  test('a creation that goes on, and fails', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', faultOf(EXAMPLES.createAsync));
    server.inject(
      'operation',
      faultOf(EXAMPLES.operationInProgress),
      faultOf(EXAMPLES.operationFailed),
    );
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain('"BrokerError", "Failed bind request ..."');
  });

  test.each([
    ['nameConflict', 'E_AUTHORITY', 'binding with same name exists'],
    ['noSuchInstance', 'E_AUTHORITY', 'service instance not found or not accessible'],
    ['brokerError', 'E_AUTHORITY', 'Failed bind request'],
    ['busy', 'UnknownOutcome', 'Failed to schedule job'],
    ['routerUnknownRoute', 'E_AUTHORITY', 'unknown_route'],
  ] as const)('%s, to a creation', async (name, code, text) => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', faultOf(EXAMPLES[name]));
    const outcome = await failure(authority.create(NAME));
    expect(outcome).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  test.each(['concurrent', 'rateLimited', 'rateLimitedGoDate'] as const)(
    '%s, after which the request is sent again',
    async (name) => {
      const { authority, server, sleeps } = await smWorld();
      server.inject('create', faultOf(EXAMPLES[name]));
      await authority.create(NAME);
      expect(sleeps).toEqual([500, 1000]);
      expect(server.names()).toEqual([NAME]);
    },
  );

  test('bindings as the BTP CLI server has shown them', async () => {
    const shown = RECORDED.filter(({ path }) => path.endsWith('services/binding?get')).flatMap(
      ({ responseBody }) => (responseBody.startsWith('{"id"') ? [JSON.parse(responseBody)] : []),
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const binding of shown) {
      const { authority, server } = await smWorld({
        settings: { instance: binding.service_instance_id },
      });
      server.inject('instance', { body: { id: binding.service_instance_id } });
      server.inject('list', { body: { items: [binding] } }, { body: { items: [binding] } });
      server.inject('get', { body: binding });
      expect(await authority.list()).toEqual([
        { name: binding.name, createdAt: new Date(binding.created_at), usable: true, ours: false },
      ]);
      const again = await authority.read?.(binding.name);
      expect(again).toEqual({ name: binding.name, value: binding.credentials });
    }
  });
});
