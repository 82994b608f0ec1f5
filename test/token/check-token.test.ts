import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestOptions } from '../../src/action/inputs.ts';
import { Failure } from '../../src/base/failure.ts';
import { checkToken } from '../../src/token/check.ts';
import { claimsOf, isWanted } from '../../src/token/response.ts';
import { testContext } from '../context.ts';
import { credential, jwt, OPAQUE, SECRET } from './samples.ts';

const OWN = 'sb-release!b123|service!b456';

const options = (scope?: string, requireScopes: readonly string[] = []): RequestOptions => ({
  parameters: { scope, resource: [], others: [] },
  requireScopes,
  allowedHosts: undefined,
  caCertificate: undefined,
});

function token(value: string, scope?: string) {
  return {
    value,
    tokenType: 'bearer',
    scope,
    expiresIn: undefined,
    expiresAt: undefined,
    claims: claimsOf(value),
    otherSecrets: [],
    warnings: [],
  };
}

/** What comes of a token with these claims, for the client above. */
function failed(claims: unknown, client = credential(), context = testContext()): Failure {
  context.secrets.keep([SECRET]);
  try {
    checkToken(client, options(), token(jwt(claims)), context.secrets);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return expect.unreachable('the token was taken');
}

describe('a token of another client is refused', () => {
  test.each([
    ['client_id', { client_id: 'other' }],
    ['cid', { cid: 'other' }],
    ['cid', { client_id: OWN, cid: 'other' }],
    ['client_id', { client_id: 'other', cid: OWN, azp: OWN }],
    ['azp', { azp: 'other' }],
    ['azp', { azp: 'other', cid: 7 }],
    ['cid', { cid: OWN.toUpperCase() }],
    ['cid', { cid: OWN.slice(0, 15) }],
    ['cid', { cid: ` ${OWN}` }],
    ['client_id', { client_id: '' }],
  ])('by its claim %s: %j', (name, claims) => {
    const failure = failed(claims);
    expect(failure.code).toBe('E_TOKEN_CLIENT');
    expect(failure.happened).toContain(
      `tenant.example.com issued a token of another client (claim ${name}: "`,
    );
    expect(failure.next).toMatch(/client-id and token-url.*proxy/);
  });

  test('whose name is one harmless line', () => {
    const { happened } = failed({ cid: `a\n::error::${'b'.repeat(500)}` });
    expect(happened).toContain('"a : :error: :bbb');
    expect(happened.length).toBeLessThan(300);
  });

  test.each([SECRET, Buffer.from(SECRET).toString('base64'), SECRET.slice(4, 13)])(
    'whose name is not shown where it repeats the secret: %s',
    (cid) => {
      expect(failed({ cid }).happened).toContain('cid: a reason that repeats a part');
    },
  );

  test('whose name is not shown where it repeats the token, which is masked before', () => {
    const context = testContext();
    const signature = jwt({}).split('.')[2] ?? '';
    expect(failed({ cid: signature }, credential(), context).happened).toContain('is not shown');
    expect(context.runner.masks).toContain(jwt({ cid: signature }));
  });
});

test.each([
  ['a client of the same name', jwt({ client_id: OWN, cid: OWN, azp: 'whoever asked' })],
  ['no client', jwt({ sub: 'other' })],
  ['a client that is no text', jwt({ client_id: 7, cid: ['other'], azp: null })],
  ['the same client in azp', jwt({ azp: OWN })],
  ['nothing, being opaque', OPAQUE],
  ['nothing that can be read', 'a.Ym9keQ.signature-of-nobody'],
])('a token that names %s is taken', (_what, value) => {
  const { secrets } = testContext();
  expect(checkToken(credential(), options(), token(value), secrets)).toEqual([]);
});

test('a GUID is the same in small letters, as Microsoft Entra ID writes it', () => {
  const { secrets } = testContext();
  const client = { ...credential(), clientId: '0F1E2D3C-AAAA-4BBB-8CCC-DDDDEEEEFFFF' };
  const issued = token(jwt({ azp: client.clientId.toLowerCase() }));
  expect(checkToken(client, options(), issued, secrets)).toEqual([]);
});

describe('scopes', () => {
  test.each([
    ['a b', 'a b', []],
    ['a,b', 'a b', []],
    ['a, b', 'a,b', []],
    ['a b', 'a,b', []],
    ['a,c', 'a b', ['c']],
    ['a,c d', 'a', ['c and d']],
  ])('asked for as %j and granted as %j: missing %j', (asked, granted, missing) => {
    const { secrets } = testContext();
    const warnings = checkToken(credential(), options(asked), token(OPAQUE, granted), secrets);
    expect(warnings.map(({ text }) => text)).toEqual(
      missing.map((names) => `The server did not grant the requested scopes ${names}.`),
    );
  });

  test.each([
    [['a', 'b'], 'a,b'],
    [['a,b'], 'a b'],
    [['Read,Write'], 'app!t1.Read app!t1.Write'],
  ])('required as %j and granted as %j are there', (required, granted) => {
    const { secrets } = testContext();
    const wanted = options(undefined, required);
    expect(checkToken(credential(), wanted, token(OPAQUE, granted), secrets)).toEqual([]);
  });

  test.each([
    [undefined, ['The server did not grant the requested scopes b.']],
    ['a', []],
  ])('that are stored are asked for, unless the input says %j', (input, warnings) => {
    const { secrets } = testContext();
    const client = credential({ parameters: { scope: 'a b' } });
    const found = checkToken(client, options(input), token(OPAQUE, 'a'), secrets);
    expect(found.map(({ text }) => text)).toEqual(warnings);
  });

  test('required and not granted fail by their names', () => {
    const { secrets } = testContext();
    const wanted = options(undefined, ['a,c']);
    expect(() => checkToken(credential(), wanted, token(OPAQUE, 'a,b'), secrets)).toThrow(
      expect.objectContaining({
        code: 'E_SCOPE_MISSING',
        happened: 'The token of tenant.example.com lacks the required scopes c.',
      }),
    );
  });
});

test('no token is taken without a closer look that this look would refuse or warn of', () => {
  const id = fc.constantFrom(undefined, undefined, OWN, OWN, 'other', '', 7, null);
  const names = fc.constantFrom(undefined, 'a', 'a b', 'a,b', 'x.a', '');
  let [taken, looked] = [0, 0];
  fc.assert(
    fc.property(
      fc.record({ client_id: id, cid: id, azp: id, zid: id, scope: names }),
      fc.record({ asked: names, granted: names, stored: names, zone: names }),
      fc.constantFrom([], ['a'], ['a b'], ['b']),
      (claims, { asked, granted, stored, zone }, required) => {
        const present = Object.entries(claims).filter(([, value]) => value !== undefined);
        const issued = token(jwt(Object.fromEntries(present)), granted);
        const parameters = stored === undefined ? {} : { scope: stored };
        const client = { ...credential(), zoneId: zone, parameters };
        const wanted = options(asked, required);
        if (!isWanted(client, wanted, issued)) {
          looked += 1;
          return;
        }
        taken += 1;
        expect(checkToken(client, wanted, issued, testContext().secrets)).toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
  expect(Math.min(taken, looked)).toBeGreaterThan(20);
});
