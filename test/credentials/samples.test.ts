import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CredentialOptions, completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { authMethodOf, type Sample, samples, sampleText } from '../fixtures/credentials/samples.ts';

async function complete(sample: Sample) {
  const provider: CredentialOptions['provider'] = sample.provider ?? 'auto';
  const parsed = await readCredential(sampleText(sample).trim());
  return completeCredential(parsed, {}, { provider, authMethod: 'auto' }, Date.now());
}

describe('samples of issued credentials', () => {
  test.each(samples)('$name', async (sample) => {
    const { expected } = sample;
    if ('code' in expected) {
      const error = await complete(sample).catch((reason: unknown) => reason);
      const code = expected.readerCode ?? expected.code;
      expect(error).toMatchObject({ name: 'Failure', code });
      return;
    }
    const { proof, ...credential } = await complete(sample);
    expect({ ...credential, tokenUrl: credential.tokenUrl.href }).toMatchObject({
      provider: expected.provider,
      clientId: expected.clientId,
      tokenUrl: expected.tokenUrl,
      authMethod: authMethodOf(expected),
      apiUrl: expected.apiUrl,
      endpoints: expected.endpoints ?? {},
    });
    expect(Object.keys(credential.endpoints)).toEqual(Object.keys(expected.endpoints ?? {}));
    if (typeof expected.proof === 'string') {
      expect(proof).toEqual({ kind: 'secret', clientSecret: expected.proof });
    } else {
      if (proof.kind !== 'certificate') expect.unreachable(proof.kind);
      expect(new X509Certificate(proof.certificate).subject).toBe(expected.proof.subject);
    }
  });

  test('have names of their own, and are what the page about them says', () => {
    const page = readFileSync(new URL('../fixtures/README.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z\d-]+)` \|.*\| (?:`(E_\w+)`|token) \|$/gm)];
    expect(rows.map(([, name, code]) => ({ name, code }))).toEqual(
      samples.map(({ name, expected }) => ({
        name,
        code: 'code' in expected ? expected.code : undefined,
      })),
    );
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length);
  });
});
