import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import {
  adopted,
  DAY,
  makeClient,
  newWorld,
  noIssues,
  paste,
  rotationIn,
  run,
  TOKEN_URL,
} from './manual-world.ts';

/** The state of each issue, and what it is called. */
function shown(issues: readonly { readonly open: boolean; readonly title: string }[]): string[] {
  return issues.map(({ open, title }) => `${open ? 'open' : 'closed'}: ${title}`);
}

const REPLACE = 'Replace the API client of reviews (REVIEWS_CLIENT)';
const DISABLE = 'Disable the old API client of reviews (REVIEWS_CLIENT)';

describe('a client that a person has pasted', () => {
  test('is tried and stored everywhere as one line of JSON, with what the issuer shows', async () => {
    const world = newWorld();
    paste(world, makeClient(world, 'client-a'));
    const outcome = await run(world);
    expect(outcome).toMatchObject({
      state: 'rotated',
      credentialName: 'client-a',
      previousName: undefined,
      retirePending: [],
      destinations: [{ state: 'written' }, { state: 'written' }],
    });
    const [text, same] = world.stored.map((stored) => stored.text);
    expect(same).toBe(text);
    expect(text).not.toContain('\n');
    expect(JSON.parse(text ?? '')).toEqual({
      ClientID: 'client-a',
      ClientSecret: 'secret-of-client-a',
      TokenURL: TOKEN_URL,
      rotation: { name: 'client-a', created: outcome.createdAt?.toISOString() },
    });
    expect(outcome.currentText).toBe(text);
    expect(world.masked).toContain('secret-of-client-a');
  });

  test('keeps the members of the JSON of its issuer', async () => {
    const world = newWorld();
    world.clients.set('s-1', 'client-a');
    const value = {
      clientid: 'client-a',
      clientsecret: 's-1',
      tokenurl: TOKEN_URL,
      api: { x: [1] },
    };
    paste(world, JSON.stringify(value, undefined, 2));
    await run(world);
    expect(JSON.parse(world.stored[0]?.text ?? '')).toMatchObject(value);
  });

  test('is stored nowhere where it is refused, and the message says nothing of it', async () => {
    const world = newWorld();
    // The two values in each other's place.
    paste(world, `Client ID: secret-of-a\nClient Secret: client-a\nToken URL: ${TOKEN_URL}`);
    const failure = await run(world).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'E_VERIFY' });
    expect(String(failure)).toContain('is refused by its token server');
    expect(String(failure)).not.toContain('secret-of-a');
    expect(world.stored[0]).toBeUndefined();
  });

  test.each([
    ['Client ID: a\nClient Secret: b', 'does not say where its token endpoint is'],
    [`Client Secret: b\nToken URL: ${TOKEN_URL}`, 'nothing in it is named as a client id'],
  ])('must be whole: %j', async (text, message) => {
    const world = newWorld();
    paste(world, text);
    await expect(run(world)).rejects.toThrow(message);
    expect(world.stored[0]).toBeUndefined();
  });

  test('gets the token URL of its provider where it states none', async () => {
    const world = newWorld();
    world.clients.set('b', 'a');
    paste(world, 'Client ID: a\nClient Secret: b');
    await run(world, { tokenUrl: 'https://login.etrusted.com/oauth/token' });
    expect(JSON.parse(world.stored[1]?.text ?? '')).toMatchObject({
      tokenurl: 'https://login.etrusted.com/oauth/token',
    });
    world.now += DAY;
    expect(await run(world)).toMatchObject({ state: 'not-due' });
  });

  test('is written to the main destination only when all others have it', async () => {
    const world = newWorld();
    const text = makeClient(world, 'client-a');
    paste(world, text);
    world.onStore = (at) => {
      if (at === 0) throw new Failure('E_DESTINATION', 'no');
    };
    await expect(run(world)).rejects.toThrow('could not be stored in destination 0');
    expect(world.stored[1]?.text).toBe(text);
    world.onStore = () => undefined;
    expect(await run(world)).toMatchObject({ state: 'rotated' });
    expect(world.stored[0]?.text).toBe(world.stored[1]?.text);
  });

  test('waits where a run stores nothing new', async () => {
    const world = newWorld();
    paste(world, makeClient(world, 'client-a'));
    expect(await run(world, { mode: 'plan' })).toMatchObject({ state: 'planned' });
    expect(await run(world, { mode: 'retire' })).toMatchObject({
      state: 'not-due',
      credentialName: undefined,
    });
    expect(world.stored[0]).toBeUndefined();
  });

  test('that was pasted after the run had begun is left to the next run', async () => {
    const world = await adopted('client-a');
    const current = world.stored[1]?.text;
    const startedAt = new Date(world.now);
    const text = makeClient(world, 'client-b');
    paste(world, text);
    const outcome = await run(world, { current, run: { id: '1', startedAt } });
    expect(outcome).toMatchObject({ state: 'stale-snapshot', currentText: undefined });
    expect(world.stored[1]?.text).toBe(text);
  });
});

