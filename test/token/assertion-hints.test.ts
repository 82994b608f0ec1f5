import { describe, expect, test } from 'vitest';
import { refusal } from '../../src/token/refusal.ts';
import { credential, jwt, response } from './samples.ts';

const GITHUB = credential({ authMethod: 'github_oidc', proof: { kind: 'github-oidc' } });
const ISSUER = 'https://token.actions.githubusercontent.com';
const CLAIMS = {
  iss: ISSUER,
  sub: 'repo:a/b:ref:refs/heads/main',
  aud: 'https://tenant.example.com',
};

const message = (status: number, body: object, claims: object = CLAIMS) =>
  refusal(response(status, body), GITHUB, 1, undefined, [
    jwt({ sub: 'an earlier one' }),
    jwt(claims),
  ]).message;

describe('what the trust in an OIDC token depends on', () => {
  test.each([
    [401, 'invalid_client'],
    [403, ''],
    [400, 'invalid_client'],
    [400, 'invalid_grant'],
  ])('is shown where the answer is %d %s', (status, error) => {
    expect(message(status, { error })).toContain(
      `The OIDC token of this job has iss ${ISSUER}, sub ${CLAIMS.sub}, aud ${CLAIMS.aud}. Compare`,
    );
  });

  test.each([
    [400, 'invalid_scope'],
    [429, ''],
    [302, ''],
    [503, ''],
  ])('is not shown where the answer is %d %s', (status, error) => {
    expect(message(status, { error })).not.toContain('OIDC');
  });

  test('may be a list, of another type, or absent', () => {
    const shown = message(401, {}, { sub: { a: 1 }, aud: ['a', 'b'] });
    expect(shown).toContain('has iss absent, sub not a text, aud a b.');
  });

  test('is one harmless line', () => {
    const shown = message(401, {}, { ...CLAIMS, sub: `x\n::error::${'y'.repeat(500)}` });
    expect(shown).toContain('sub x : :error: :yyy');
    expect(shown).not.toContain('\n');
    expect(shown.length).toBeLessThan(1500);
  });

  test('is not shown where it repeats the token', () => {
    const token = jwt(CLAIMS);
    const sent = [token.slice(5, 40), jwt({ ...CLAIMS, sub: token.slice(5, 40) })];
    expect(refusal(response(401, {}), GITHUB, 1, undefined, sent).message).toContain(
      'sub not shown',
    );
  });
});

test('a signed assertion is told by client, audience and key', () => {
  const proof = {
    kind: 'private-key',
    privateKey: '',
    certificate: undefined,
    expiresAt: undefined,
  } as const;
  const tokenUrl = new URL('https://tenant.example.com/oauth/token?a=b');
  const shown = (keyId: string | undefined) =>
    refusal(response(401, {}), credential({ tokenUrl, proof: { ...proof, keyId } }), 1).message;
  expect(shown('key-1')).toContain(
    'the audience https://tenant.example.com/oauth/token, with the kid key-1. Check',
  );
  expect(shown(undefined)).toContain('/oauth/token, without a kid. Check');
});
