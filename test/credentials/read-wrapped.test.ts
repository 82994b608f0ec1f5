import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writePem } from '../../src/base/pem.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { textOfWrapped, type Wrapped, wrappings } from './wrappings.ts';

/** White space at the ends of a value is nobody's: the values here have none. */
const tail = fc
  .string({
    unit: fc.constantFrom(...'aZ09$+/=_-.!|"\'\\`{}[]:#%&<>,; \u00a0\u00e9\u4e16'),
    maxLength: 24,
  })
  .map((text) => `${text}q=`);
const clientId = fc
  .tuple(fc.uuid(), tail)
  .map(([id, rest]) => `sb-${id}!b${rest.replace(/[^a-z]/g, '')}1|calm!b2`);
const clientSecret = fc.tuple(fc.uuid(), tail).map(([id, rest]) => `${id}$${rest}`);
const pem = (label: string) =>
  fc
    .uint8Array({ minLength: 60, maxLength: 120 })
    .map((bytes) => writePem({ label, body: Buffer.from(bytes).toString('base64') }));

interface Made {
  /** The document that the issuer hands out. */
  readonly document: object;
  readonly expected: object;
  readonly secrets: readonly string[];
}

const URL = 'https://example.authentication.eu10.hana.ondemand.com';
const CERT_URL = 'https://example.authentication.cert.eu10.hana.ondemand.com';

const secretClient = fc
  .record({ clientid: clientId, clientsecret: clientSecret })
  .map((client) => ({
    client: { ...client, url: URL },
    expected: { clientId: client.clientid, clientSecret: client.clientsecret, url: URL },
    secrets: [client.clientsecret],
  }));
const certificateClient = fc
  .record({ clientid: clientId, certificate: pem('CERTIFICATE'), key: pem('RSA PRIVATE KEY') })
  .map((client) => ({
    client: { ...client, certurl: CERT_URL, 'credential-type': 'x509' },
    expected: {
      clientId: client.clientid,
      certificate: client.certificate.trim(),
      privateKey: client.key.trim(),
      certUrl: CERT_URL,
      credentialType: 'x509',
    },
    secrets: [client.key.trim()],
  }));
const shape = fc.constantFrom<(client: object) => object>(
  (client) => client,
  (client) => ({ uaa: client, endpoints: { Api: 'https://api.example' } }),
  (uaa) => ({ UAA: uaa, 'sap.cloud.service': 'x' }),
  (oauth) => ({ oauth }),
  (oa2) => ({
    messaging: [
      { oa2: { clientid: 'other', clientsecret: 'other-secret' }, protocol: ['amqp10ws'] },
      { oa2, protocol: ['httprest'], uri: 'https://rest.example' },
    ],
  }),
);
const made: fc.Arbitrary<Made> = fc
  .tuple(fc.oneof(secretClient, certificateClient), shape, clientSecret)
  .map(([{ client, expected, secrets }, place, second]) => ({
    document: { ...place(client), second: { 'api-key': second } },
    expected,
    secrets: [...secrets, second],
  }));

/** The fields of a flat client, written one by one instead of as a document. */
const MEMBERS: Readonly<Record<string, (client: Record<string, string>) => string | undefined>> = {
  'variables in single quotes': (client) =>
    Object.values(client).some((value) => value.includes("'"))
      ? undefined
      : lines(client, (name, value) => `export ${variable(name)}='${value}'`),
  'variables in double quotes': (client) =>
    lines(client, (name, value) => `${variable(name)}="${value.replace(/["$`\\]/g, '\\$&')}"`),
  properties: (client) =>
    `#an exported destination\n${lines(client, (name, value) => `${PROPERTY[name]}=${javaEscaped(value)}`)}`,
  // Non-breaking spaces are put right there, so that none can be in a secret.
  'labelled text': (client) =>
    Object.values(client).some((value) => value.includes('\u00a0'))
      ? undefined
      : lines(client, (name, value) => `${LABELS[name]}:\t${value}`),
  'labels above their values': (client) =>
    Object.values(client).some((value) => value.includes('\u00a0'))
      ? undefined
      : lines(client, (name, value) => `${LABELS[name]}\n${value}\n`),
  // Values with a comment sign or quotes need quotes in YAML.
  'Kubernetes Secret with one member each': (client) =>
    `kind: Secret\ndata:\n${lines(client, (name, value) => `  ${name}: ${Buffer.from(value).toString('base64')}`)}`,
  'Kubernetes Secret with one text each': (client) =>
    `kind: Secret\nstringData:\n${lines(client, (name, value) => `  ${name}: ${JSON.stringify(value)}`)}`,
};
const LABELS: Readonly<Record<string, string>> = {
  clientid: 'Client ID',
  clientsecret: 'Client Secret',
  url: 'URL',
};
const PROPERTY: Readonly<Record<string, string>> = {
  clientid: 'clientId',
  clientsecret: 'clientSecret',
  url: 'URL',
};

function lines(client: object, line: (name: string, value: string) => string): string {
  return Object.entries(client)
    .map(([name, value]) => line(name, value))
    .join('\n');
}

function variable(name: string): string {
  return `CALM_${(LABELS[name] ?? name).toUpperCase().replace(' ', '_')}`;
}

/** As java.util.Properties stores a value. */
function javaEscaped(value: string): string {
  return value
    .replace(/[\\:=#!]|^ /g, '\\$&')
    .replace(
      /[^ -~]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

function wrap(start: Wrapped, names: readonly string[]): Wrapped {
  let wrapped = start;
  for (const name of names) wrapped = wrappings[name]?.(wrapped) ?? wrapped;
  return wrapped;
}

async function expectRead(
  wrapped: Wrapped,
  { expected, secrets }: Pick<Made, 'expected' | 'secrets'>,
) {
  const text = textOfWrapped(wrapped);
  const parsed = await readCredential(text);
  expect(parsed.fields).toMatchObject(expected);
  expect(parsed.secrets).toEqual(expect.arrayContaining([...secrets, ...wrapped.masks]));
}

const layers = fc.array(fc.constantFrom(...Object.keys(wrappings)), { minLength: 1, maxLength: 6 });

describe('a credential comes out as it went in', () => {
  test.each(Object.keys(wrappings))('of: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(made, async (one) => {
        await expectRead(wrap({ value: one.document, masks: [] }, [name]), one);
      }),
      { numRuns: 30 },
    );
  });

  test('of any layers around a document', async () => {
    await fc.assert(
      fc.asyncProperty(made, layers, async (one, names) => {
        await expectRead(wrap({ value: one.document, masks: [] }, names), one);
      }),
      { numRuns: 1500 },
    );
  });

  test('of any layers around its members', async () => {
    const writer = fc.constantFrom(...Object.keys(MEMBERS));
    await fc.assert(
      fc.asyncProperty(secretClient, writer, layers, async (one, write, names) => {
        const text = MEMBERS[write]?.(one.client);
        fc.pre(text !== undefined);
        await expectRead(wrap({ value: text, masks: [] }, names), one);
      }),
      { numRuns: 1500 },
    );
  });
});
