import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/http.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { recordingRunner } from '../../context.ts';
import { API, REFUSED_CREATIONS } from '../../fixtures/answers/cloud-foundry.ts';
import { authorityContext } from './authority-context.ts';
import { at, pathOf, type Recorded, recorded } from './cloud-foundry-recordings.ts';
import { cfWorld, OURS, START } from './cloud-foundry-world.ts';

const NAME = 'nightly';
const LOGIN = { username: 'ada', password: 'invented-password' };

/** Recorded answers, by method and path; the last one of each goes on for ever. */
function player(entries: readonly Recorded[], changed: (text: string) => string = (text) => text) {
  const requests: HttpRequest[] = [];
  const left = new Map<string, Recorded[]>();
  for (const entry of entries) {
    const key = `${entry.request.method} ${new URL(entry.request.url).pathname}`;
    left.set(key, [...(left.get(key) ?? []), entry]);
  }
  async function send(request: HttpRequest): Promise<HttpResponse> {
    requests.push(request);
    const answers = left.get(`${request.method} ${request.url.pathname}`) ?? [];
    const [{ response } = noSuch(request)] = answers;
    if (answers.length > 1) answers.shift();
    const body = response.body === null ? '' : changed(JSON.stringify(response.body));
    return { status: response.status, headers: response.headers, body: Buffer.from(body) };
  }
  return { send, requests };
}

function noSuch({ method, url }: HttpRequest): never {
  throw new Error(`Nobody has recorded ${method} ${url.href}`);
}

function authorityOf(
  send: (request: HttpRequest) => Promise<HttpResponse>,
  settings: JsonObject,
  login: unknown = LOGIN,
) {
  const sleeps: number[] = [];
  const runner = recordingRunner();
  const authority = cloudFoundry.open(
    { api: API, organization: 'o', space: 's', instance: 'i', ...settings },
    JSON.stringify(login),
    authorityContext({
      runner,
      transport: send,
      timing: {
        now: () => START,
        random: () => 0.5,
        sleep: async (milliseconds) => {
          sleeps.push(milliseconds);
        },
      },
      deadline: START + 600_000,
      oidcToken: async (audience) => `assertion-for-${audience}`,
    }),
  );
  return { authority, sleeps, masked: runner.masks };
}

const lookup = recorded('find-instance-by-name').slice(0, 1);
const [found = {}] = at(lookup[0]?.response.body, 'resources') as JsonObject[];
const space = String(at(found, 'relationships.space.data.guid'));
const settings = { organization: 'acme', space: 'prod', instance: String(found['name']) };
// Nobody has recorded what `fields` adds.
const included = {
  spaces: [
    {
      guid: space,
      name: 'prod',
      relationships: { organization: { data: { guid: 'organization' } } },
    },
  ],
  organizations: [{ guid: 'organization', name: 'acme' }],
};
const instance = lookup.map((entry) => ({
  ...entry,
  response: { ...entry.response, body: { ...entry.response.body, included } },
}));
const login = recorded('login-password').slice(0, 2);
const start = [...login, ...instance];

describe('the authority asks as the recorded client did', () => {
  test.each([
    ['login-password', LOGIN, undefined],
    [
      'login-jwt-bearer-github-oidc',
      { oidc: true, origin: 'github-origin', audience: 'acme' },
      'assertion-for-acme',
    ],
  ] as const)('to log in: %s', async (file, given, assertion) => {
    const [discovery, token] = recorded(file);
    const { send, requests } = player([...recorded(file).slice(0, 2), ...instance]);
    const { authority } = authorityOf(send, settings, given);
    await authority.check();
    expect(requests[0]).toMatchObject({ method: 'GET', url: new URL(`${API}/`) });
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
    expect(discovery?.request.url).toBe(`${API}/`);
    const { url, headers, body } = requests[1] as HttpRequest;
    expect(url.href).toBe(token?.request.url);
    const relevant = Object.entries(headers).filter(([name]) => name in wanted(token));
    expect(Object.fromEntries(relevant)).toEqual(wanted(token));
    // The recorded login by a JWT has none, and two real UAA servers refuse it so.
    expect(headers['authorization']).toBe('Basic Y2Y6');
    const then = String(token?.request.body);
    expect(body).toBe(then.replace('assertion=invented', `assertion=${assertion}`));
  });

  test('to create, read and delete a key', async () => {
    const lifecycle = recorded('key-lifecycle-xsuaa');
    const [create] = lifecycle;
    const { send, requests } = player([...start, ...lifecycle], (text) =>
      text.replace(/"metadata":\{"labels":\{[^}]*\},"annotations":\{[^}]*\}/, () => {
        return JSON.stringify({ metadata: OURS }).slice(1, -2);
      }),
    );
    const parameters = at(create?.request.body, 'parameters');
    const { authority, sleeps, masked } = authorityOf(send, { ...settings, parameters });
    const credentials = at(lifecycle[3]?.response.body, 'credentials') as JsonObject;
    expect(await authority.create(NAME)).toEqual({ name: NAME, value: credentials });
    expect(masked).toContain(credentials['clientsecret']);
    await authority.delete(NAME);
    expect(sleeps).toEqual([1000, 1000]);

    const post = requests.find(({ method, url }) => method === 'POST' && url.origin === API);
    const { metadata: _own, ...sent } = JSON.parse(post?.body ?? '');
    const { metadata: _then, ...then } = (create?.request.body ?? {}) as JsonObject;
    expect(sent).toEqual(then);
    const asked = requests.slice(3).map(({ method, url }) => `${method} ${url.pathname}`);
    const list = 'GET /v3/service_credential_bindings';
    const [, job, , details, , , , remove, gone] = lifecycle.map(
      (entry) => `${entry.request.method} ${pathOf(entry)}`,
    );
    const steps = [job, list, details, list, remove, gone];
    expect(asked).toEqual(['POST /v3/service_credential_bindings', ...steps]);
  });

  test('but deletes no key with the labels of somebody else', async () => {
    const { send, requests } = player([...start, ...recorded('key-lifecycle-xsuaa')]);
    const { authority } = authorityOf(send, settings);
    await expect(authority.delete(NAME)).rejects.toMatchObject({ code: 'E_AUTHORITY' });
    expect(requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });
});

