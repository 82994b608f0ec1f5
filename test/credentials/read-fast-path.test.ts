import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { isJsonObject } from '../../src/base/json.ts';
import { completeCredential } from '../../src/credentials/complete.ts';
import { SHORTEST_TEXT } from '../../src/credentials/containers.ts';
import type { Credential, ProviderName } from '../../src/credentials/credential.ts';
import { readCredential, warningsAbout } from '../../src/credentials/read.ts';
import { findClients, searchCredential } from '../../src/credentials/search.ts';
import { type ParsedCredential, shapes } from '../../src/credentials/shapes.ts';
import { credentialWarnings } from '../../src/credentials/warnings.ts';
import { createPki } from '../servers/pki.ts';

// readCredential reads most JSON documents by itself, and leaves the rest to the general search. Here
// the same documents are read in both ways.

const general = vi.hoisted(() => ({ reads: 0 }));
vi.mock('../../src/credentials/search.ts', async (original) => {
  const actual = await original<typeof import('../../src/credentials/search.ts')>();
  const counted: typeof actual.searchCredential = (text, binding) => {
    general.reads += 1;
    return actual.searchCredential(text, binding);
  };
  return { ...actual, searchCredential: counted };
});

const NOW = Date.now();
/** Certificates are slow to make: one is enough, and is put in where a document names it. */
const PAIR = { certificate: 'PEM OF A CERTIFICATE', key: 'PEM OF ITS KEY' };
let pems: ReadonlyMap<unknown, string> = new Map();
beforeAll(async () => {
  const pair = await (await createPki()).issue({ commonName: 'client', client: true });
  pems = new Map([
    [PAIR.certificate, pair.certificate],
    [PAIR.key, pair.privateKey],
  ]);
});

function textOf(document: unknown): string {
  return JSON.stringify(document, (_name, value: unknown) => pems.get(value) ?? value);
}

interface Outcome {
  /** The complete credential and the warnings about it, or why there is none. */
  readonly result: unknown;
  readonly clientId?: string | undefined;
  /** What is masked. */
  readonly secrets: ReadonlySet<string>;
}

