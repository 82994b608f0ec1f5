import { describe, expect, test } from 'vitest';
import type { Credential, ProviderName } from '../../src/credentials/credential.ts';
import { credentialWarnings } from '../../src/credentials/warnings.ts';

const NOW = Date.UTC(2027, 0, 10);
const DAY = 86_400_000;
const SECRET = '11111111-2222-4333-8444-555555555555$aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09=';
const TOKEN_URL = 'https://t.authentication.eu10.hana.ondemand.com/oauth/token';

function credential(
  { clientId = 'sb-calm!b1', clientSecret = SECRET } = {},
  provider: ProviderName = 'xsuaa',
): Credential {
  return {
    provider,
    clientId,
    authMethod: 'client_secret_post',
    proof: { kind: 'secret', clientSecret },
    tokenUrl: new URL(TOKEN_URL),
    apiUrl: undefined,
    endpoints: {},
    zoneId: undefined,
    parameters: {},
  };
}

function warningsAbout(one: Credential): string[] {
  return messages(undefined, TOKEN_URL, one, NOW);
}

/** What the warnings about a credential say. */
function messages(...about: Parameters<typeof credentialWarnings>): string[] {
  return credentialWarnings(...about).map(({ text }) => text);
}

test('a usual credential has none', () => {
  expect(credentialWarnings('{"clientid": "a"}', TOKEN_URL, credential(), NOW)).toEqual([]);
  expect(credentialWarnings(undefined, undefined, credential(), NOW)).toEqual([]);
});

describe('the stored text', () => {
  test.each([
    ['{\n"a": 1}', true],
    ['{\r"a": 1}', true],
    ['{"a": 1}\n', false],
  ])('%j has several lines: %s', (text, several) => {
    const warnings = messages(text, TOKEN_URL, credential(), NOW);
    expect(warnings).toEqual(several ? [expect.stringContaining('has several lines')] : []);
  });

  test.each([
    ['{\n"a": 1}', /jq -c/],
    ['[\n{"a": 1}]', /jq -c/],
    ['[calm]\nclientid = a', /base64 -w 0/],
    ['CLIENT_ID=a\nCLIENT_SECRET=b', /base64 -w 0/],
    ['clientid: a\nclientsecret: b', /base64 -w 0/],
  ])('%j is stored on one line in its own way', (text, how) => {
    expect(messages(text, TOKEN_URL, credential(), NOW)).toEqual([expect.stringMatching(how)]);
  });
});

describe('the token URL', () => {
  test.each([
    [TOKEN_URL.replace('https://', ''), 'has no scheme; https://t.authentication.'],
    [`${TOKEN_URL}/oauth/token`, 'ends with its token path twice; it is used once.'],
  ])('%s %s', (written, warning) => {
    expect(messages(undefined, written, credential(), NOW)).toEqual([
      expect.stringContaining(warning),
    ]);
  });
});

describe('the client secret', () => {
  test.each<[string, string, ProviderName, RegExp]>([
    ['a placeholder', 'changeme', 'oauth2', /looks like a placeholder/],
    ['short', 'five!', 'oauth2', /shorter than 6 characters. A mask of it hides/],
    ['a word', 'release', 'oauth2', /a word or a number that other texts hold. A mask/],
    ['a number', '1699999999', 'oauth2', /a word or a number/],
    ['without its dollar', SECRET.replace('$', ''), 'xsuaa', /has no single \$/],
    ['with two dollars', SECRET.replace('$', '$$$$'), 'xsuaa', /has no single \$/],
  ])('is %s', (_what, clientSecret, provider, warning) => {
    const warnings = warningsAbout(credential({ clientSecret }, provider));
    expect(warnings).toEqual([expect.stringMatching(warning)]);
    expect(warnings.join()).not.toContain(clientSecret);
  });

  test('that is no word, and no number of a log, has no warning', () => {
    for (const clientSecret of ['six-66', 'seven77', 'Qx7pL0', '1234509876123450987']) {
      expect(warningsAbout(credential({ clientSecret }, 'oauth2'))).toEqual([]);
    }
  });

  test('of another provider needs no dollar', () => {
    expect(warningsAbout(credential({ clientSecret: SECRET.replace('$', '') }, 'ias'))).toEqual([]);
  });
});

test('the client id looks cut', () => {
  expect(warningsAbout(credential({ clientId: 'sb-calm!' }))).toEqual([
    'The client id looks cut. XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.',
  ]);
  expect(warningsAbout(credential({ clientId: 'sb-calm!' }, 'oauth2'))).toEqual([]);
});

test.each([
  [3 * DAY, false],
  [3 * DAY - 1000, true],
])('a certificate that expires in %d ms is warned about: %s', (left, warned) => {
  const expiresAt = new Date(NOW + left);
  const proof = { kind: 'certificate', certificate: '', privateKey: '', expiresAt } as const;
  expect(warningsAbout({ ...credential(), proof })).toEqual(
    warned
      ? [`The client certificate expires at ${expiresAt.toISOString()}. Replace it before then.`]
      : [],
  );
});
