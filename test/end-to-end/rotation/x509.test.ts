import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DAY } from './platform.ts';
import { failureOf, rotateStep } from './rotation-step.ts';
import { type Kind, PARAMETERS, x509Platform } from './x509-platform.ts';

const HOUR = 3_600_000;
const SHORT = { 'keep-old': '2d' };

/** What a destination holds: the client, wherever it stands, and who has made it. */
function held(text: string | undefined) {
  const value = JSON.parse(text ?? '{}');
  return { ...(value.uaa ?? value), rotation: value.rotation };
}

describe.each<[string, Kind]>([
  ['service keys of Cloud Foundry', 'cloud-foundry'],
  ['bindings of SAP Service Manager', 'service-manager'],
])('x509 %s', (_what, kind) => {
  test('rotate when a third of the life of the certificate is left, and old ones go before it ends', async () => {
    const world = await x509Platform(kind, { entry: SHORT });
    await world.setUpByHand();
    const first = await rotateStep(world);
    const name = first.outputs['credential-name'] ?? '';
    expect(first.outputs['state']).toBe('rotated');
    expect(world.broker.asked).toEqual([PARAMETERS]);

    const { certificate, key, rotation, ...others } = held(world.stored());
    const { validFromDate: from, validToDate: to } = new X509Certificate(certificate);
    expect(others).toMatchObject({ 'credential-type': 'x509', certurl: world.tokenServer.url });
    expect(key).toBe(world.issuer.living().get(name));
    expect(rotation).toMatchObject({ name });
    expect(first.outputs).toMatchObject({
      'certificate-expires-at': to.toISOString().replace('.000', ''),
      'next-rotation-at': expect.stringMatching(/Z$/),
    });
    const due = Date.parse(first.outputs['next-rotation-at'] ?? '');
    expect((due - from.getTime()) / (to.getTime() - from.getTime())).toBeCloseTo(2 / 3, 3);
    const masked = first.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
    expect(masked).toEqual(
      expect.arrayContaining(world.broker.keyLines().map((line) => `::add-mask::${line}`)),
    );
    expect(first.summary).toContain(
      `| Its certificate ends | ${to.toISOString().slice(0, 10)} (in 7 days) |`,
    );
    expect(first.summary).not.toContain('keep-old is');

    world.wait(due - world.now() - HOUR);
    expect((await rotateStep(world)).outputs).toMatchObject({
      state: 'not-due',
      'certificate-expires-at': first.outputs['certificate-expires-at'],
    });
    world.wait(HOUR);
    const second = await rotateStep(world);
    expect(second.outputs).toMatchObject({
      state: 'rotated',
      'retire-pending': JSON.stringify([name]),
    });
    world.wait(2 * DAY + HOUR);
    expect(world.now()).toBeLessThan(to.getTime());
    expect((await rotateStep(world)).outputs).toMatchObject({
      state: 'retired',
      'retire-pending': '[]',
    });
    expect([...world.issuer.living().keys()]).toEqual([
      'calm-key-by-hand',
      second.outputs['credential-name'],
    ]);
  });

  test('whose key does not belong to the certificate are deleted and never stored', async () => {
    const world = await x509Platform(kind, { entry: SHORT });
    await world.setUpByHand();
    await rotateStep(world);
    const before = world.allStored();
    const living = [...world.issuer.living().keys()];
    world.wait(5 * DAY);
    world.broker.spoil();
    const run = await rotateStep(world);
    expect(failureOf(run)).toEqual([
      'E_CERT_KEY_MISMATCH',
      expect.stringContaining('It was deleted, nothing was stored, and the current one stays.'),
    ]);
    expect(world.broker.asked).toHaveLength(2);
    expect(world.allStored()).toEqual(before);
    expect([...world.issuer.living().keys()]).toEqual(living);
  });

  test('that have expired are dead, and replaced at once', async () => {
    const world = await x509Platform(kind, { entry: SHORT });
    await world.setUpByHand();
    const first = await rotateStep(world);
    world.wait(8 * DAY);
    const run = await rotateStep(world);
    expect(run.outputs).toMatchObject({ state: 'rotated' });
    expect(run.outputs['credential-name']).not.toBe(first.outputs['credential-name']);
    expect(Date.parse(run.outputs['certificate-expires-at'] ?? '')).toBeGreaterThan(world.now());
  });

  test('are deleted when they have ended, and the summary tells that keep-old is longer', async () => {
    const world = await x509Platform(kind);
    await world.setUpByHand();
    const first = await rotateStep(world);
    const note = 'The certificate is replaced 2.3 days before it ends, and keep-old is 7 days.';
    expect(first.summary).toContain(note);
    expect(first.stdout).toContain(`::notice title=calm-release::${note}`);
    world.wait(5 * DAY);
    const second = await rotateStep(world);
    expect(second.outputs['state']).toBe('rotated');
    world.wait(2 * DAY + 2 * HOUR);
    expect((await rotateStep(world)).outputs['state']).toBe('retired');
    expect([...world.issuer.living().keys()]).toEqual([
      'calm-key-by-hand',
      second.outputs['credential-name'],
    ]);
  });
});
