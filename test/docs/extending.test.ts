import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, text } from './sources.ts';

const page = text('docs/extending.md');

/** The rows of the table: what, interface, list, suite. */
const rows = [
  ...page.matchAll(/^\| (an? [^|]+) \| `(\w+)` in `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm),
];

describe('docs/extending.md', () => {
  test('names files that exist', () => {
    const files = [...page.matchAll(/`((?:src|test|schema)\/[\w./-]+)`/g)]
      .map(([, file = '']) => file)
      .filter((file) => !file.includes('NAME'));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test.each(rows)('%s: its interface, its list and its suite are there', (...row) => {
    const [, , name = '', file = '', list = '', suite = ''] = row;
    expect(text(file)).toMatch(new RegExp(`^export interface ${name} `, 'm'));
    expect(text(list)).toMatch(new RegExp(`\\b${name}\\b`));
    const [, suiteName, suiteFile = ''] = /^(?:`(\w+)` in )?`([^`]+)`$/.exec(suite) ?? [];
    expect(text(suiteFile)).toContain(suiteName ?? name.toLowerCase());
  });

  test('has a row for each kind of thing', () => {
    expect(rows).toHaveLength(6);
  });
});

test('every authority in the list passes the contract', () => {
  const [, list = ''] =
    /KINDS: readonly AuthorityKind\[\] = \[([^\]]+)\]/.exec(
      text('src/rotation/authorities/index.ts'),
    ) ?? [];
  const suite = text('test/rotation/authorities/authority-contract.test.ts');
  const described = [...suite.matchAll(/^describeAuthority\('([a-z-]+)'/gm)].map(
    ([, kind]) => kind,
  );
  expect(described.length).toBeGreaterThan(0);
  expect(list.split(', ').map(kebab)).toEqual(described);
});

/** `cloudFoundry` is the kind `cloud-foundry`. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
