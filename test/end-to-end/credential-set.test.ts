import { describe, expect, onTestFinished, test } from 'vitest';
import type { ActionRun } from '../runner/run-action.ts';
import type { Answer, RecordedRequest } from '../servers/https-server.ts';
import { startRawTlsServer } from '../servers/raw-tls-server.ts';
import { xsuaaKey } from '../servers/service-keys.ts';
import { annotations, failedStep, goodStep, step, warnings } from './step.ts';
import {
  formOf,
  jwt,
  opaqueToken,
  pki,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  x509Client,
  xsuaaClient,
  zone,
} from './world.ts';

/** One token a client, remembered: equal requests would get the same one. */
function tokens() {
  const issued = new Map<string, string>();
  return {
    of(clientId: string): string {
      const token = issued.get(clientId) ?? jwt({ client_id: clientId });
      issued.set(clientId, token);
      return token;
    },
    all: () => [...issued.values()],
  };
}

function client(url: string, clientId: string) {
  const made = xsuaaClient(url);
  const key = xsuaaKey(zone(url), { ...made, clientId });
  return { clientId, credentials: JSON.stringify(key), secrets: made.secrets, apiUrl: url };
}

function lines(entries: Readonly<Record<string, { readonly credentials: string }>>): string {
  return Object.entries(entries)
    .map(([name, { credentials }]) => `${name}=${credentials}`)
    .join('\n');
}

function clientIdOf(request: RecordedRequest): string {
  return formOf(request).find(([name]) => name === 'client_id')?.[1] ?? '';
}

/** The lines between the group command and its end. */
function group({ stdout }: ActionRun): string[] {
  const all = stdout.split('\n').filter((line) => !line.startsWith('::debug::'));
  const start = all.findIndex((line) => line.startsWith('::group::'));
  return start === -1 ? [] : all.slice(start + 1, all.indexOf('::endgroup::'));
}

/** A set of which something fails: one annotation, no output, and a group that names all. */
async function failedSet(options: Parameters<typeof step>[0]) {
  const run = await step(options);
  expect(run).toMatchObject({ exitCode: 1, files: { output: '', env: '' } });
  const [annotation = '', ...others] = annotations(run);
  expect(others).toEqual([]);
  const [, code, message = ''] = /^::error title=(\w+)::(.*)$/.exec(annotation) ?? [];
  return { run, code, message, group: group(run) };
}

test('three credentials of three hosts give three tokens, in one output', async () => {
  const issued = tokens();
  const server = await serveEverywhere((request) => tokenAnswer(issued.of(clientIdOf(request))));
  const host = (name: string) => `https://${name}.authentication.eu10.hana.ondemand.com`;
  const set = {
    calm: client(host('alm'), 'sb-calm!b1'),
    'afc.prod-1': client(host('afc'), 'sb-afc!b2'),
    _own: client(host('own'), 'sb-own!t3'),
  };
  const run = await goodStep({
    inputs: {
      'credential-set': `# three\n\n${lines(set)}\n`,
      'allowed-hosts': '*.hana.ondemand.com',
    },
    env: server.env,
    secrets: [...Object.values(set).flatMap(({ secrets }) => secrets), ...issued.all()],
  });
  expect(Object.keys(run.outputs)).toEqual(['tokens']);
  expect(JSON.parse(run.outputs['tokens'] ?? '')).toEqual(
    Object.fromEntries(
      Object.entries(set).map(([name, { clientId, apiUrl }]) => [
        name,
        {
          accessToken: issued.of(clientId),
          tokenType: 'bearer',
          expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          apiUrl,
          endpoints: {},
        },
      ]),
    ),
  );
  for (const token of issued.all()) expect(run.stdout).toContain(`::add-mask::${token}\n`);
  expect(server.requests.map(({ servername }) => servername).toSorted()).toEqual(
    ['afc', 'alm', 'own'].map((name) => new URL(host(name)).hostname),
  );
  expect(group(run).map((line) => line.replace(/20\S+Z/, 'TIME'))).toEqual([
    'calm        sb-calm!b1, alm.authentication.eu10.hana.ondemand.com, expires at TIME',
    'afc.prod-1  sb-afc!b2, afc.authentication.eu10.hana.ondemand.com, expires at TIME',
    '_own        sb-own!t3, own.authentication.eu10.hana.ondemand.com, expires at TIME',
  ]);
});

