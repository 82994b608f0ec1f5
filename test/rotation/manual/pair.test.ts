import { describe, expect, test } from 'vitest';
import { readCredential } from '../../../src/credentials/read.ts';
import { readPair, textOf } from '../../../src/rotation/manual/pair.ts';
import { testContext } from '../../context.ts';
import { samples, sampleText } from '../../fixtures/credentials/samples.ts';

const TOKEN_URL = 'https://login.etrusted.com/oauth/token';
const NOW = Date.UTC(2027, 0, 1);
const ADOPTED = {
  createdAt: new Date(NOW),
  previous: { name: 'client-before', leaked: true },
};
const { secrets } = testContext();
const read = (text: string) => readPair({ tokenUrl: TOKEN_URL, secrets }, text);

/** What a run stores for a text that a person has pasted. */
async function stored(text: string, tokenUrl: string | undefined): Promise<string> {
  const { pasted } = await readPair({ tokenUrl, secrets }, text);
  if (pasted === undefined) throw new Error('A run has stored it.');
  return textOf(pasted, ADOPTED);
}

describe('what is stored for a pair', () => {
  const usable = samples.filter(({ expected }) => 'clientId' in expected);

  test.each(usable)('says the same as what was pasted, on one line: $name', async (sample) => {
    const text = sampleText(sample);
    const pasted = await readCredential(text);
    const line = await stored(text, TOKEN_URL);
    expect(line).not.toMatch(/[\r\n]/);
    const { current: again } = await read(line);
    expect(again).toMatchObject({ text: line, ...ADOPTED });
    // The label of a binding stands outside of it, and matters only where nothing else tells.
    const { serviceLabel: _label, tokenUrl = again?.fields.tokenUrl, ...said } = pasted.fields;
    expect(again?.fields).toMatchObject({ ...said, ...(tokenUrl !== undefined && { tokenUrl }) });
  });

  test('keeps the label that tells whose it is, where nothing else does', async () => {
    const text = 'ETRUSTED_CLIENT_ID=client-a\nETRUSTED_CLIENT_SECRET=s';
    const nowhere = { tokenUrl: undefined, secrets };
    const { current } = await readPair(nowhere, await stored(text, undefined));
    expect(current?.fields).toMatchObject({
      clientId: 'client-a',
      serviceLabel: expect.stringMatching(/^etrusted/i),
    });
  });

  test.each([
    { name: 'client-a', created: '2027-01-01T00:00:00.000Z' },
    { name: 'client-a', created: '2027-01-01T00:00:00.000Z', previous: { name: 7 } },
  ])('is known as stored by a run: %j', async (rotation) => {
    const text = JSON.stringify({ clientid: 'client-a', clientsecret: 's', rotation });
    const { current } = await read(text);
    expect(current).toMatchObject({ createdAt: new Date(NOW), previous: undefined });
  });

  test.each([
    { name: 'client-b', created: '2027-01-01T00:00:00.000Z' },
    { name: 'client-a', created: 'lately' },
    { name: 'client-a' },
    'client-a',
  ])('is taken for pasted where no run has written so: %j', async (rotation) => {
    const text = JSON.stringify({ clientid: 'client-a', clientsecret: 's', rotation });
    const { current, pasted } = await read(text);
    expect(current).toBeUndefined();
    expect(pasted?.value).not.toHaveProperty('rotation');
  });
});
