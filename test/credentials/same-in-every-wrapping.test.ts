import { describe, expect, test } from 'vitest';
import { completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { textOfWrapped, wrappings } from './wrappings.ts';

const UAA = 'https://acme.authentication.eu10.hana.ondemand.com';
const CLIENT = { clientid: 'sb-a!b1|c!b2', clientsecret: 'invented-of-a$b', url: UAA };
const PLAIN = { clientid: 'release-app', clientsecret: 'invented-of-b', url: 'https://l.example' };

/** Credentials whose parts are in different places. */
const documents: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'a flat key': { ...CLIENT, xsappname: 'a!b1', apiurl: 'https://api.authentication.example' },
  'a flat key with a label': { ...PLAIN, label: 'identity' },
  'a key of SAP Cloud ALM': {
    endpoints: { Api: 'https://eu10.alm.cloud.sap/api', Other: 'https://o.example' },
    uaa: { ...CLIENT, uaadomain: 'authentication.eu10.hana.ondemand.com' },
  },
  'a client of UAA with a label': { label: 'identity', uaa: PLAIN },
  'a key with a URL beside its client': { uaa: CLIENT, url: 'https://api.example.com' },
  'a key with another URL beside its client': { uaa: CLIENT, print_service: 'https://p.example' },
  'a key of SAP AI Core': {
    ...CLIENT,
    serviceurls: { AI_API_URL: 'https://ai.example', DATA_API_URL: 'https://data.example' },
  },
  'a key of SAP Cloud Integration': {
    oauth: { ...CLIENT, tokenurl: `${UAA}/oauth/token`, url: 'https://it.example' },
  },
  'a client under another name': {
    'authentication-service': CLIENT,
    endpoints: { events: { uri: 'https://events.example.com' } },
  },
  'a key of the identity service': {
    clientid: '0f1e',
    clientsecret: 'invented-of-c',
    url: 'https://a.accounts.ondemand.com',
    domain: 'accounts.ondemand.com',
    app_tid: 'tenant-1',
  },
  'an adapter of Keycloak': {
    realm: 'business',
    'auth-server-url': 'https://login.example.com/auth/',
    resource: 'release',
    credentials: { secret: 'invented-of-d' },
  },
  'the answer about a destination': {
    owner: { SubaccountId: 'a', InstanceId: null },
    destinationConfiguration: {
      Name: 'CALM',
      URL: 'https://eu10.alm.cloud.sap/api',
      Authentication: 'OAuth2ClientCredentials',
      clientId: 'sb-a!b1',
      clientSecret: 'invented-of-e',
      tokenServiceURL: `${UAA}/oauth/token`,
    },
    authTokens: [{ type: 'bearer', value: 'invented-token-1', expires_in: '10' }],
  },
};

/** What a step does with a credential. */
async function used(text: string) {
  const parsed = await readCredential(text);
  const choices = { provider: 'auto', authMethod: 'auto' } as const;
  const credential = await completeCredential(parsed, {}, choices, Date.now());
  const { provider, clientId, proof, apiUrl, endpoints, authMethod } = credential;
  return { provider, clientId, proof, apiUrl, endpoints, authMethod, at: credential.tokenUrl.href };
}

/** These say themselves where the API is. */
const withApi = new Set(['envelope with a URI']);
const around = Object.keys(wrappings).filter((name) => !withApi.has(name));

const base64 = (text: string) => Buffer.from(text).toString('base64');
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
type Document = Readonly<Record<string, unknown>>;
const lines = (document: Document, write: (name: string, value: unknown) => string) =>
  Object.entries(document)
    .map(([name, value]) => write(name, value))
    .join('\n');

function yaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  const items = Object.entries(value).map(([name, inner]) =>
    Array.isArray(value)
      ? `${indent}-${yaml(inner, `${indent}  `).replace(/^\n +/, ' ')}`
      : `${indent}${name}:${yaml(inner, `${indent}  `)}`,
  );
  return `\n${items.join('\n')}`;
}

function terraform(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${indent}  ${terraform(item, `${indent}  `)},\n`).join('')}${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{\n${lines(value as Document, (name, inner) => `${indent}  "${name}" = ${terraform(inner, `${indent}  `)}`)}\n${indent}}`;
}

