import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../src/http/http.ts';
import {
  accessToken,
  claimsOf,
  grantedScopes,
  isTokenLike,
  jsonBody,
  missingScopes,
  scopesIn,
  tokenMasks,
} from '../../src/token/response.ts';
import { jwt, OPAQUE, response } from './samples.ts';

const NOW = Date.UTC(2026, 0, 1);
const DATE = 'Thu, 01 Jan 2026 00:00:00 GMT';

function read(body: Record<string, unknown>, headers: HttpResponse['headers'] = {}, now = NOW) {
  const whole = { access_token: OPAQUE, token_type: 'bearer', ...body };
  return accessToken(whole, response(200, whole, headers), now, 'asked for');
}

describe('expiry', () => {
  test.each([
    ['expires_in by the local clock', { expires_in: 3600 }, undefined, '2026-01-01T01:00:00.000Z'],
    [
      'expires_in by the server',
      { expires_in: 3600 },
      'Thu, 01 Jan 2026 00:10:00 GMT',
      '2026-01-01T01:10:00.000Z',
    ],
    ['a date that is none', { expires_in: 60 }, 'today', '2026-01-01T00:01:00.000Z'],
    ['a text of digits', { expires_in: '60' }, DATE, '2026-01-01T00:01:00.000Z'],
    ['a fraction', { expires_in: 60.9 }, DATE, '2026-01-01T00:01:00.000Z'],
    [
      'the claim exp',
      { access_token: jwt({ exp: NOW / 1000 + 30 }) },
      DATE,
      '2026-01-01T00:00:30.000Z',
    ],
    [
      'expires_in before the claim',
      { access_token: jwt({ exp: 1 }), expires_in: 60 },
      DATE,
      '2026-01-01T00:01:00.000Z',
    ],
    ['a text with a fraction', { expires_in: '60.0' }, DATE, '2026-01-01T00:01:00.000Z'],
    ['a moment in seconds', { expires_at: NOW / 1000 + 60 }, DATE, '2026-01-01T00:01:00.000Z'],
    ['a moment in milliseconds', { expires_at: NOW + 60_000 }, DATE, '2026-01-01T00:01:00.000Z'],
    [
      'a moment as a text of digits',
      { expires_on: String(NOW / 1000 + 60) },
      DATE,
      '2026-01-01T00:01:00.000Z',
    ],
    [
      'a moment with its time zone',
      { expires_at: '2026-01-01T01:01:00+01:00' },
      DATE,
      '2026-01-01T00:01:00.000Z',
    ],
    [
      'an HTTP date',
      { expires: 'Thu, 01 Jan 2026 00:01:00 GMT' },
      DATE,
      '2026-01-01T00:01:00.000Z',
    ],
    ['a duration by another name', { expires: 60 }, DATE, '2026-01-01T00:01:00.000Z'],
    ['a moment without a time zone', { expires_at: '2026-01-01T00:01:00' }, DATE, undefined],
    ['a moment that is over', { expires_at: NOW / 1000 - 60 }, DATE, undefined],
    ['a moment that is none', { expires_at: { at: 1 } }, DATE, undefined],
    [
      'expires_in before a moment',
      { expires_in: 60, expires_at: NOW / 1000 + 90 },
      DATE,
      '2026-01-01T00:01:00.000Z',
    ],
    [
      'a claim before the extended lifetime',
      { access_token: jwt({ exp: NOW / 1000 + 30 }), ext_expires_in: 60 },
      DATE,
      '2026-01-01T00:00:30.000Z',
    ],
    ['the extended lifetime', { ext_expires_in: '60' }, DATE, '2026-01-01T00:01:00.000Z'],
    ['null as absent', { expires_in: null }, DATE, undefined],
    ['nothing', {}, DATE, undefined],
    ['a claim that is no number', { access_token: jwt({ exp: '9999999999' }) }, DATE, undefined],
    ['a claim far beyond ten years', { access_token: jwt({ exp: 1e15 }) }, DATE, undefined],
  ])('%s', (_name, body, date, expected) => {
    const { expiresAt } = read(body, date === undefined ? {} : { date });
    expect(expiresAt?.toISOString()).toBe(expected);
  });

  test('counts from the answer, also where the local clock is wrong', () => {
    const token = read(
      { access_token: jwt({ exp: NOW / 1000 + 60 }) },
      { date: DATE },
      NOW + 86_400_000,
    );
    expect(token.expiresIn).toBe(60);
    expect(token.warnings).toMatchObject([
      { code: 'W_CLOCK', text: expect.stringMatching(/86400 s ahead of the server's/) },
    ]);
  });

  test.each([
    [30_000, []],
    [-30_000, []],
    [31_000, [{ code: 'W_CLOCK', text: expect.stringMatching(/31 s ahead of/) }]],
    [-31_000, [{ code: 'W_CLOCK', text: expect.stringMatching(/31 s behind/) }]],
  ])('a clock that is off by %i ms: %j', (skew, warnings) => {
    expect(read({}, { date: DATE }, NOW + skew).warnings).toEqual(warnings);
  });

  test.each(['Sat, 13 Sep 275760 00:00:00 GMT', 'Fri, 12 Sep 275760 23:59:59 GMT'])(
    'a server whose clock shows %s still gives a date that can be written',
    (date) => {
      const { expiresAt } = read({ expires_in: 3600 }, { date });
      expect(Number.isNaN(expiresAt?.getTime() ?? 0)).toBe(false);
    },
  );

  test.each([
    { expires_in: 0 },
    { expires_in: '0' },
    { expires_in: -1 },
    { expires_in: 'soon' },
    { expires_in: '1e3' },
    { expires_in: '' },
    { expires_in: true },
    { expires_in: [60] },
    { expires_in: 11 * 366 * 86_400 },
    { access_token: jwt({ exp: NOW / 1000 }) },
    { access_token: jwt({ exp: -1e300 }) },
  ])('%j is refused', (body) => {
    expect(() => read(body, { date: DATE })).toThrow(
      expect.objectContaining({ code: 'E_TOKEN_EXPIRES' }),
    );
  });
});

describe('the members', () => {
  test.each([
    [{ access_token: undefined }, 'E_TOKEN_MISSING'],
    [{ access_token: '' }, 'E_TOKEN_MISSING'],
    [{ access_token: 7 }, 'E_TOKEN_MISSING'],
    [{ access_token: 'a b' }, 'E_TOKEN_CHARSET'],
    [{ access_token: 'a\n' }, 'E_TOKEN_CHARSET'],
    [{ access_token: 'grün' }, 'E_TOKEN_CHARSET'],
    [{ access_token: 'a'.repeat(100_001) }, 'E_TOKEN_SIZE'],
    [{ access_token: 'x7Kp2mQ9sT4vW1z' }, 'E_TOKEN_SIZE'],
    [{ access_token: 'ok' }, 'E_TOKEN_MISSING'],
    [{ access_token: 'null' }, 'E_TOKEN_MISSING'],
    [{ access_token: 'authentication-required' }, 'E_TOKEN_MISSING'],
    [{ access_token: 'InvalidCredentialsException' }, 'E_TOKEN_MISSING'],
    [{ access_token: 'https://login.example.com/1' }, 'E_TOKEN_MISSING'],
    [{ token_type: undefined }, 'E_TOKEN_TYPE'],
    [{ token_type: 'mac' }, 'E_TOKEN_TYPE'],
    [{ token_type: 'bearer\n' }, 'E_TOKEN_TYPE'],
    [{ token_type: 'bearers' }, 'E_TOKEN_TYPE'],
    [{ token_type: 'JWT' }, 'E_TOKEN_TYPE'],
    [{ token_type: ['bearer'] }, 'E_TOKEN_TYPE'],
    [{ scope: 'a"b' }, 'E_TOKEN_CHARSET'],
    [{ scope: ['a"b'] }, 'E_TOKEN_CHARSET'],
    [{ scope: 7 }, 'E_TOKEN_CHARSET'],
  ])('%.60j is %s', (body, code) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    [{ scope: 'a b' }, 'a b'],
    [{ scope: ['a.read', 'b.write'] }, 'a.read b.write'],
    [{ scope: ['a', '', 'b c'] }, 'a b c'],
    [{ scope: ['a', 1, null, 'b'] }, 'a b'],
    [{ scope: 'a,b' }, 'a,b'],
    [{ scope: [] }, 'asked for'],
    [{ scope: '' }, 'asked for'],
    [{ scope: null }, 'asked for'],
    [{}, 'asked for'],
  ])('of %j the scope is %j', (body, scope) => {
    expect(read(body).scope).toBe(scope);
  });

  test('other tokens are known for masking, a long token is warned of', () => {
    const others = { refresh_token: `${OPAQUE}r`, id_token: jwt({}) };
    const token = read({ ...others, access_token: 'a'.repeat(16_001) });
    expect(token.otherSecrets).toEqual(Object.values(others));
    expect(token.warnings).toMatchObject([
      { code: 'W_TOKEN_LARGE', text: expect.stringContaining('16001 characters') },
    ]);
    expect(read({ token_type: 'BeaReR', refresh_token: 7 })).toMatchObject({
      tokenType: 'BeaReR',
      otherSecrets: [],
      warnings: [],
    });
  });
});

test.each(['bearer', 'Bearer', 'BearerToken', 'bearer_token', 'Bearer ', 'BEARER-TOKEN'])(
  'the type %j is taken, and told as it is',
  (type) => {
    expect(read({ token_type: type }).tokenType).toBe(type);
  },
);

describe('what has the characters and the length of a token', () => {
  test.each([
    OPAQUE,
    '19d0306fe75a477897d740ab2d16e901',
    '5e0c4b1e-77aa-4d0f-9d33-0123456789ab',
    '00D50000000IZ3Z!AQ0AQDpEDKYsn7ioKug2aSmgCjgrPjG9',
    '12|qkzvhwmpbtrcxlnd',
    'aBcDefGHijKlmNoP',
    'kqzvhwmpbtrcxlndkqzvhwmpbtrcxlnd',
    jwt({}),
  ])('%s', (text) => {
    expect(isTokenLike(text)).toBe(true);
    expect(read({ access_token: text, refresh_token: text })).toMatchObject({
      value: text,
      otherSecrets: [text],
    });
  });

  test.each([
    ...['', 'ok', 'none', 'true', 'NULL', 'undefined', '0', 'x7Kp2mQ9sT4vW1z'],
    ...['not-issued-for-this-client', 'REFRESH_TOKEN_NOT_ISSUED', 'RefreshTokenNotIssued'],
    ...[
      'https://login.example.com/oauth/token1',
      'the client 1234567890 has none',
      'gr\u00fcn1234567890abcdef',
    ],
    ...[7, null, true, ['q7Xw2LpZ9vKt4RbN8mYc'], undefined],
  ])('not %j: it becomes no mask', (value) => {
    expect(isTokenLike(value)).toBe(false);
    expect(read({ refresh_token: value, id_token: value }).otherSecrets).toEqual([]);
  });

  test('nor a signature that is too short', () => {
    const token = read({ access_token: 'eyJhbGciOiJub25lIn0.eyJhIjoxfQ.ok' });
    expect(tokenMasks(token)).toEqual([token.value]);
  });
});

test.each([
  ['', []],
  ['a b', ['a', 'b']],
  ['a,b', ['a', 'b']],
  [' a, b ,,c ', ['a', 'b', 'c']],
])('the scopes in %j', (text, names) => {
  expect(scopesIn(text)).toEqual(names);
});

test.each([
  ['', 'E_TOKEN_EMPTY'],
  [' \n', 'E_TOKEN_EMPTY'],
  ['<html>sign in</html>', 'E_TOKEN_NOT_JSON'],
  ['{"access_token": "hidden', 'E_TOKEN_NOT_JSON'],
  ['[]', 'E_TOKEN_NOT_JSON'],
  ['null', 'E_TOKEN_NOT_JSON'],
  ['"hidden"', 'E_TOKEN_NOT_JSON'],
])('the body %j is %s, and nothing of it is quoted', (body, code) => {
  const read = () => jsonBody(response(200, body, { 'content-type': 'text/html\n::error::' }));
  expect(read).toThrow(expect.objectContaining({ code }));
  expect(read).not.toThrow(/hidden|sign in|::|\n/);
});

test.each([
  ['a JWT', jwt({ zid: 'zone', exp: 1 }), { zid: 'zone', exp: 1 }],
  ['letters beyond ASCII', jwt({ name: 'Grün' }), { name: 'Grün' }],
  ['an opaque token', '3f786850e387550fdab836ed7e6dc881', undefined],
  ['two parts', 'e30.e30', undefined],
  ['five parts, as encrypted ones have', 'a.e30.c.d.e', undefined],
  ['a payload that is no JSON', 'a.bm8.c', undefined],
  ['a payload that is a list', jwt([1]), undefined],
  ['a payload that is null', jwt(null), undefined],
  ['nothing', '', undefined],
])('claims of %s', (_name, token, expected) => {
  expect(claimsOf(token)).toEqual(expected);
});

test.each([
  ['the answer', 'a b', { scope: ['c'] }, ['a', 'b']],
  ['the answer with wide gaps', ' a  b ', undefined, ['a', 'b']],
  ['an answer with commas', 'a,b, c', undefined, ['a', 'b', 'c']],
  ['an answer that grants nothing', '', { scope: ['c'] }, []],
  ['a list in the token', undefined, { scope: ['a', 1, 'b', null] }, ['a', 'b']],
  ['a text in the token', undefined, { scope: 'a b' }, ['a', 'b']],
  ['a token without scopes', undefined, { scope: { a: 1 } }, []],
  ['an opaque token', undefined, undefined, []],
])('granted scopes of %s', (_name, scope, claims, expected) => {
  expect(grantedScopes(scope, claims)).toEqual(expected);
});

test.each([
  [['a', 'b'], ['b'], ['a']],
  [['a'], ['a', 'b'], []],
  [[], [], []],
  [['Read'], ['app!t123.Read'], []],
  [['Read'], ['app!b7.Read'], []],
  [['app!t123.Read'], ['app!t123.Read'], []],
  [['app!t9.Read'], ['app!t123.Read'], ['app!t9.Read']],
  [['Read'], ['uaa.Read'], ['Read']],
  [['Read'], ['app!t123.Item.Read'], ['Read']],
  [['Item.Read'], ['app!t123.Item.Read'], []],
  [['read'], ['app!t123.Read'], ['read']],
  [['Read'], ['app!123.Read'], ['Read']],
  [['Read'], ['ReadWrite'], ['Read']],
])('of the wanted %j and the granted %j are missing %j', (wanted, granted, missing) => {
  expect(missingScopes(wanted, granted)).toEqual(missing);
});