test('equal credentials under several names are asked for once; names that objects have are names', async () => {
  const issued = tokens();
  const server = await serve((request) => tokenAnswer(issued.of(clientIdOf(request))));
  const [same, other] = [client(server.url, 'sb-a!t1'), client(server.url, 'sb-b!t2')];
  const set = `__proto__=${same.credentials}\nconstructor=${other.credentials}\nagain=${same.credentials}`;
  const run = await goodStep({
    inputs: { 'credential-set': set },
    env: trusting,
    secrets: [...same.secrets, ...other.secrets],
  });
  const entries = Object.entries<{ accessToken: string }>(JSON.parse(run.outputs['tokens'] ?? ''));
  expect(entries.map(([name, { accessToken }]) => [name, accessToken])).toEqual([
    ['__proto__', issued.of('sb-a!t1')],
    ['constructor', issued.of('sb-b!t2')],
    ['again', issued.of('sb-a!t1')],
  ]);
  expect(server.requests).toHaveLength(2);
});

test('each client certificate is shown for its own credential', async () => {
  const server = await serve(
    (request) => tokenAnswer(jwt({ subject: request.clientCertificateSubject })),
    { clientCertificates: true },
  );
  const clients: ReturnType<typeof x509Client>[] = [];
  for (const commonName of ['one', 'two']) {
    const pair = await pki.issue({ commonName, client: true, rsa: true });
    clients.push(x509Client(server.url, pair));
  }
  const set = clients.map((each, index) => `n${index}=${each.credentials}`).join('\n');
  await goodStep({
    inputs: { 'credential-set': set },
    env: trusting,
    secrets: clients.flatMap(({ secrets }) => secrets),
  });
  expect(server.requests.map((request) => request.clientCertificateSubject).toSorted()).toEqual([
    'CN=one',
    'CN=two',
  ]);
});

test('the api URL of each, and inputs that apply to all', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken(), { scope: 'read' }));
  const credential = (id: string) =>
    JSON.stringify({
      clientid: id,
      clientsecret: `${id}-of-some-length`,
      tokenurl: `${server.url}/token`,
      apiurl: `https://${id}.example.com`,
    });
  const run = await goodStep({
    inputs: {
      'credential-set': `a=${credential('one')}\nb=${credential('two')}`,
      scope: 'read write',
      parameters: 'tenant=acme',
    },
    env: trusting,
    secrets: ['one-of-some-length', 'two-of-some-length'],
  });
  const { a, b } = JSON.parse(run.outputs['tokens'] ?? '');
  expect([a.apiUrl, b.apiUrl]).toEqual(['https://one.example.com', 'https://two.example.com']);
  for (const request of server.requests) {
    expect(formOf(request)).toContainEqual(['scope', 'read write']);
    expect(formOf(request)).toContainEqual(['tenant', 'acme']);
  }
  expect(warnings(run)).toEqual(['a, b: The server did not grant the requested scopes write.']);
});

