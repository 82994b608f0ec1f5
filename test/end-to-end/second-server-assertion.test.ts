import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { hasGlewlwyd, NEEDS_GLEWLWYD } from '../servers/glewlwyd.ts';
import { secondServer } from './second-server.ts';
import { failedStep, goodStep } from './step.ts';
import { keyLines } from './world.ts';

const METHODS = ['private_key_jwt'] as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

describe.skipIf(!hasGlewlwyd)(`a second server (${NEEDS_GLEWLWYD})`, () => {
  const server = secondServer();
  const withPublicKey = (key: KeyObject) =>
    server.register({ methods: METHODS, publicKey: publicPem(key) });
  const withKeySet = (...keys: readonly [kid: string, key: KeyObject][]) =>
    server.register({
      methods: METHODS,
      keys: keys.map(([kid, key]) => ({
        ...createPublicKey(key).export({ format: 'jwk' }),
        kid,
      })),
    });

  test.each([
    ['RSA', rsa],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
    ['Ed25519', generateKeyPairSync('ed25519').privateKey],
  ])('gives a token for what a key of type %s signs', async (_type, key) => {
    const step = await withPublicKey(key);
    const { outputs } = await goodStep(signing(step, privatePem(key)));
    expect(outputs['auth-method']).toBe('private_key_jwt');
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({
      client_id: step.clientId,
      scope: 'orders.read',
    });
  });

  test('gives a second token: no assertion is sent twice', async () => {
    const options = signing(await withPublicKey(rsa), privatePem(rsa));
    const tokens = [await goodStep(options), await goodStep(options)];
    expect(new Set(tokens.map(({ outputs }) => outputs['access-token'])).size).toBe(2);
  });

  test('gives a token for a stored credential that names its key', async () => {
    const { inputs, ...step } = await withKeySet(['old', other], ['new', rsa]);
    const credentials = JSON.stringify({
      clientid: inputs['client-id'],
      key: privatePem(rsa),
      kid: 'new',
      tokenurl: inputs['token-url'],
    });
    const { outputs } = await goodStep({
      ...step,
      inputs: { credentials, scope: inputs.scope, 'auth-method': 'private_key_jwt' },
      secrets: keyLines(privatePem(rsa)),
    });
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({ client_id: step.clientId });
  });

  test.each([
    ['that another key signs', () => withPublicKey(other)],
    ['that names no key of a set', () => withKeySet(['new', rsa])],
  ])('refuses an assertion %s', async (_what, register) => {
    const message = await failedStep('E_UNAUTHORIZED', signing(await register(), privatePem(rsa)));
    expect(message).toMatch(/^The server answered 403 \(localhost:\d+, 1 attempt\)\. /);
  });
});

function signing<Step extends { readonly inputs: object }>(step: Step, privateKey: string) {
  return {
    ...step,
    inputs: { ...step.inputs, 'private-key': privateKey, 'auth-method': 'private_key_jwt' },
    secrets: keyLines(privateKey),
  };
}

function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
