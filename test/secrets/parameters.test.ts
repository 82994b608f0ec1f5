import { expect, test } from 'vitest';
import { secretParameters } from '../../src/token/request.ts';

function secretsOf(name: string, value: string): string[] {
  return secretParameters({ resource: [], others: [[name, value]] });
}

test.each([
  'pin',
  'user_pin',
  'otp',
  'totp',
  'mfa',
  'pwd',
  'passcode',
  'passphrase',
  'password',
  'secret',
  'refresh_token',
  'api_key',
  'apikey',
])('%s is a secret, though it is a number or a word', (name) => {
  expect(secretsOf(name, '4711')).toEqual(['4711']);
  expect(secretsOf(name, 'sunshine')).toEqual(['sunshine']);
});

test.each(['assertion', 'subject_token', 'device_code', 'user_key', 'jwt'])(
  '%s is a secret unless it is a word or a number',
  (name) => {
    expect(secretsOf(name, 'k3y-0f')).toEqual(['k3y-0f']);
    expect(secretsOf(name, 'release')).toEqual([]);
    expect(secretsOf(name, '4711')).toEqual([]);
  },
);

test.each([
  ['pin', '123'],
  ['use_refresh_token', 'true'],
  ['secret', 'false'],
  ['token_type', 'urn:ietf:params:oauth:token-type:access_token'],
  ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
  ['token_format', 'opaque'],
  ['scope', 'k3y-0f.read'],
  ['audience', 'k3y-0f'],
])('%s=%s is none: texts of servers hold it', (name, value) => {
  expect(secretsOf(name, value)).toEqual([]);
});