describe('a full turn', () => {
  test('is quiet, asks once, adopts, reminds once, and takes a closed issue for an answer', async () => {
    const world = await adopted('client-a');
    const states: string[] = [];
    const next = async (days: number) => {
      world.now += days * DAY;
      const { state, retirePending } = await run(world);
      states.push([state, ...retirePending.map(({ name }) => name)].join(' '));
    };
    await next(20);
    await next(41);
    await next(1);
    expect(shown(world.issues)).toEqual([`open: ${REPLACE}`]);
    paste(world, makeClient(world, 'client-b'));
    await next(0);
    expect(shown(world.issues)).toEqual([`closed: ${REPLACE}`]);
    expect(rotationIn(world.stored[0]?.text)).toMatchObject({
      name: 'client-b',
      previous: { name: 'client-a' },
    });
    await next(6);
    await next(2);
    expect(shown(world.issues)).toEqual([`closed: ${REPLACE}`, `open: ${DISABLE}`]);
    await next(1);
    Object.assign(world.issues[1] ?? {}, { open: false });
    await next(1);
    expect(states).toEqual([
      'not-due',
      'needs-a-person',
      'needs-a-person',
      'rotated client-a',
      'not-due client-a',
      'needs-a-person client-a',
      'not-due client-a',
      'not-due',
    ]);
    expect(world.issues).toHaveLength(2);
  });

  test('asks anew when a client that was replaced comes back and grows old again', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    await run(world);
    paste(world, makeClient(world, 'client-a'));
    expect(await run(world)).toMatchObject({ state: 'rotated', previousName: undefined });
    world.now += 61 * DAY;
    expect(await run(world)).toMatchObject({ state: 'needs-a-person' });
    expect(shown(world.issues)).toEqual([`closed: ${REPLACE}`, `open: ${REPLACE}`]);
  });

  test('knows what was stored before although a person has closed the issue already', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    Object.assign(world.issues[0] ?? {}, { open: false });
    expect(await run(world)).toMatchObject({ state: 'rotated', previousName: 'client-a' });
  });

  test('knows it from the old JSON into which a person has put the new values', async () => {
    const world = await adopted('client-a');
    world.clients.set('s-b', 'client-b');
    const old = JSON.parse(world.stored[1]?.text ?? '');
    paste(world, JSON.stringify({ ...old, ClientID: 'client-b', ClientSecret: 's-b' }));
    expect(await run(world)).toMatchObject({ state: 'rotated', previousName: 'client-a' });
  });

  test('does not name an old client that nothing tells, and says so', async () => {
    const world = await adopted('client-a');
    paste(world, makeClient(world, 'client-b'));
    const outcome = await run(world);
    expect(outcome).toMatchObject({ previousName: undefined, retirePending: [] });
    expect(outcome.notes[0]).toContain('If another one was stored before, it is alive');
  });

  test('does not take the client of an older turn for the one that was stored before', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    await run(world);
    paste(world, makeClient(world, 'client-c'));
    expect(await run(world)).toMatchObject({ state: 'rotated', previousName: undefined });
  });

  test('takes the same client for a new one, and says so', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-a'));
    const outcome = await run(world);
    expect(outcome).toMatchObject({ state: 'rotated', previousName: undefined, retirePending: [] });
    expect(outcome.notes[0]).toContain('its age counts from now on');
    expect(shown(world.issues)).toEqual([`closed: ${REPLACE}`]);
  });

  test('is over for the one who asks for a new client when it has just been pasted', async () => {
    const world = await adopted('client-a');
    paste(world, makeClient(world, 'client-b'));
    expect(await run(world, { mode: 'force' })).toMatchObject({ state: 'rotated' });
    expect(world.issues).toEqual([]);
  });

  test('waits for jobs that read a destination which was healed late', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    await run(world);
    world.now += 6 * DAY;
    world.stored[0] = { text: 'client-a, by hand', updatedAt: world.now };
    await run(world);
    world.now += 2 * DAY;
    expect(await run(world)).toMatchObject({ state: 'not-due' });
    world.now += 6 * DAY;
    expect(await run(world)).toMatchObject({ state: 'needs-a-person' });
  });

  test('does not remind of the old client while the new one is refused', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    await run(world);
    world.clients.delete('secret-of-client-b');
    world.now += 10 * DAY;
    expect(await run(world)).toMatchObject({
      state: 'needs-a-person',
      notes: [expect.stringContaining('refused by its token server')],
    });
    expect(shown(world.issues).filter((title) => title.includes('isable'))).toEqual([]);
  });
});

