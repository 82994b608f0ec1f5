import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { rotate } from '../../src/rotation/engine.ts';
import { validityOf } from '../../src/rotation/stored-value.ts';
import { createPki } from '../servers/pki.ts';
import { DAY, newWorld } from './simulated-world.ts';
import { creating, job } from './step-world.ts';

const pki = await createPki();
const FROM = new Date(Date.UTC(2027, 0, 1));

/** What a key of type x509 has beside its client id: a certificate for so many days, and its key. */
async function x509(days: number): Promise<{ readonly certificate: string; readonly key: string }> {
  const notAfter = new Date(FROM.getTime() + days * DAY);
  const request = { commonName: 'client', client: true, notBefore: FROM, notAfter };
  const { certificate, privateKey } = await pki.issue(request);
  return { certificate, key: privateKey };
}

describe('a credential with a certificate', () => {
  test('is replaced when a third of its time is left', async () => {
    const world = newWorld(1);
    const first = await rotate(creating(job(world), await x509(21)));
    expect(first).toMatchObject({
      state: 'rotated',
      expiresAt: new Date(FROM.getTime() + 21 * DAY),
      nextRotationAt: new Date(FROM.getTime() + 14 * DAY),
    });
    world.now = FROM.getTime() + 14 * DAY - 60_000;
    expect(await rotate(job(world))).toMatchObject({
      state: 'not-due',
      expiresAt: first.expiresAt,
      nextRotationAt: first.nextRotationAt,
    });
    world.now = FROM.getTime() + 14 * DAY;
    expect(await rotate(creating(job(world), await x509(35)))).toMatchObject({
      state: 'rotated',
      expiresAt: new Date(FROM.getTime() + 35 * DAY),
    });
  });

  test('is not kept longer than the inventory says', async () => {
    const world = newWorld(1);
    const byAge = await rotate(job(world));
    const again = newWorld(1);
    const { nextRotationAt } = await rotate(creating(job(again), await x509(365)));
    expect(byAge.expiresAt).toBeUndefined();
    expect(nextRotationAt).toEqual(byAge.nextRotationAt);
  });
});

describe('the time of a certificate', () => {
  const expected = { from: FROM, to: new Date(FROM.getTime() + 7 * DAY) };

  test.each<[string, (members: JsonObject) => JsonObject]>([
    ['beside the client', (members) => members],
    ['below uaa', (members) => ({ uaa: members, apiurl: 'https://api.example.com' })],
    [
      'in what we have stored',
      (members) => ({ ...members, rotation: { name: 'a', created: 'b' } }),
    ],
  ])('is found %s', async (_where, shape) => {
    const value = shape({ clientid: 'client', ...(await x509(7)) });
    expect(await validityOf(value)).toEqual(expected);
  });

  test('is that of the first certificate of a chain', async () => {
    const { certificate, key } = await x509(7);
    const chain = { clientid: 'client', certificate: `${certificate}\n${pki.ca}`, key };
    expect(await validityOf(chain)).toEqual(expected);
  });

  test.each<[string, JsonObject]>([
    ['a secret', { clientid: 'client', clientsecret: 'none-at-all' }],
    ['no client', { certificate: 7 }],
    ['no certificate', { clientid: 'client', certificate: 'not PEM', key: 'none' }],
    [
      'one that OpenSSL does not take',
      {
        clientid: 'client',
        certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
        key: 'none',
      },
    ],
  ])('is none where there is %s', async (_what, value) => {
    expect(await validityOf(value)).toBeUndefined();
  });
});
