import { describe, expect, test } from 'vitest';
import {
  isCommon,
  isSecretValue,
  looksLikeToken,
  secrecyOf,
} from '../../src/secrets/in-documents.ts';
import { bindingSecret, id, identitySecret, instanceSecret } from '../fixtures/invented.ts';
import { jwt } from '../token/samples.ts';

describe('the name of a member or of a parameter', () => {
  test.each([
    'client_secret',
    'clientsecret',
    'clientSecret2',
    'client_secret_2',
    'old-Password',
    'db.passwd',
    'pwd',
    'passphrase',
    'passcode',
    'private_key',
    'tls.key',
    'apiKey',
    'AccountKey',
    'SharedAccessKey',
    'access_token',
    'refreshToken',
    'connectionString',
    'pin',
    'userPin',
    'card_pin',
    'OTP',
    'totp',
    'mfa',
    'DB_PASS',
    'smtpPass',
  ])('%s says surely that its value is a secret', (name) => {
    expect(secrecyOf(name)).toBe('sure');
  });

  test.each([
    'key',
    'signing_key',
    'token',
    'id_token',
    'subject_token',
    'client_assertion',
    'proxy-authorization',
    'secret_value',
    'secretText',
    'client_secret_blue',
    'private_key_pem',
    'secretExpiryDays',
    'secret_rotation_days',
    'passwordPolicy',
  ])('%s leaves a doubt', (name) => {
    expect(secrecyOf(name)).toBe('likely');
  });

  test.each([
    'clientid',
    'url',
    'verificationkey',
    'old_public_key',
    'secretName',
    'secret_id',
    'client_secret_id',
    'client_secret_expires_at',
    'client.secret.creation.time',
    'secret-type',
    'token_type',
    'client_assertion_type',
    'keyId',
    'token_url',
    'secretArn',
    'password_file',
    'private_key_expiry_date',
    'keyboard',
    'mapping',
    'spin',
    'compass',
    'stop',
    '',
    `${'x'.repeat(200)}secret`,
  ])('%s does not', (name) => {
    expect(secrecyOf(name)).toBeUndefined();
  });
});

describe('a value', () => {
  const secrets = [bindingSecret(1), instanceSecret(2), identitySecret(3), id(4), jwt({})];

  test.each([...secrets, 'hunter2!', 'Tr0ub4dor&3', 'invented-password', 'correct horse battery'])(
    'of a password is a secret: %s',
    (value) => {
      expect(isSecretValue('password', value)).toBe(true);
      expect(isSecretValue('note', value)).toBe(false);
    },
  );

  test.each([...secrets, '5f4dcc3b5aa765d61d8327deb882cf99', '-----BEGIN KEY-----\nAAAA'])(
    'of a key is a secret: %s',
    (value) => {
      expect(isSecretValue('signing_key', value)).toBe(true);
      expect(isSecretValue('verification_key', value)).toBe(false);
    },
  );

  test.each([
    '0',
    'true',
    'root',
    'x'.repeat(5),
    'release',
    'Production',
    'PRODUCTION',
    '1699999999',
    '-0.25',
    '10,000',
    '2026-01-01',
    '2026-01-01T00:00:00.000000Z',
    '2026-01-01 00:00:00+02:00',
    'CALM_SERVICE_KEY',
    '$CALM_SERVICE_KEY',
    `$${'{calm.service.key}'}`,
    '$(calmServiceKey)',
    '%CALM_SERVICE_KEY%',
    '{{ vault.calm }}',
    '<your secret>',
    '********',
    'client_secret',
    'clientSecret',
    'access-token',
  ])('is none, whatever its name: %s', (value) => {
    expect(isSecretValue('password', value)).toBe(false);
    expect(isSecretValue('token', value)).toBe(false);
  });

  test.each([
    'azure-key-vault',
    'every 90 days',
    'kubernetes/default',
    'release/portal-1.2.3.zip',
    'OAuth2ClientCredentials',
    'calmServiceKey',
    'eu-central-1',
    'customer_orders_eu10',
    'aws-secrets-manager',
    'k3y!Sh0rt',
  ])('of a name that leaves a doubt is none: %s', (value) => {
    expect(isSecretValue('secretStore', value)).toBe(false);
    expect(isSecretValue('key', value)).toBe(false);
  });

  test('of eighty characters is no word', () => {
    expect([isCommon('x'.repeat(15)), isCommon('x'.repeat(16))]).toEqual([true, false]);
    expect(isCommon(`<${'x'.repeat(77)}>`)).toBe(true);
    expect(isCommon(`<${'x'.repeat(78)}>`)).toBe(false);
  });
});

describe('what a server sent', () => {
  test.each([jwt({}), id(7), '5f4dcc3b5aa765d61d8327deb882cf99', 'ory_at_Qx7pL0kZrvT2mN.b8WcYd5h'])(
    'looks like a token: %s',
    (text) => {
      expect(looksLikeToken(text)).toBe(true);
    },
  );

  test.each([
    '',
    'release',
    'Zk8QaB3dE5gH7jK',
    'unauthorized_client',
    'client_credentials',
    'api.eu10.alm.cloud.sap',
    'tenant.authentication.eu10.hana.ondemand.com',
    'https://a.example/Zk8QaB3dE5gH7jK',
    'Zk8QaB3dE5gH7jK "quoted"',
    '1699999999000000',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ])('does not: %s', (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});