describe('a run', () => {
  test('with nothing stored asks for the first client', async () => {
    const world = newWorld();
    expect(await run(world)).toMatchObject({ state: 'needs-a-person', credentialName: undefined });
    expect(await run(world)).toMatchObject({ state: 'needs-a-person' });
    expect(shown(world.issues)).toEqual([`open: ${REPLACE}`]);
    paste(world, makeClient(world, 'client-a'));
    await run(world);
    expect(shown(world.issues)).toEqual([`closed: ${REPLACE}`]);
  });

  test('without a value asks for the first client, though not where there is one', async () => {
    const world = newWorld();
    expect(await run(world, { current: ' \n' })).toMatchObject({ state: 'needs-a-person' });
    paste(world, makeClient(world, 'client-a'));
    await expect(run(world, { current: '' })).rejects.toMatchObject({
      code: 'E_INPUT_MISSING',
      message: expect.stringContaining('The destination 1 has a value'),
    });
  });

  test('whose client is refused says so, opens a closed issue again, and stores it nowhere', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    Object.assign(world.issues[0] ?? {}, { open: false });
    world.clients.clear();
    world.stored[0] = { text: 'something that works', updatedAt: 0 };
    expect(await run(world)).toMatchObject({
      state: 'needs-a-person',
      notes: [expect.stringContaining('refused by its token server')],
    });
    expect(shown(world.issues)).toEqual([`open: Urgent: ${REPLACE.replace('R', 'r')}`]);
    expect(world.stored[0]?.text).toBe('something that works');
  });

  test('that plans writes nothing', async () => {
    const world = await adopted('client-a');
    world.now += 61 * DAY;
    const before = structuredClone(world.stored);
    const outcome = await run(world, { mode: 'plan' });
    expect(outcome).toMatchObject({ state: 'planned', notes: [expect.stringContaining('is due')] });
    expect(world.stored).toEqual(before);
    expect(world.issues).toEqual([]);
  });

  test('that only retires asks for nothing new', async () => {
    const world = await adopted('client-a');
    world.now += 61 * DAY;
    expect(await run(world, { mode: 'retire' })).toMatchObject({ state: 'not-due' });
    expect(world.issues).toEqual([]);
  });

  test('fills a destination that was added to the inventory', async () => {
    const world = await adopted('client-a');
    world.stored[0] = { text: 'something else', updatedAt: 0 };
    const { notes, state } = await run(world);
    expect(state).toBe('not-due');
    expect(notes[0]).toContain('out of order');
    expect(world.stored[0]?.text).toBe(world.stored[1]?.text);
  });

  test('that does not know when it began writes nothing over what may be newer', async () => {
    const world = await adopted('client-a');
    world.stored[0] = { text: 'something else', updatedAt: 0 };
    const { notes } = await run(world, { run: { id: '1', startedAt: undefined } });
    expect(notes).toEqual([expect.stringContaining('actions: read')]);
    expect(world.stored[0]?.text).toBe('something else');
  });

  test('refuses store-as: client-secret', async () => {
    await expect(run(newWorld(), { storeAs: 'client-secret' })).rejects.toMatchObject({
      code: 'E_CONFIG',
    });
  });
});