describe('set-options', () => {
  const key = (url: string, id: string, others: object) =>
    JSON.stringify({
      clientid: id,
      clientsecret: `${id}-of-some-length`,
      tokenurl: url,
      ...others,
    });
  const secrets = ['one-of-some-length', 'two-of-some-length'];

  test('give each member its own scope, method and endpoint, and the others what the step says', async () => {
    const server = await serve(() => tokenAnswer(opaqueToken()));
    const endpoints = { Api: 'https://api.example.com', Admin: 'https://admin.example.com' };
    const credential = (id: string) => key(`${server.url}/token`, id, { endpoints });
    const run = await goodStep({
      inputs: {
        'credential-set': `a=${credential('one')}\na.b=${credential('two')}\nc=${credential('two')}`,
        'set-options':
          'a.b.scope=own\n# for both\na.b.auth-method=client_secret_basic\na.endpoint=Admin\na.audience=https://x?a=b',
        scope: 'all',
        'allowed-hosts': 'localhost',
      },
      env: trusting,
      secrets,
    });
    const asked = server.requests.map((request) => [
      request.headers.authorization === undefined,
      ...formOf(request).filter(([name]) => ['client_id', 'scope', 'audience'].includes(name)),
    ]);
    expect(asked.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      [false, ['scope', 'own']],
      [true, ['client_id', 'one'], ['scope', 'all'], ['audience', 'https://x?a=b']],
      [true, ['client_id', 'two'], ['scope', 'all']],
    ]);
    const tokens = JSON.parse(run.outputs['tokens'] ?? '');
    expect(tokens).toMatchObject({
      a: { apiUrl: endpoints.Admin, endpoints },
      'a.b': { apiUrl: endpoints.Api, endpoints },
    });
    // Nobody has chosen for the other two.
    expect(annotations(run)).toEqual([
      expect.stringMatching(
        /^::notice title=W_ENDPOINT_TAKEN::a\.b, c: .* Api; NAME\.endpoint in set-options chooses/,
      ),
    ]);
  });

  test('a required scope of one member fails that member alone', async () => {
    const server = await serve(() => tokenAnswer(opaqueToken(), { scope: 'read' }));
    const failed = await failedSet({
      inputs: {
        'credential-set': `a=${key(server.url, 'one', {})}\nb=${key(server.url, 'two', {})}`,
        'set-options': 'b.require-scopes=read write',
      },
      env: trusting,
      secrets,
    });
    expect(failed.message).toMatch(/^1 of 2 .* b: E_SCOPE_MISSING: /);
  });

  test.each([
    ['E_INPUT_INVALID', 'Line 2 of the input set-options', '#\nb.scope=x', {}],
    ['E_INPUT_INVALID', 'a.provider in set-options must be auto, ', 'a.provider=sap', {}],
    ['E_INPUT_CHARSET', 'a.scope in set-options holds characters', 'a.scope="x"', {}],
    [
      'E_INPUT_CONFLICT',
      'set-options is about the members of a credential-set',
      'a.scope=x',
      { 'credential-set': '', credentials: key('https://tokens.example.com', 'one', {}) },
    ],
  ])('%s: %s', async (code, words, options, others) => {
    const message = await failedStep(code, {
      inputs: {
        'credential-set': `a=${key('https://tokens.example.com', 'one', {})}`,
        'set-options': options,
        ...others,
      },
      secrets,
    });
    expect(message).toContain(words);
  });

  test('are what a message advises for one member of a set', async () => {
    const server = await serve(() => tokenAnswer(opaqueToken()));
    const pair = (id: string) => `{"client_id":"${id}","client_secret":"${id}-of-some-length"}`;
    const failed = await failedSet({
      inputs: {
        'credential-set': `calm=${key(server.url, 'one', {})}\nety=${pair('two')}`,
      },
      env: trusting,
      secrets,
    });
    expect(failed.message).toContain('ety.token-url in set-options');
    expect(failed.message).not.toMatch(/the input|provider: /);
    const both = await failedSet({
      inputs: { 'credential-set': `one=${pair('one')}\ntwo=${pair('two')}` },
      env: trusting,
      secrets,
    });
    expect(both.message).toMatch(/one, two: E_\w+: .*NAME\.token-url in set-options/);
  });
});

test('warnings are bounded', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const set = Array.from({ length: 30 }, (_, index) => {
    const url = `${server.url.replace('https://', '')}/p${index}`;
    const key = { clientid: `sb-${index}`, clientsecret: `x${'-'.repeat(index)}`, url };
    return `n${index}=${JSON.stringify(key)}\nN${index}=${JSON.stringify(key)}`;
  });
  const run = await goodStep({
    inputs: { 'credential-set': set.join('\n') },
    env: trusting,
    secrets: [],
  });
  const said = warnings(run);
  expect(said).toHaveLength(21);
  expect(said[0]).toMatch(/^n0, N0: The names differ by case alone/);
  expect(said.at(-1)).toMatch(/^There are \d+ more warnings/);
});

