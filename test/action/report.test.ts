import { describe, expect, test } from 'vitest';
import { report, warn } from '../../src/action/outputs.ts';
import type { AccessToken } from '../../src/token/response.ts';
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

/** The rows of the table, name to text. */
async function rows(answer: AccessToken, client = credential()): Promise<Record<string, string>> {
  const lines = (await report(client, answer)).trimEnd().split('\n').slice(1, -1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, 16).trimEnd(), line.slice(16)] as const),
  );
}

test('all that is known is told, in one group of the log', async () => {
  const claims = { iss: 'https://i.example', zid: 'z', cid: 'other', scope: ['a.Read', 'b.Write'] };
  const whole = credential({
    clientId: 'client',
    apiUrl: 'https://user:hidden@api.example/v1?hidden=1\nhidden#hidden',
    tokenUrl: new URL('https://t.example/oauth/token?hidden'),
  });
  expect(await report(whole, token(claims, { subject: 'repo:a/b' }))).toBe(
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

test('what is not known is left out, but for the time of expiry', async () => {
  const unknown = token({}, { claims: undefined, expiresAt: undefined, expiresIn: undefined });
  expect(Object.keys(await rows(unknown))).toEqual([
    'client id',
    'provider',
    'authentication',
    'token URL',
    'expires at',
  ]);
  expect((await rows(unknown))['expires at']).toBe('unknown: the server does not say');
  expect(await rows(token({ iss: 7, zid: null, cid: ['a'], scope: [] }))).toEqual(
    await rows(token({})),
  );
});

test.each([
  [{ cid: 'a', client_id: 'b', azp: 'c' }, 'a'],
  [{ client_id: 'b', azp: 'c' }, 'b'],
  [{ azp: 'c' }, 'c'],
])('the client of the token with %j is %s', async (claims, expected) => {
  expect((await rows(token(claims)))['token client']).toBe(expected);
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
  ])('%s', async (_how, echo) => {
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
    expect(await rows(answer)).toMatchObject({
      issuer: NOT_SHOWN,
      zone: NOT_SHOWN,
      'token client': NOT_SHOWN,
      scopes: NOT_SHOWN,
      subject: NOT_SHOWN,
    });
  });

  test('nor is the private key; the other texts are', async () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    const privateKey = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
    const proof = {
      kind: 'certificate',
      certificate: '',
      privateKey,
      expiresAt: new Date(0),
    } as const;
    const answer = token({ iss: `https://i.example/${body}`, zid: 'zone' });
    expect(await rows(answer, credential({ proof }))).toMatchObject({
      issuer: NOT_SHOWN,
      zone: 'zone',
    });
  });

  test('words that are the secret are no innocent words', async () => {
    const clientSecret = 'Correct-horse-battery-staple';
    const wordy = credential({ proof: { kind: 'secret', clientSecret } });
    expect(await rows(token({ zid: clientSecret.toLowerCase() }), wordy)).toMatchObject({
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
])('an innocent text is shown: %s', async (text) => {
  const secrets = token({ iss: text, zid: text }, { value: jwt({ iss: 'x' }) });
  expect(await rows(secrets)).toMatchObject({ issuer: text, zone: text });
});

test('the client of the credential is named even where a secret would hide it', async () => {
  const clientId = `sb-${SECRET}`;
  const own = await rows(token({ cid: clientId }), credential({ clientId }));
  expect(own['token client']).toBe(clientId);
});

test('each warning is an annotation of its own', () => {
  const written: string[] = [];
  warn((text) => written.push(text), ['50%', 'b']);
  expect(written).toEqual(['::warning::50%25\n', '::warning::b\n']);
});