describe('a leak', () => {
  const leak = { mode: 'revoke-now', confirm: 'client-a' } as const;

  test('is told urgently, remembered by the issue, and the old client is not kept for grace', async () => {
    const world = await adopted('client-a');
    expect(await run(world, leak)).toMatchObject({
      state: 'needs-a-person',
      notes: [expect.stringContaining('No API can revoke it')],
    });
    expect(shown(world.issues)).toEqual([`open: Urgent: ${REPLACE.replace('R', 'r')}`]);
    world.now += DAY;
    expect(await run(world)).toMatchObject({ state: 'needs-a-person' });
    paste(world, makeClient(world, 'client-b'));
    expect(await run(world)).toMatchObject({
      state: 'rotated',
      retirePending: [{ name: 'client-a' }],
    });
    expect(shown(world.issues)).toEqual([
      `closed: Urgent: ${REPLACE.replace('R', 'r')}`,
      `open: Urgent: ${DISABLE.replace('D', 'd')}`,
    ]);
  });

  test('of a client that is replaced already asks to disable it at once', async () => {
    const world = await adopted('client-a');
    await run(world, { mode: 'force' });
    paste(world, makeClient(world, 'client-b'));
    await run(world);
    expect(await run(world, leak)).toMatchObject({ state: 'needs-a-person' });
    expect(shown(world.issues)[1]).toBe(`open: Urgent: ${DISABLE.replace('D', 'd')}`);
  });

  test('may be answered before it is told: the pasted client is adopted first', async () => {
    const world = await adopted('client-a');
    paste(world, makeClient(world, 'client-b'));
    expect(await run(world, leak)).toMatchObject({ state: 'rotated', previousName: 'client-a' });
    expect(shown(world.issues)).toEqual([`open: Urgent: ${DISABLE.replace('D', 'd')}`]);
  });

  test('that a person takes back by closing the issue is quiet', async () => {
    const world = await adopted('client-a');
    await run(world, leak);
    Object.assign(world.issues[0] ?? {}, { open: false });
    expect(await run(world)).toMatchObject({ state: 'not-due' });
  });

  test.each([
    [undefined, 'E_INPUT_MISSING'],
    ['client-x', 'E_INPUT_INVALID'],
  ])('needs the client id that leaked: %s', async (confirm, code) => {
    const world = await adopted('client-a');
    await expect(run(world, { mode: 'revoke-now', confirm })).rejects.toMatchObject({ code });
    expect(world.issues).toEqual([]);
  });
});

describe('where issues cannot be written', () => {
  test('the same steps stand in the summary, with what would help, and nothing fails', async () => {
    const world = await adopted('client-a');
    world.onIssue = () => {
      throw noIssues();
    };
    world.now += 61 * DAY;
    const outcome = await run(world);
    expect(outcome).toMatchObject({
      state: 'needs-a-person',
      notes: [
        expect.stringContaining('the steps stand in the summary of this run'),
        'People were told here only, by no issue. The issues of acme/portal could not be read: no.',
      ],
    });
    expect(outcome.instructions).toContain('gh secret set REVIEWS_CLIENT --env production');
    paste(world, makeClient(world, 'client-b'));
    expect(await run(world)).toMatchObject({ state: 'rotated' });
  });

  test('a quiet day says nothing of it', async () => {
    const world = await adopted('client-a');
    world.onIssue = () => {
      throw noIssues();
    };
    expect(await run(world)).toMatchObject({ state: 'not-due', notes: [] });
  });

  test('a fault of ours is not taken for a refusal', async () => {
    const world = await adopted('client-a');
    world.onIssue = () => {
      throw new TypeError('a fault');
    };
    await expect(run(world)).rejects.toThrow(TypeError);
  });
});