describe('where something fails', () => {
  const refusedFor =
    (id: string) =>
    (request: RecordedRequest, token: string): Answer =>
      clientIdOf(request) === id
        ? { status: 401, body: { error: 'unauthorized', error_description: 'Bad credentials' } }
        : tokenAnswer(token);

  test('one of three: the others are told to be well, and no token is handed over', async () => {
    const issued = tokens();
    const refuse = refusedFor('sb-b!t2');
    const server = await serve((request) => refuse(request, issued.of(clientIdOf(request))));
    const set = {
      a: client(server.url, 'sb-a!t1'),
      b: client(server.url, 'sb-b!t2'),
      c: client(server.url, 'sb-c!t3'),
    };
    const secrets = Object.values(set).flatMap((each) => each.secrets);
    const failed = await failedSet({
      inputs: { 'credential-set': lines(set) },
      env: trusting,
      secrets,
    });
    expect(failed.code).toBe('E_UNAUTHORIZED');
    expect(failed.message).toMatch(
      /^1 of 3 credentials failed, so that no output was set\. b: E_UNAUTHORIZED: The server answered 401: "unauthorized", "Bad credentials" \(localhost:\d+, 1 attempt\)\./,
    );
    expect(failed.group.map((line) => line.replace(/20\S+Z/, 'TIME'))).toEqual([
      `a  sb-a!t1, localhost:${server.port}, expires at TIME`,
      `b  sb-b!t2, localhost:${server.port}, E_UNAUTHORIZED`,
      `c  sb-c!t3, localhost:${server.port}, expires at TIME`,
    ]);
    expect(server.requests).toHaveLength(3);
    for (const id of ['sb-a!t1', 'sb-c!t3']) {
      expect(failed.run.stdout).toContain(`::add-mask::${issued.of(id)}\n`);
    }
  });

  test('the one whose token belongs to another client', async () => {
    const tokens = { good: jwt({ cid: 'sb-a!t1' }), mixed: jwt({ cid: 'sb-c!t3' }) };
    const server = await serve(({ body }) =>
      tokenAnswer(body.includes('sb-a') ? tokens.good : tokens.mixed),
    );
    const good = client(server.url, 'sb-a!t1');
    const mixed = client(server.url, 'sb-b!t2');
    const failed = await failedSet({
      inputs: { 'credential-set': `good=${good.credentials}\nmixed=${mixed.credentials}` },
      env: trusting,
      secrets: [...good.secrets, ...mixed.secrets, ...Object.values(tokens)],
    });
    expect(failed.code).toBe('E_TOKEN_CLIENT');
    expect(failed.message).toMatch(/mixed: E_TOKEN_CLIENT: .*\(claim cid: "sb-c!t3"\)/);
  });

  test('all of them, each in its own way', async () => {
    const server = await serve(() => ({ body: { token_type: 'bearer' } }));
    const good = client(server.url, 'sb-a!t1');
    const password = opaqueToken();
    const abroad = client('https://tokens.example.org', 'sb-b!t2');
    const failed = await failedSet({
      inputs: {
        'credential-set': `empty=${good.credentials}\nabroad=${abroad.credentials}\ncut={"clientid":"x"\nbasic={"username":"u","password":"${password}"}`,
        'allowed-hosts': 'localhost',
      },
      env: trusting,
      secrets: [...good.secrets, ...abroad.secrets, password],
    });
    expect(failed.code).toBe('E_TOKEN_MISSING');
    expect(failed.message).toContain('4 of 4 credentials failed');
    for (const words of [
      'empty: E_TOKEN_MISSING: ',
      'abroad: E_HOST_NOT_ALLOWED: ',
      'cut: E_CREDENTIAL_FORMAT: ',
      'basic: E_CREDENTIAL_BASIC_ONLY: ',
    ]) {
      expect(failed.message).toContain(words);
    }
    expect(failed.group.slice(2)).toEqual([
      'cut     E_CREDENTIAL_FORMAT',
      'basic   E_CREDENTIAL_BASIC_ONLY',
    ]);
    expect(server.requests).toHaveLength(1);
  });

  test('very many: the message is cut, the log names all', async () => {
    const server = await serve((request) => ({
      status: 400,
      body: { error: 'invalid_scope', error_description: `No scope for ${clientIdOf(request)}` },
    }));
    const credential = (index: number) =>
      JSON.stringify({
        clientid: `c${index}`,
        clientsecret: `a-secret-${index}-of-c`,
        url: server.url,
      });
    const set = Array.from({ length: 200 }, (_, index) => `n${index}=${credential(index)}`);
    const failed = await failedSet({
      inputs: { 'credential-set': set.join('\n') },
      env: trusting,
      secrets: Array.from({ length: 200 }, (_, index) => `a-secret-${index}-of-c`),
    });
    expect(failed.message.length).toBeLessThan(4000);
    expect(failed.message).toMatch(
      /^200 of 200 .* n0: E_HTTP: .*; the log of the step names all\.$/,
    );
    expect(failed.group).toHaveLength(200);
    expect(failed.group.every((line) => line.endsWith('E_HTTP'))).toBe(true);
  });

  test('a server that repeats the secret of another credential is not quoted', async () => {
    const set = (url: string) => ({ a: client(url, 'sb-a!t1'), b: client(url, 'sb-b!t2') });
    let hidden = '';
    const server = await serve((request) =>
      clientIdOf(request) === 'sb-a!t1'
        ? {
            status: 400,
            body: { error: 'x', error_description: Buffer.from(hidden).toString('hex') },
          }
        : tokenAnswer(opaqueToken()),
    );
    const both = set(server.url);
    hidden = both.b.secrets[0] ?? '';
    const failed = await failedSet({
      inputs: { 'credential-set': lines(both) },
      env: trusting,
      secrets: [...both.a.secrets, ...both.b.secrets],
    });
    expect(failed.message).toContain(
      'a: E_HTTP: The server answered 400: "x", a reason that repeats a part of the secret and is not shown',
    );
  });
});

