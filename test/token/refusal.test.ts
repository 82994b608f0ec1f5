import { describe, expect, test } from 'vitest';
import type { Credential } from '../../src/credentials/credential.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { refusal } from '../../src/token/refusal.ts';
import { credential, response, SECRET } from './samples.ts';

const error = (code: string, description?: string) => ({
  error: code,
  error_description: description,
});

function said(status: number, body: unknown, changes: Partial<Credential> = {}): string {
  return refusal(response(status, body), credential(changes), 1).message;
}

test.each([
  [401, error('invalid_client'), 'E_UNAUTHORIZED'],
  [401, '', 'E_UNAUTHORIZED'],
  [403, '<html>', 'E_UNAUTHORIZED'],
  [400, error('invalid_client'), 'E_UNAUTHORIZED'],
  [400, error('unauthorized_client'), 'E_UNAUTHORIZED'],
  [400, error('access_denied'), 'E_UNAUTHORIZED'],
  [200, error('unauthorized'), 'E_UNAUTHORIZED'],
  [400, error('invalid_scope'), 'E_HTTP'],
  [200, error('invalid_request'), 'E_HTTP'],
  [404, '', 'E_HTTP'],
  [500, error('server_error'), 'E_HTTP'],
  [429, error('slow_down'), 'E_RATE_LIMITED'],
  [302, error('invalid_client'), 'E_REDIRECT'],
  [308, '', 'E_REDIRECT'],
  [400, [error('invalid_client')], 'E_HTTP'],
  [400, { error: 7 }, 'E_HTTP'],
])('status %i with %j is %s', (status, body, code) => {
  expect(refusal(response(status, body), credential(), 1).code).toBe(code);
});

describe('what happened', () => {
  test('is said with reason, host, attempts and correlation id', () => {
    const headers = { 'x-vcap-request-id': 'c0ffee00-1111', 'x-correlationid': 'other-id' };
    const answer = response(401, error('invalid_client', 'Bad credentials'), headers);
    expect(refusal(answer, credential(), 3).message).toMatch(
      /^The server answered 401: "invalid_client", "Bad credentials" \(tenant\.example\.com, 3 attempts, correlation id c0ffee00-1111\)\. \S/,
    );
  });

  test('is one harmless line, whatever the server writes', () => {
    const message = said(400, error('a\n::error::b', '\x1b[31m##[group]\u202e\r\nc'));
    expect(message).not.toMatch(/[\p{C}\n]|::|##\[/u);
  });

  test.each([`no ${SECRET}`, Buffer.from(SECRET).toString('hex'), encodeURIComponent(SECRET)])(
    'is withheld where it repeats the secret: %s',
    (echo) => {
      expect(said(401, error('invalid_client', echo))).toContain(
        '"invalid_client", a reason that repeats a part of the secret and is not shown',
      );
      expect(said(401, error(echo, 'plain reason'))).toContain('is not shown, "plain reason"');
    },
  );

  test('a byte order mark before the JSON changes nothing', () => {
    expect(said(401, `\ufeff ${JSON.stringify(error('invalid_client'))}`)).toContain(
      '"invalid_client"',
    );
  });

  test.each<[HttpResponse['headers'], string | undefined]>([
    [{ 'x-correlationid': 'abc-1' }, 'abc-1'],
    [{ 'x-correlation-id': 'abc-2' }, 'abc-2'],
    [{ 'x-vcap-request-id': 'a b c d', 'x-correlationid': 'abc-3' }, 'abc-3'],
    [{ 'x-vcap-request-id': ['abc-4', 'abc-5'] }, undefined],
    [{ 'x-vcap-request-id': 'x'.repeat(65) }, undefined],
    [{ 'x-vcap-request-id': SECRET.slice(0, 36) }, undefined],
  ])('of the headers %j the id is %s', (headers, id) => {
    const message = refusal(response(401, '', headers), credential(), 1).message;
    expect(/correlation id ([^),]*)/.exec(message)?.[1]).toBe(id);
  });

  test.each([
    ['https://login.example.org/start?x=1', 'points to login.example.org;'],
    ['/login', 'points to another path on the same host;'],
    ['https://user:word@other.example/', 'points to other.example;'],
    [`https://${SECRET.slice(0, 36)}.example/`, 'points to another place;'],
    ['http://[', 'points to another place;'],
    ['', 'points to another path on the same host;'],
  ])('a redirect to %s %s', (location, words) => {
    const headers = location === '' ? {} : { location };
    const { message } = refusal(response(302, '', headers), credential(), 1);
    expect(message).toContain(words);
    expect(message).toMatch(/\(tenant\.example\.com, 1 attempt\)\.$/);
  });
});