async function outcome(read: () => Promise<ParsedCredential>): Promise<Outcome> {
  let secrets: ReadonlySet<string> = new Set();
  try {
    const parsed = await read();
    secrets = new Set(parsed.secrets.filter((secret) => secret !== ''));
    const { fields, nested } = parsed;
    const auto = { provider: 'auto', authMethod: 'auto' } as const;
    const credential = await completeCredential(parsed, {}, auto, NOW);
    const written = fields.tokenUrl ?? fields.url;
    const warnings = [
      ...parsed.warnings,
      ...credentialWarnings(undefined, written, credential, NOW),
    ];
    // The form has a warning of its own.
    const about = warnings.filter(({ code }) => code !== 'W_OTHER_TEXT');
    return { result: { credential, nested, about }, clientId: credential.clientId, secrets };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { result: `${error.code} ${error.message}`, secrets };
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Other forms of the same text: nothing but the general search reads them. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  base64,
  'base64 of base64': (text) => base64(base64(text)),
  'byte order mark': (text) => `\ufeff${text}`,
  'white space': (text) => `\u00a0\n ${text} \n\u00a0`,
  'JSON as a text': (text) => JSON.stringify(text),
  'text around it': (text) =>
    `Getting key a for service instance b as me@c.example...\n\n${text}\n`,
};

async function expectAgreement(document: unknown): Promise<Outcome & { isFast: boolean }> {
  const text = textOf(document);
  const before = general.reads;
  const plain = await outcome(() => readCredential(text));
  const isFast = general.reads === before;
  expect(await outcome(() => searchCredential(text, undefined))).toEqual(plain);
  for (const [form, write] of Object.entries(FORMS)) {
    const other = await outcome(() => readCredential(write(text)));
    expect(other.result, form).toEqual(plain.result);
    for (const secret of plain.secrets) expect(other.secrets, form).toContain(secret);
  }
  return { ...plain, isFast };
}

type Entries = readonly (readonly [name: string, value: unknown])[];

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const entry = (names: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.tuple(oneOf(...names), value).map((one): Entries => [one]);
const maybe = (entries: fc.Arbitrary<Entries>, freq = 2) =>
  fc.option(entries, { nil: [] as Entries, freq });
/** In any order, for the first of several may count. */
const objectOf = (...groups: readonly fc.Arbitrary<Entries>[]) =>
  fc.tuple(fc.nat(), ...groups).map(([turn, ...parts]) => {
    const all = parts.flat();
    const at = turn % (all.length + 1);
    return Object.fromEntries([...all.slice(at), ...all.slice(0, at)]) as Record<string, unknown>;
  });

const wrongType = oneOf<unknown>(null, '', ' ', '<null>', 7, 1.5, false, true, [], {}, ['', 'a']);
const rarely = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: wrongType });
const url = rarely(
  oneOf<unknown>(
    'https://a.authentication.eu10.hana.ondemand.com',
    'https://a.authentication.cert.eu10.hana.ondemand.com',
    'https://b.accounts.ondemand.com',
    'https://login.etrusted.com/oauth/token',
    'https://login.example.com/oauth/token',
    'c.example.com',
    'http://d.example.com',
    'https://user:word-in-url@e.example.com/x?y=z',
    base64('https://f.example.com'),
    ` ${base64('https://f.example.com')}`,
    ['https://g.example.com', 'https://h.example.com'],
  ),
);
const clientId = rarely(
  oneOf<unknown>('sb-app!b1', 'sb-cut!', '5b0e3a52-8d1f-4c57-9b57-2f4d8a1c7e90', 'a', 'b', 7),
);
const secretValue = rarely(
  oneOf<unknown>('first-secret-of-all', 'second$secret', '***', 'short', '{"not": "a client"}', 7),
);
const label = oneOf<unknown>(
  ...['identity', 'xsuaa', 'etrusted', ' identity ', ['identity'], ['', 'identity'], 7, null],
);

const idEntry = entry(
  ['clientid', 'clientid', 'client_id', 'clientId', 'Client-ID', '_client_id', 'CLIENT.ID'],
  clientId,
);
const proofEntry = fc.oneof(
  entry(['clientsecret', 'client_secret', 'clientSecret', 'secret', '_client_secret'], secretValue),
  oneOf<Entries>(
    Object.entries(PAIR),
    Object.entries({ ...PAIR, 'credential-type': 'x509' }),
    [['certificate', 'no PEM']],
    [['key', 'no PEM, either']],
    [],
  ),
);
const aboutClient = fc.oneof(
  entry(
    ['granttype', 'grant_type'],
    oneOf<unknown>('client_credentials', 'password', ['refresh_token']),
  ),
  entry(
    ['credential-type'],
    oneOf<unknown>('binding-secret', 'x509', 'SECRET', 'X509_GENERATED', 1),
  ),
  entry(['uaadomain'], oneOf('authentication.eu10.hana.ondemand.com')),
  entry(['xsappname', 'app_tid', 'zoneid', 'identityzone'], oneOf<unknown>('some-app!b1', 7, null)),
  entry(['domains', 'domain'], oneOf<unknown>(['a.example.com', 'b.example.com'], 'c.example', [])),
  entry(['apiurl', 'api_url', 'uri', 'certurl', 'sm_url'], url),
  entry(['label', 'Label'], label),
  entry(['tokenServiceAddClientCredentialsInBody'], oneOf<unknown>(false, 'false', true)),
);
const client = objectOf(
  idEntry,
  proofEntry,
  maybe(entry(['url'], url), 4),
  maybe(entry(['tokenurl', 'token_url', 'oauth_url'], url)),
  maybe(aboutClient),
  maybe(aboutClient),
);
/** That nothing disqualifies: many documents must hold one. */
const goodClient = fc
  .tuple(
    oneOf('sb-good!b1', 'good'),
    oneOf('clientid', 'client_id', 'clientId'),
    oneOf<object>({ clientsecret: 'secret-of-good' }, { clientsecret: 'other-secret' }, PAIR),
    oneOf<object>(
      { url: 'https://a.authentication.eu10.hana.ondemand.com' },
      { url: 'https://own.example.com' },
      { tokenurl: 'https://own.example.com/token' },
    ),
  )
  .map(([id, name, proof, where]) => ({ [name]: id, ...proof, ...where }));