/** A document whose members are written one by one. */
const inPieces: Readonly<Record<string, (document: Document) => string>> = {
  'members of a Kubernetes Secret': (document) =>
    JSON.stringify({
      kind: 'Secret',
      data: Object.fromEntries(
        Object.entries(document).map(([name, value]) => [name, base64(textOf(value))]),
      ),
    }),
  'data of a Kubernetes Secret': (document) =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(document).map(([name, value]) => [name, base64(textOf(value))]),
      ),
    ),
  'data of a Kubernetes Secret in YAML': (document) =>
    `kind: Secret\ndata:\n${lines(document, (name, value) => `  ${name}: ${base64(textOf(value))}`)}`,
  'decoded members on lines': (document) =>
    lines(document, (name, value) => `${name}: ${textOf(value)}`),
  'decoded members with equals signs': (document) =>
    lines(document, (name, value) => `${name}=${textOf(value)}`),
  'variables in single quotes': (document) =>
    lines(document, (name, value) => `export ${name.replaceAll('-', '_')}='${textOf(value)}'`),
  'members on several lines': (document) =>
    lines(document, (name, value) =>
      typeof value === 'string'
        ? `${name}: ${value}`
        : `${name}: ${JSON.stringify(value, null, 2)}`,
    ),
  'bare data in YAML': (document) =>
    lines(document, (name, value) => `${name}: ${base64(textOf(value))}`),
  'decoded members with tabs': (document) =>
    lines(document, (name, value) => `${name}\t${textOf(value)}`),
  'members as texts below names': (document) =>
    JSON.stringify({
      data: {
        data: Object.fromEntries(
          Object.entries(document).map(([name, value]) => [name, textOf(value)]),
        ),
      },
    }),
  YAML: (document) => yaml(document).trim(),
  'YAML below a name': (document) => `key:${yaml(document, '  ')}`,
  'a map of terraform output': (document) => `calm = ${terraform(document)}`,
};

describe.each(Object.entries(documents))('%s is used in the same way', (_name, document) => {
  test.each(around)('in: %s', async (name) => {
    const wrapped = wrappings[name]?.({ value: document, masks: [] });
    if (wrapped === undefined) throw new Error(`${name} cannot hold it`);
    expect(await used(textOfWrapped(wrapped))).toEqual(await used(JSON.stringify(document)));
  });

  test.each(Object.keys(inPieces))('as: %s', async (name) => {
    const text = inPieces[name]?.(document) ?? '';
    expect(await used(text)).toEqual(await used(JSON.stringify(document)));
  });
});

test.each([
  ['variables', (name: string, value: unknown) => `CALM_${name.toUpperCase()}='${textOf(value)}'`],
  ['small letters', (name: string, value: unknown) => `calm-${name}: ${textOf(value)}`],
] as const)('the parts of a key may have a prefix, in %s', async (_name, write) => {
  const { uaa, endpoints } = documents['a key of SAP Cloud ALM'] as Record<string, Document>;
  const document: Document = { uaa, endpoints };
  expect(await used(lines(document, write))).toEqual(await used(JSON.stringify(document)));
});

test('URLs of an API may have dots in their names', async () => {
  const { serviceurls, ...others } = documents['a key of SAP AI Core'] as Record<string, Document>;
  const dotted = Object.entries(serviceurls ?? {}).map(([name, url]) => [
    `serviceurls.${name}`,
    url,
  ]);
  const text = JSON.stringify({ ...others, ...Object.fromEntries(dotted) });
  expect(await used(text)).toEqual(await used(JSON.stringify({ ...others, serviceurls })));
});

test('TOML with a table for each part', async () => {
  const { uaa, endpoints } = documents['a key of SAP Cloud ALM'] as Record<string, Document>;
  const table = (part: Document = {}) => lines(part, (name, value) => `${name} = "${value}"`);
  const expected = await used(JSON.stringify({ uaa, endpoints }));
  const text = `[calm.endpoints]\n${table(endpoints)}\n\n[calm.uaa]\n${table(uaa)}`;
  expect(await used(text)).toEqual(expected);
  const inline = (part: Document = {}) =>
    `{ ${Object.entries(part)
      .map(([name, value]) => `${name} = "${value}"`)
      .join(', ')} }`;
  expect(await used(`[calm]\nuaa = ${inline(uaa)}\nendpoints = ${inline(endpoints)}`)).toEqual(
    expected,
  );
  const dotted = (prefix: string, part: Document = {}) =>
    lines(part, (name, value) => `${prefix}.${name}=${String(value).replaceAll(':', '\\:')}`);
  expect(await used(`${dotted('uaa', uaa)}\n${dotted('endpoints', endpoints)}`)).toEqual(expected);
});