describe('what cannot be a set', () => {
  const { credentials } = xsuaaClient('https://tokens.example.com');
  test.each([
    [
      'E_INPUT_CONFLICT',
      'credentials and env-prefix',
      `a=${credentials}`,
      { credentials, 'env-prefix': 'A' },
    ],
    ['E_INPUT_INVALID', 'Lines 1 and 2', `a=${credentials}\na=${credentials}`, {}],
    ['E_INPUT_INVALID', 'Line 2', `a=${credentials}\n${credentials}`, {}],
    ['E_INPUT_MISSING', 'Line 1', 'a=\n', {}],
  ])('%s: %s', async (code, words, set, inputs) => {
    const message = await failedStep(code, {
      inputs: { 'credential-set': set, ...inputs },
      secrets: [],
    });
    expect(message).toContain(words);
  });
});

test('a thousand credentials of one origin use eight connections', async () => {
  const issued = tokens();
  const server = await startRawTlsServer(
    ({ text, socket }) => {
      const id = new URLSearchParams(text.slice(text.indexOf('\r\n\r\n') + 4)).get('client_id');
      const body = JSON.stringify({
        access_token: issued.of(id ?? ''),
        token_type: 'bearer',
        expires_in: 3600,
      });
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    },
    { pki },
  );
  onTestFinished(() => server.close());
  const ids = Array.from({ length: 1000 }, (_, index) => `client-${index}`);
  const secrets = ids.map(opaqueToken);
  const set = ids.map(
    (id, index) =>
      `n${index}={"clientid":"${id}","clientsecret":"${secrets[index]}","url":"${server.url}"}`,
  );
  const run = await goodStep({
    inputs: { 'credential-set': set.join('\n') },
    env: trusting,
    secrets,
  });
  const result: Record<string, { accessToken: string }> = JSON.parse(run.outputs['tokens'] ?? '');
  expect(Object.keys(result)).toEqual(ids.map((_, index) => `n${index}`));
  expect(Object.values(result).map(({ accessToken }) => accessToken)).toEqual(ids.map(issued.of));
  expect(server.requests).toHaveLength(1000);
  expect(server.connections()).toBe(8);
});