const anyClient = fc.oneof(goodClient, goodClient, client);

const underUaa = fc
  .tuple(oneOf('uaa', 'uaa', 'UAA', 'U_aa'), anyClient)
  .map(([name, one]) => ({ [name]: one }));
const shaped = fc.oneof(
  // What readCredential reads by itself.
  { weight: 4, arbitrary: anyClient },
  { weight: 4, arbitrary: underUaa },
  fc.tuple(oneOf('oauth', 'OAuth'), anyClient).map(([name, one]) => ({ [name]: one })),
  fc
    .tuple(oneOf('messaging', 'management'), fc.array(anyClient, { minLength: 1, maxLength: 2 }))
    .map(([name, all]) => ({
      [name]: all.map((oa2) => ({ oa2, protocol: ['httprest'], uri: 'https://m.example.com' })),
    })),
  anyClient.map(({ clientid: client, clientsecret: secret, url: endpoint, ...rest }) => ({
    oa2: { client, secret, endpoint, ...rest },
  })),
  oneOf({
    ...{ realm: 'business', 'auth-server-url': 'https://k.example.com/auth', resource: 'release' },
    credentials: { secret: 'secret-of-adapter' },
  }),
  oneOf({ username: 'store', oauth_token_url: 'https://s.example.com/token', ...PAIR }),
  fc
    .tuple(oneOf('prod', 'identity', 'key', '__proto__', 'data'), anyClient)
    .map(([name, one]) => Object.fromEntries([[name, one]])),
);

const hidden = fc
  .tuple(shaped, oneOf('object', 'text', 'spaced', 'base64', 'list', 'variables', 'pairs'))
  .map(([inner, how]): unknown => {
    const members = Object.entries(inner);
    switch (how) {
      case 'text':
        return JSON.stringify(inner);
      case 'spaced':
        return ` \n${JSON.stringify([inner], null, 1)}`;
      case 'base64':
        return base64(JSON.stringify(inner));
      case 'list':
        return [inner];
      case 'variables':
        return members.map(([name, value]) => `${name}=${String(value)}`);
      case 'pairs':
        return members.map(([name, value]) => ({ name, value: String(value) }));
      default:
        return inner;
    }
  });
const names = oneOf('credentials', 'other', 'x', 'context', 'data', 'value', 'items', 'endpoints');
const deeper = fc
  .tuple(hidden, fc.array(names, { maxLength: 3 }))
  .map(([inner, around]) => around.reduce((value, name) => ({ [name]: value }), inner));
