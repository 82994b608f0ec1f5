import { expect, test } from 'vitest';
import { filesIn, text } from './sources.ts';

const page = text('docs/threat-model.md');
const section = (heading: string) => page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
/** Claim, how it is kept, proof. */
const claims = [...section('Claims').matchAll(/^\| (.+?) \| (.+) \| (.+) \|$/gm)]
  .map(([, claim = '', how = '', proof = '']) => ({ claim, how, proof }))
  .filter(({ claim }) => claim !== 'Claim' && claim !== '---');

/** Each test that a proof names, with its file. */
function testsIn(proof: string): [file: string, name: string][] {
  return proof.split('; ').flatMap((part) => {
    const [, file = '', names = ''] = /^`([^`]+)`: (.+)$/.exec(part) ?? [];
    return names.split(/(?<="), (?=")/).map((name): [string, string] => [file, name]);
  });
}

test('there are claims, and each names its proof', () => {
  expect(claims.length).toBeGreaterThan(25);
  expect(claims.filter(({ proof }) => testsIn(proof).length === 0)).toEqual([]);
});

test.each(claims)('the proof exists: $claim', ({ proof }) => {
  const files = filesIn('test', '.test.ts');
  for (const [file, quoted] of testsIn(proof)) {
    expect(files).toContain(file);
    expect(quoted).toMatch(/^".+"$/);
    // As a literal: the name of a test, of a group of them or of one case.
    const name = quoted.slice(1, -1);
    expect(text(file).includes(`'${name}'`), `${file}: ${name}`).toBe(true);
  }
});

test('the page is short enough to be read', () => {
  expect(page.split('\n').length).toBeLessThan(200);
});
