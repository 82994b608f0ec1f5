import { describe, expect, test } from 'vitest';
import { type Choices, completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { CODES, NOW, type Sample, samples, sampleText } from './samples.ts';

const all = samples();

async function complete({ file, kind }: Sample) {
  const provider: Choices['provider'] = kind === 'etrusted' ? 'etrusted' : 'auto';
  const parsed = await readCredential(sampleText(file).trim());
  return completeCredential(parsed, {}, { provider, authMethod: 'auto' }, NOW);
}

if (all === undefined) {
  test.skip('samples of issued credentials (needs the folder ../shared/data)', () => {});
} else {
  describe('samples of issued credentials', () => {
    test.each(all)('$file ($expect)', async (sample) => {
      const codes = CODES[sample.expect];
      if (codes !== undefined) {
        const error = await complete(sample).catch((reason: unknown) => reason);
        expect(error).toMatchObject({
          name: 'Failure',
          code: expect.stringMatching(codes.join('|')),
        });
        return;
      }
      const credential = await complete(sample);
      expect({
        clientId: credential.clientId,
        tokenUrl: credential.tokenUrl.href,
        authMethod: credential.authMethod,
        apiUrl: credential.apiUrl ?? '',
      }).toEqual({
        clientId: sample.clientId,
        tokenUrl: sample.tokenUrl,
        authMethod: sample.authMethod,
        apiUrl: sample.apiUrl,
      });
    });
  });
}