const endpoints = oneOf<unknown>(
  { Api: 'https://api.example.com/api' },
  { scim2: 'https://one.example.com', 'task-center': 'https://two.example.com' },
  { eventing: { uri: 'https://three.example.com', kind: 'x' } },
  { odd: 7, none: null, list: ['https://four.example.com'] },
  'https://five.example.com',
  ['https://six.example.com'],
  null,
);
const beside = fc.oneof(
  entry(['label', 'label', 'Label'], label),
  entry(['name', 'instance_name', 'binding_name', 'Name'], oneOf<unknown>('calm', ['a', 'b'], 7)),
  entry(['tags'], oneOf<unknown>(['alm', 'prod'], 'x', [{ name: 'a', value: 'b' }])),
  entry(['endpoints', 'endpoints', 'Endpoints', 'END_POINTS'], endpoints),
  entry(['serviceurls', 'serviceUrls'], oneOf({ AI_API_URL: 'https://ai.example.com' })),
  entry(['uri', 'url', 'target_url', 'apiUrl', 'writeUrl', 'sm_url'], url),
  entry(['grant_type', 'grantType'], oneOf('client_credentials', 'user_token')),
  entry(['kind'], oneOf<unknown>('Secret', 'List', 'SealedSecret', 'other', 7)),
  entry(['CALM_CLIENT_ID', 'b.client_id', 'x client id', '_client_id', ' clientid'], clientId),
  entry(['CALM_CLIENT_SECRET', 'b.client_secret', '_client_secret'], secretValue),
  entry(['catalog', 'x', 'credentials', 'spec', 'stringData', 'VCAP_SERVICES'], deeper),
  entry(['uaa', 'oauth', 'dev', 'broker', 'rotation'], deeper),
  entry(['password', 'apikey', 'user', 'secret2'], oneOf<unknown>('word-beside', ['word-in-list'])),
  entry(
    ['info'],
    oneOf<unknown>(
      { password: { type: 'string', value: 'word-of-output' } },
      { deep: { deeper: { deepest: { password: 'deep-word' } } } },
      [{ key: 'password', value: 'word-of-pair' }],
      { oauth_token_url: 'https://s.example.com', username: 'user' },
      ['client_id=a', 'client_secret=b'],
    ),
  ),
  entry(['type', 'value', 'sensitive'], oneOf<unknown>('string', true, { clientid: 'a' })),
);
const document = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: shaped },
      { weight: 1, arbitrary: oneOf<object>({}, { username: 'u', password: 'word' }) },
    ),
    fc.nat(1),
    fc.array(beside, { maxLength: 3 }),
  )
  .map(([core, order, others]) => {
    const rest = Object.fromEntries(others.flat());
    return order === 0 ? { ...rest, ...core } : { ...core, ...rest };
  });

const containers: Readonly<Record<string, (inner: object) => unknown>> = {
  nothing: (inner) => inner,
  envelope: (credentials) => ({ name: 'calm', label: 'identity', credentials }),
  VCAP_SERVICES: (credentials) => ({ VCAP_SERVICES: { identity: [{ name: 'a', credentials }] } }),
  'Terraform output': (value) => ({ key: { sensitive: true, type: 'string', value } }),
  'Kubernetes Secret': (inner) => ({
    kind: 'Secret',
    metadata: { name: 'calm' },
    data: { key: base64(textOf(inner)) },
  }),
  'data of a Kubernetes Secret': (inner) =>
    Object.fromEntries(
      Object.entries(inner).map(([name, value]) => [
        name,
        base64(typeof value === 'string' ? (pems.get(value) ?? value) : textOf(value)),
      ]),
    ),
  'JSON in a member': (inner) => ({ KEY: textOf(inner), other: 'x' }),
  list: (inner) => [inner],
  'two in a list': (inner) => [
    inner,
    { name: 'other', credentials: { clientid: 'c', secret: 'd' } },
  ],
};
const inContainer = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('nothing') },
      { weight: 1, arbitrary: oneOf(...Object.keys(containers)) },
    ),
    document,
  )
  .map(([name, inner]) => ({ name, inner }));

