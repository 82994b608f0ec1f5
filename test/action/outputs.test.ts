import { describe, expect, test } from 'vitest';
import { outputs, shownFacts, variables } from '../../src/action/outputs.ts';
import { isoSeconds } from '../../src/base/time.ts';
import type { Credential } from '../../src/credentials/credential.ts';
import type { AccessToken } from '../../src/token/response.ts';
import { testContext } from '../context.ts';
import { credential } from '../token/samples.ts';

const TOKEN: AccessToken = {
  value: 'token',
  tokenType: 'Bearer',
  scope: 'a b',
  expiresIn: 3600,
  expiresAt: new Date('2026-01-01T01:00:00.999Z'),
  claims: undefined,
  otherSecrets: ['refresh'],
  warnings: [],
};
const UNKNOWN: AccessToken = {
  ...TOKEN,
  scope: undefined,
  expiresIn: undefined,
  expiresAt: undefined,
};

function outputsOf(client: Credential, token: AccessToken) {
  return outputs(client, token, shownFacts(client, token, testContext().secrets));
}

test('everything that is known is put out, by the names of the contract', () => {
  const expiresAt = new Date('2026-02-01T00:00:00Z');
  const whole = credential({
    apiUrl: 'https://api.example',
    endpoints: { Api: 'https://api.example', 'b"c': 'https://b' },
    authMethod: 'tls_client_auth',
    proof: { kind: 'certificate', certificate: 'c', privateKey: 'hidden', expiresAt },
  });
  expect(Object.fromEntries(outputsOf(whole, TOKEN))).toEqual({
    'access-token': 'token',
    'token-type': 'Bearer',
    scope: 'a b',
    'expires-in': '3600',
    'expires-at': '2026-01-01T01:00:00Z',
    'api-url': 'https://api.example',
    endpoints: '{"Api":"https://api.example","b\\"c":"https://b"}',
    'token-url': 'https://tenant.example.com/oauth/token',
    'client-id': 'sb-release!b123|service!b456',
    provider: 'xsuaa',
    'auth-method': 'tls_client_auth',
    'certificate-expires-at': '2026-02-01T00:00:00Z',
  });
});

describe('what nothing is known of', () => {
  test('is left out', () => {
    expect(outputsOf(credential(), UNKNOWN).map(([name]) => name)).toEqual([
      'access-token',
      'token-type',
      'endpoints',
      'token-url',
      'client-id',
      'provider',
      'auth-method',
    ]);
    expect(variables('A', credential(), UNKNOWN)).toEqual([['A_ACCESS_TOKEN', 'token']]);
  });
});

test('the variables carry the prefix', () => {
  expect(variables('CALM', credential({ apiUrl: 'https://a' }), TOKEN)).toEqual([
    ['CALM_ACCESS_TOKEN', 'token'],
    ['CALM_API_URL', 'https://a'],
    ['CALM_EXPIRES_AT', '2026-01-01T01:00:00Z'],
  ]);
});

test.each([
  ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00Z'],
  ['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59Z'],
])('%s is written as %s', (date, text) => {
  expect(isoSeconds(new Date(date))).toBe(text);
});
