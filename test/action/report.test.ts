import { describe, expect, test } from 'vitest';
import { outputs, reportToken, shownFacts } from '../../src/action/outputs.ts';
import { type Credential, secretOf } from '../../src/credentials/credential.ts';
import { type AccessToken, tokenMasks } from '../../src/token/response.ts';
import { collectingRunner, testContext } from '../context.ts';
import { credential, jwt, SECRET } from '../token/samples.ts';

const NOT_SHOWN = 'not shown: it repeats a part of the secret or the token';
const OPAQUE = 'q7Xw2LpZ9vKt4RbN8mYc';

function token(claims: Record<string, unknown>, changes: Partial<AccessToken> = {}): AccessToken {
  return {
    value: OPAQUE,
    tokenType: 'bearer',
    scope: undefined,
    expiresIn: 3600,
    expiresAt: new Date('2026-01-01T01:00:00.500Z'),
    claims,
    otherSecrets: [],
    warnings: [],
    ...changes,
  };
}

/** What a step may show, once it has kept the secret and what came with the token. */
function shown(answer: AccessToken, client = credential()) {
  const { secrets } = testContext();
  secrets.keep([secretOf(client.proof) ?? '', ...tokenMasks(answer)]);
  return shownFacts(client, answer, secrets);
}

/** What is written to the log. */
function report(client: Credential, answer: AccessToken): string {
  const runner = collectingRunner();
  reportToken(client, answer, shown(answer, client), runner);
  return runner.written();
}

/** The rows of the table, name to text. */
function rows(answer: AccessToken, client = credential()): Record<string, string> {
  const lines = report(client, answer).trimEnd().split('\n').slice(1, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, 16).trimEnd(), line.slice(16)] as const),
  );
}

test('all that is known is told, in one group of the log', () => {
  const claims = { iss: 'https://i.example', zid: 'z', cid: 'other', scope: ['a.Read', 'b.Write'] };
  const whole = credential({
    clientId: 'client',
    apiUrl: 'https://user:hidden@api.example/v1?hidden=1\nhidden#hidden',
    tokenUrl: new URL('https://t.example/oauth/token?hidden'),
  });
  expect(report(whole, token(claims, { subject: 'repo:a/b' }))).toBe(
    [
      '::group::Access token for client',
      'client id       client',
      'provider        xsuaa',
      'authentication  client_secret_post',
      'subject         repo:a/b',
      'token URL       https://t.example/oauth/token',
      'API URL         https://api.example/v1',
      'token client    other',
      'issuer          https://i.example',
      'zone            z',
      'scopes          a.Read b.Write',
      'expires at      2026-01-01T01:00:00Z (in 3600 s)',
      '::endgroup::',
      '',
    ].join('\n'),
  );
});

test('what is not known is left out, but for the time of expiry', () => {
  const unknown = token({}, { claims: undefined, expiresAt: undefined, expiresIn: undefined });
  expect(Object.keys(rows(unknown))).toEqual([
    'client id',
    'provider',
    'authentication',
    'token URL',
    'expires at',
  ]);
  expect(rows(unknown)['expires at']).toBe('unknown: the server does not say');
  expect(rows(token({ iss: 7, zid: null, cid: ['a'], scope: [] }))).toEqual(rows(token({})));
});

test.each([
  [{ cid: 'a', client_id: 'b', azp: 'c' }, 'a'],
  [{ client_id: 'b', azp: 'c' }, 'b'],
  [{ azp: 'c' }, 'c'],
])('the client of the token with %j is %s', (claims, expected) => {
  expect(rows(token(claims))['token client']).toBe(expected);
});

describe('a text of the server that repeats the secret or the token is not shown', () => {
  const bytes = Buffer.from(SECRET);
  test.each([
    ['as it is', SECRET],
    ['in part', SECRET.slice(0, 23)],
    ['in the form of an id', SECRET.slice(0, 36)],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['in hexadecimal', bytes.toString('hex')],
    ['in capital hexadecimal', bytes.toString('hex').toUpperCase()],
    ['in hexadecimal before an id', `${bytes.toString('hex')}-1111-4111-8111-111111111111`],
    ['in hexadecimal after an id', `11111111-1111-4111-8111-111111111111${bytes.toString('hex')}`],
    ['percent-encoded', [...bytes].map((byte) => `%${byte.toString(16)}`).join('')],
    ['backwards', [...SECRET].reverse().join('')],
    ['in capital letters', SECRET.toUpperCase()],
    ['the token', OPAQUE],
    ['another token', 'second-token-Of-The-Answer'],
  ])('%s', (_how, echo) => {
    const echoing = {
      iss: `https://i.example/${echo}`,
      zid: echo,
      cid: `x ${echo}`,
      scope: ['innocent', echo],
    };
    const answer = token(echoing, {
      otherSecrets: ['second-token-Of-The-Answer'],
      subject: `repo:${echo}`,
    });
    expect(rows(answer)).toMatchObject({
      issuer: NOT_SHOWN,
      zone: NOT_SHOWN,
      'token client': NOT_SHOWN,
      scopes: NOT_SHOWN,
      subject: NOT_SHOWN,
    });
  });

  test('nor is the private key; the other texts are', () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    const privateKey = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
    const proof = {
      kind: 'certificate',
      certificate: '',
      privateKey,
      expiresAt: new Date(0),
    } as const;
    const answer = token({ iss: `https://i.example/${body}`, zid: 'zone' });
    expect(rows(answer, credential({ proof }))).toMatchObject({
      issuer: NOT_SHOWN,
      zone: 'zone',
    });
  });

  test('words that are the secret are no innocent words', () => {
    const clientSecret = 'Correct-horse-battery-staple';
    const wordy = credential({ proof: { kind: 'secret', clientSecret } });
    expect(rows(token({ zid: clientSecret.toLowerCase() }), wordy)).toMatchObject({
      zone: NOT_SHOWN,
    });
  });
});

test.each([
  'https://tenant.authentication.eu10.hana.ondemand.com/oauth/token',
  '5e0c4b1e-77aa-4d0f-9d33-0123456789ab',
  'uaa-resource-application-programming-interface',
  'sb-release-2026-eu10/read_write_administrate',
  'AVeryLongIdInMixedCaseThatIsNoWord1234567890',
])('an innocent text is shown: %s', (text) => {
  const secrets = token({ iss: text, zid: text }, { value: jwt({ iss: 'x' }) });
  expect(rows(secrets)).toMatchObject({ issuer: text, zone: text });
});

test('the client of the credential is named even where a secret would hide it', () => {
  const clientId = `sb-${SECRET}`;
  const own = rows(token({ cid: clientId }), credential({ clientId }));
  expect(own['token client']).toBe(clientId);
});

describe('the output scope', () => {
  const echo = SECRET.slice(0, 23);

  test.each(['iss', 'zid', 'cid'])(
    'is given where only the claim %s repeats the secret',
    (name) => {
      const answer = token({ [name]: echo }, { scope: 'a.Read b.Write' });
      const facts = shown(answer);
      expect(facts.scopes).toBe('a.Read b.Write');
      expect(Object.values(facts)).toContain(NOT_SHOWN);
      expect(outputs(credential(), answer, facts)).toContainEqual(['scope', 'a.Read b.Write']);
    },
  );

  test('is left out where it repeats the secret itself', () => {
    const answer = token({ iss: 'https://i.example' }, { scope: `a ${echo}` });
    const facts = shown(answer);
    expect(facts).toMatchObject({ scopes: NOT_SHOWN, issuer: 'https://i.example' });
    expect(outputs(credential(), answer, facts).map(([name]) => name)).not.toContain('scope');
  });
});