test('a JSON document says the same in every form', async () => {
  const counts = { all: 0, complete: 0, found: 0, fast: 0 };
  const places = new Map<string, number>();
  const codes = new Set<string>();
  const count = (place: string) => places.set(place, (places.get(place) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(inContainer, async ({ name, inner }) => {
      const whole = containers[name]?.(inner);
      // A shorter text within another is no credential.
      fc.pre(textOf(whole).length >= SHORTEST_TEXT);
      const { result, clientId: id, isFast } = await expectAgreement(whole);
      counts.all += 1;
      if (isFast) counts.fast += 1;
      if (id === undefined) codes.add(String(result).split(' ')[0] ?? '');
      else counts.complete += 1;
      const { clients } = await findClients(textOf(whole));
      if (clients.length === 0) return;
      counts.found += 1;
      count(name);
      const plain: unknown = JSON.parse(textOf(inner));
      const shape = isJsonObject(plain) && shapes.find((one) => one.find(plain) !== undefined);
      if (shape) count(shape.name);
    }),
    { numRuns: 2500 },
  );
  // Both ways are taken, most documents hold a client, and many a whole one.
  expect(counts.fast / counts.all).toBeGreaterThan(0.15);
  expect(counts.found / counts.all).toBeGreaterThan(0.7);
  expect(counts.complete / counts.all).toBeGreaterThan(0.3);
  for (const place of [...Object.keys(containers), ...shapes.map(({ name }) => name)]) {
    expect(places.get(place), place).toBeGreaterThan(10);
  }
  for (const code of ['SHAPE', 'AMBIGUOUS', 'NO_SECRET', 'GRANT']) {
    expect([...codes]).toContain(`E_CREDENTIAL_${code}`);
  }
}, 240_000);

const UAA = 'https://a.authentication.eu10.hana.ondemand.com';
const ONE = { clientid: 'sb-one!b1', clientsecret: 'secret-of-one', url: UAA };
const TWO = { clientid: 'sb-two!b1', clientsecret: 'secret-of-two', url: UAA };
const API = 'https://api.example.com';
const FIRST = { clientId: ONE.clientid };

describe('both ways of reading agree that', () => {
  test.each<[string, object, object | string]>([
    [
      'a client of UAA is one, whatever service issued the document',
      { label: 'identity', uaa: { ...ONE, clientid: 'one', url: 'https://own.example.com' } },
      { provider: 'xsuaa', clientId: 'one' },
    ],
    [
      'a flat client of the identity service is one',
      { label: 'identity', ...ONE, url: 'https://own.example.com' },
      { provider: 'ias' },
    ],
    [
      'the first of several labels counts',
      { label: ['', 'identity'], ...ONE, url: 'https://own.example.com' },
      { provider: 'xsuaa' },
    ],
    [
      'endpoints have that name in any spelling',
      { uaa: ONE, Endpoints: { Api: API } },
      { apiUrl: API, endpoints: { Api: API } },
    ],
    [
      'serviceurls have that name in any spelling',
      { ...ONE, serviceUrls: { AI_API_URL: API } },
      { apiUrl: API },
    ],
    ['a client deep beside another is a second one', { uaa: ONE, a: { b: TWO } }, 'AMBIGUOUS'],
    ['so is one in a list', { ...ONE, more: [TWO] }, 'AMBIGUOUS'],
    ['so is one in a list of JSON', { ...ONE, a: ` [${JSON.stringify(TWO)}]` }, 'AMBIGUOUS'],
    ['so is one in base64 in a list', { uaa: ONE, a: [base64(textOf(TWO))] }, 'AMBIGUOUS'],
    [
      'so is one in variables',
      { uaa: ONE, env: ['CLIENT_ID=two', 'CLIENT_SECRET=secret-of-two'] },
      'AMBIGUOUS',
    ],
    [
      'so is one with a prefix, even if its id is a number',
      { uaa: ONE, B_CLIENT_ID: 7, B_CLIENT_SECRET: 'secret-of-b' },
      'AMBIGUOUS',
    ],
    [
      'so is one with a prefix and spaces',
      { uaa: ONE, 'b client id': 'b', 'b client secret': 'secret-of-b' },
      'AMBIGUOUS',
    ],
    [
      'so is one of SAP Event Mesh',
      { uaa: ONE, messaging: [{ oa2: TWO, protocol: ['httprest'] }] },
      'AMBIGUOUS',
    ],
    [
      'but not where it is the same client',
      {
        uaa: ONE,
        messaging: [
          {
            oa2: { ...ONE, url: undefined, tokenendpoint: `${UAA}/oauth/token` },
            protocol: ['httprest'],
          },
        ],
      },
      FIRST,
    ],
    [
      'a separator is no prefix',
      { _client_id: ONE.clientid, _client_secret: 'secret-of-one', url: UAA },
      FIRST,
    ],
    ['what has no data is no Kubernetes Secret', { kind: 'Secret', ...ONE }, FIRST],
    ['what has no spec is no SealedSecret', { kind: 'SealedSecret', uaa: ONE }, FIRST],
    [
      'the client of a Kubernetes Secret is in its data',
      { kind: 'Secret', ...TWO, data: { key: base64(textOf(ONE)) } },
      FIRST,
    ],
    [
      'a client with a type and a value is no output of Terraform',
      { uaa: { ...ONE, type: 'string', value: 'x' } },
      FIRST,
    ],
    [
      'data with a space before a URL is still encoded',
      {
        clientid: base64(ONE.clientid),
        clientsecret: base64(ONE.clientsecret),
        url: ` ${base64(UAA)}`,
      },
      FIRST,
    ],
  ])('%s', async (_name, whole, expected) => {
    const { result } = await expectAgreement(whole);
    if (typeof expected === 'string') expect(result).toMatch(`E_CREDENTIAL_${expected} `);
    else expect(result).toMatchObject({ credential: expected });
  });

  test.each<[string, unknown]>([
    ['an output of Terraform', { password: { type: 'string', value: 'word-beside' } }],
    [
      'pairs',
      [
        { key: 'password', value: 'word-beside' },
        { key: 'user', value: 'a' },
      ],
    ],
  ])('a secret in %s beside the client is masked', async (_name, info) => {
    const { secrets } = await expectAgreement({ uaa: ONE, info });
    expect(secrets).toContain('word-beside');
  });
});

test('no warning is lost where the words of warnings are not loaded', async () => {
  const secret = fc.oneof(
    fc.constantFrom('changeme', `${UUID}${'a'.repeat(43)}=`, `${UUID}$$${'a'.repeat(43)}=`),
    fc.string({ maxLength: 60 }),
    fc.stringMatching(/^[\w.~+/=-]{1,60}$/),
    fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[\w$-]{10,50}$/),
  );
  const clientId = fc.oneof(
    fc.constantFrom('sb-app', 'sb-app!t1', 'sb-app!', 'sb-app!b1|', 'app...', 'release-app'),
    fc.string({ maxLength: 30 }),
    fc.stringMatching(/^sb-[\w!|.]{1,20}$/),
  );
  const host = 't.authentication.eu10.hana.ondemand.com';
  const written = fc.constantFrom(
    ...[undefined, host, `https://${host}`, `https://${host}/oauth/token`],
    ...[`https://${host}/oauth/token/oauth/token`, `${host}/oauth/token`],
  );
  const text = fc.constantFrom(undefined, '{}', '{\n}', ' {}\n');
  const provider = fc.constantFrom<ProviderName[]>('xsuaa', 'ias', 'etrusted', 'oauth2');
  let some = 0;
  await fc.assert(
    fc.asyncProperty(
      secret,
      clientId,
      written,
      text,
      provider,
      async (clientSecret, id, ...rest) => {
        const credential: Credential = {
          ...{ provider: rest[2], clientId: id, authMethod: 'client_secret_post' },
          proof: { kind: 'secret', clientSecret },
          tokenUrl: new URL(`https://${host}/oauth/token`),
          ...{ apiUrl: undefined, endpoints: {}, zoneId: undefined, parameters: {} },
        };
        const wanted = credentialWarnings(rest[1], rest[0], credential, NOW);
        some += wanted.length > 0 ? 1 : 0;
        expect(await warningsAbout(rest[1], rest[0], credential, NOW)).toEqual(wanted);
      },
    ),
  );
  expect(some).toBeGreaterThan(10);
});

const UUID = '0f1e2d3c-aaaa-4bbb-8ccc-ddddeeeeffff';
