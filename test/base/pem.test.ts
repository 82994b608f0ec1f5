import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { pemBlocks, writePem } from '../../src/base/pem.ts';

describe('PEM', () => {
  test('is found and written again, whatever stands around and between', () => {
    const block = fc.record({
      label: fc.constantFrom('CERTIFICATE', 'RSA PRIVATE KEY', 'X509 CRL'),
      body: fc
        .uint8Array({ minLength: 1, maxLength: 200 })
        .map((bytes) => Buffer.from(bytes).toString('base64')),
    });
    const gap = fc.constantFrom('', ' ', '\n', '\\n', 'text\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, block), { maxLength: 4 }), (parts) => {
        const text = parts.map(([before, part]) => before + writePem(part)).join('');
        const blocks = parts.map(([, part]) => part);
        expect(pemBlocks(text)).toEqual(blocks);
        expect(pemBlocks(text.replace(/\n/g, '\\n'))).toEqual(blocks);
      }),
    );
  });

  test('lines are 64 characters long', () => {
    const lines = writePem({ label: 'X', body: 'a'.repeat(130) }).split('\n');
    expect(lines.map((line) => line.length)).toEqual([17, 64, 64, 2, 15, 0]);
  });

  test('any text gives blocks or a Failure', () => {
    const pieces = fc.constantFrom(
      '-----BEGIN ',
      '-----END ',
      '-----',
      'KEY',
      'AAAA',
      '=',
      '\n',
      ' ',
      'Proc-Type',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (text) => {
        try {
          pemBlocks(text.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['begins', '-----BEGIN '],
    ['begins with labels', '-----BEGIN A-----'],
    ['dashes', '-----'],
    ['whole blocks', '-----BEGIN A-----AAAA-----END A-----'],
    ['blocks of different ends', '-----BEGIN A-----AAAA-----END B-----'],
    ['gaps in a block', ' \\n'],
  ])('takes linear time: %s', (_name, piece) => {
    const text = `-----BEGIN A-----${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
    const started = performance.now();
    try {
      pemBlocks(text);
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
    }
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
