import { expect, test } from 'vitest';
import type { HttpResponse } from '../../src/http/http.ts';
import { fetchToken } from '../../src/token/fetch-token.ts';
import { testContext } from '../context.ts';
import { credential, response, SECRET } from './samples.ts';

const TOKEN = { access_token: 'token', token_type: 'bearer', expires_in: 60 };

async function fetchWith(answer: HttpResponse) {
  const context = testContext({ transport: async () => answer });
  return fetchToken(credential(), { resource: [], others: [] }, context);
}

test('a token comes back', async () => {
  expect(await fetchWith(response(200, TOKEN))).toMatchObject({ value: 'token', expiresIn: 60 });
});

test.each([
  ['an error with status 200', response(200, { error: 'invalid_client' }), 'E_UNAUTHORIZED'],
  ['an error beside a token', response(200, { ...TOKEN, error: 'invalid_scope' }), 'E_HTTP'],
  ['a token with status 201', response(201, TOKEN), 'E_HTTP'],
  ['a token with status 400', response(400, TOKEN), 'E_HTTP'],
  ['no JSON', response(200, '<html>'), 'E_TOKEN_NOT_JSON'],
  ['no token', response(200, { token_type: 'bearer' }), 'E_TOKEN_MISSING'],
])('%s: the failure names host and attempts', async (_name, answer, code) => {
  await expect(fetchWith(answer)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('(tenant.example.com, 1 attempt)'),
  });
});

const PIECE = SECRET.slice(9, 23);
const WHOLE = SECRET.slice(0, 36);

/** Wherever a server may echo what it was sent, the message repeats nothing of it. */
test.each([
  ['the error', response(401, { error: PIECE })],
  [
    'the description',
    response(401, { error: 'invalid_client', error_description: `no ${SECRET}` }),
  ],
  ['the body', response(200, SECRET)],
  ['the token type', response(200, { ...TOKEN, token_type: PIECE })],
  ['the content type', response(200, 'no JSON', { 'content-type': `text/${WHOLE}` })],
  ['the correlation id', response(401, '', { 'x-vcap-request-id': WHOLE })],
  ['the redirect', response(302, '', { location: `https://${WHOLE}.example/` })],
  ['the lifetime', response(200, { ...TOKEN, expires_in: SECRET })],
  ['the scope', response(200, { ...TOKEN, scope: `"${SECRET}` })],
])('an echo of the secret in %s stays out of the message', async (_name, answer) => {
  const { message } = await fetchWith(answer).then(
    () => expect.unreachable('a token came'),
    (error: Error) => error,
  );
  for (let at = 0; at + 8 <= SECRET.length; at++) {
    expect(message.toLowerCase()).not.toContain(SECRET.slice(at, at + 8).toLowerCase());
  }
});
