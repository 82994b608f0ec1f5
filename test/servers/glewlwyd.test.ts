import { createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { SignJWT } from 'jose';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Glewlwyd, hasGlewlwyd, NEEDS_GLEWLWYD, startGlewlwyd } from './glewlwyd.ts';
import { createPki, type Pki } from './pki.ts';

const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

describe.skipIf(!hasGlewlwyd)(`Glewlwyd (${NEEDS_GLEWLWYD})`, () => {
  let pki: Pki;
  let server: Glewlwyd;
  beforeAll(async () => {
    pki = await createPki();
    server = await startGlewlwyd({ pki, scopes: ['orders.read'] });
  });
  afterAll(() => server.close());

  test('leaves neither a process nor a folder', async () => {
    const another = await startGlewlwyd({ pki, scopes: [] });
    expect(existsSync(another.folder)).toBe(true);
    await another.close();
    expect(existsSync(another.folder)).toBe(false);
    await expect(request(another.tokenUrl)).rejects.toThrow('ECONNREFUSED');
  });

  // What follows shows what this server wants of an assertion, so that a test of the action that
  // fails is no puzzle.

  /** The status of the last answer to an assertion of a new client, whose set of keys holds `own`. */
  async function statusFor({ claims = {}, header = {}, key = own, times = 1 }: Changes = {}) {
    const clientId = randomUUID();
    const jwk = { ...createPublicKey(own).export({ format: 'jwk' }), kid: 'new' };
    const methods = ['private_key_jwt'] as const;
    await server.addClient({ clientId, scopes: ['orders.read'], methods, keys: [jwk] });
    const assertion = await new SignJWT({
      iss: clientId,
      sub: clientId,
      aud: server.tokenUrl,
      jti: randomUUID(),
      iat: secondsFromNow(0),
      exp: secondsFromNow(300),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'new', ...header })
      .sign(key);
    for (let sent = 1; sent < times; sent++) await post(assertion);
    return post(assertion);
  }

  async function post(assertion: string): Promise<number> {
    const { statusCode, body } = await request(server.tokenUrl, {
      method: 'POST',
      dispatcher: new Agent({ connect: { ca: pki.ca } }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'orders.read',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }).toString(),
    });
    await body.dump();
    return statusCode;
  }

  test('takes an assertion as RFC 7523 describes it', async () => {
    expect(await statusFor()).toBe(200);
  });

  test.each<[string, Changes]>([
    ['that it has seen', { times: 2 }],
    ['for somebody else', { claims: { aud: 'https://login.example.com/token' } }],
    ['without an id', { claims: { jti: undefined } }],
    ['that names no key', { header: { kid: undefined } }],
    ['that names another key', { header: { kid: 'old' } }],
    ['that another key signs', { key: other }],
    ['that has expired', { claims: { exp: secondsFromNow(-1) } }],
    ['that lives longer than an hour', { claims: { exp: secondsFromNow(3900) } }],
  ])('takes no assertion %s', async (_what, changes) => {
    expect(await statusFor(changes)).toBe(403);
  });
});

interface Changes {
  readonly claims?: object;
  readonly header?: object;
  readonly key?: KeyObject;
  /** How often it is sent. */
  readonly times?: number;
}

function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