describe('the authority understands recorded answers', () => {
  test('lists, and leaves bindings of apps out', async () => {
    const { send } = player([...start, ...recorded('instance-secret-four-keys-same-secret')]);
    const { authority } = authorityOf(send, settings);
    expect(await authority.list()).toEqual([
      { name: 'first', createdAt: new Date('2026-02-01T08:00:00Z'), usable: true, ours: false },
      { name: 'second', createdAt: new Date('2026-02-02T08:00:00Z'), usable: true, ours: false },
      { name: 'third', createdAt: new Date('2026-02-03T08:00:00Z'), usable: true, ours: false },
    ]);
  });

  test('waits for a job that polls its broker', async () => {
    const [create, , ...rest] = recorded('key-lifecycle-xsuaa') as readonly [
      Recorded,
      ...Recorded[],
    ];
    const jobs = recorded('async-job-polling').slice(1, 4);
    const { location } = create.response.headers;
    const renamed = jobs.map((job) => ({
      ...job,
      request: { ...job.request, url: String(location) },
    }));
    const { send } = player([...start, create, ...renamed, ...rest]);
    const { authority, sleeps } = authorityOf(send, settings);
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
    expect(sleeps).toEqual([1000, 2000, 4000]);
  });

  test('finds no instance in an empty list', async () => {
    const [, , missing] = recorded('find-instance-by-name');
    const { send } = player([...login, ...(missing === undefined ? [] : [missing])]);
    const { authority } = authorityOf(send, settings);
    await expect(authority.check()).rejects.toMatchObject({
      code: 'E_AUTHORITY',
      message: expect.stringContaining('The user sees no managed service instance'),
    });
  });

  const refusals = recorded('errors').filter(
    ({ request, response }) => request.method === 'POST' && response.status >= 400,
  );

  test.each(refusals)('tells the reason of $source', async ({ response }) => {
    const { authority, server, failure } = await cfWorld();
    server.inject('create', { ...response, body: JSON.stringify(response.body) });
    const { code, message } = await failure(authority.create(NAME));
    const detail = at((at(response.body, 'errors') as JsonObject[])[0], 'detail');
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      `answered 422: "${detail}" (CF-UnprocessableEntity) (HOST, 1 attempt, request id ID).`,
    );
  });

  const creations = Object.entries(REFUSED_CREATIONS);

  test.each(creations)('tells the reason that the source has where %s', async (_why, answer) => {
    const { authority, server, failure } = await cfWorld();
    const fault = { status: answer.status, body: JSON.stringify(answer.body) };
    server.inject('create', fault, fault, fault, fault);
    const { code, message } = await failure(authority.create(NAME));
    const [error] = at(answer.body, 'errors') as JsonObject[];
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      `answered ${answer.status}: "${error?.['detail']}" (${error?.['title']})`,
    );
    expect(server.names()).toEqual([]);
  });
});

/** The headers by which the recorded client logged in, without those of its library. */
function wanted(entry: Recorded | undefined): Readonly<Record<string, string>> {
  const { authorization, 'content-type': type } = entry?.request.headers ?? {};
  return {
    'content-type': type ?? '',
    ...(authorization === undefined ? {} : { authorization }),
  };
}
