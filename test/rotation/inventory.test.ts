import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import {
  type InventoryEntry,
  readEntry,
  readInventory,
  rivalryOf,
} from '../../src/rotation/inventory.ts';

const DAY = 86_400_000;
const WHOLE = `version: 1
credentials:
  - name: calm-release
    secret: CALM_SERVICE_KEY
    environment: production
    destinations:
      - { repository: acme/portal, environment: prod, secret: CALM_KEY }
      - { organization: acme, secret: CALM_KEY }
      - { repository: acme/portal, kind: dependabot, secret: CALM_KEY }
    store-as: json
    authority:
      kind: service-manager
      instance: calm-api
    rotate-every: 60d
    keep-old: 7d
`;
const SHORT = `version: 1
credentials:
  - name: xsuaa
    secret: BTP_API_CREDENTIAL
    authority:
      kind: btp
      scope: { subaccount: 00000000-0000-4000-8000-000000000001 }
      subdomain: acme
`;
const readAll = (text: string) => readInventory(text, '.github/api-credentials.yml');

/** All of its entries. */
function read(text: string): readonly InventoryEntry[] {
  const { entries, bad } = readAll(text);
  expect(bad).toEqual([]);
  return entries;
}

/** What the first fault says, of one entry or of the whole. */
function faultOf(text: string): string {
  try {
    const [first] = readAll(text).bad;
    return first?.fault ?? 'there is no fault';
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_CONFIG' });
    return (error as Failure).message;
  }
}

test('an inventory is read', () => {
  expect(read(WHOLE)).toEqual([
    {
      name: 'calm-release',
      secret: 'CALM_SERVICE_KEY',
      environment: 'production',
      destinations: [
        { repository: 'acme/portal', environment: 'prod', secret: 'CALM_KEY', kind: 'actions' },
        { organization: 'acme', secret: 'CALM_KEY', kind: 'actions' },
        { repository: 'acme/portal', secret: 'CALM_KEY', kind: 'dependabot' },
      ],
      storeAs: 'json',
      authority: { kind: 'service-manager', instance: 'calm-api' },
      rotateEvery: 60 * DAY,
      keepOld: 7 * DAY,
    },
  ]);
});

test('what is left out has a usual value', () => {
  expect(read(SHORT)).toMatchObject([
    {
      environment: undefined,
      destinations: [],
      storeAs: 'json',
      rotateEvery: 60 * DAY,
      keepOld: 7 * DAY,
      authority: { kind: 'btp', subdomain: 'acme' },
    },
  ]);
});

describe('a fault is told with its place', () => {
  test.each<[string, string, string]>([
    ['no YAML', 'version: [1', 'line 1, column 12: this is no valid YAML'],
    ['nothing', '', 'line 1, column 1: the whole must be a map'],
    [
      'another version',
      WHOLE.replace('version: 1', 'version: 2'),
      'line 1, column 10: version must be 1',
    ],
    [
      'a name with capitals',
      WHOLE.replace('calm-release', 'Calm'),
      'line 3, column 11: credentials.0.name is not written',
    ],
    [
      'a member that is not known',
      WHOLE.replace('store-as', 'store_as'),
      'line 3, column 5: credentials.0 has a member that is not known here: store_as',
    ],
    [
      'a secret of GitHub',
      SHORT.replace('BTP_API_CREDENTIAL', 'GITHUB_KEY'),
      'line 4, column 13: credentials.0.secret is not written',
    ],
    [
      'no subdomain',
      SHORT.replace('      subdomain: acme\n', ''),
      'line 6, column 7: credentials.0.authority lacks subdomain',
    ],
    [
      'two scopes',
      SHORT.replace('{ ', '{ directory: x, '),
      'line 7, column 14: credentials.0.authority.scope must NOT have more than 1',
    ],
    [
      'no scope',
      SHORT.replace('{ subaccount: 00000000-0000-4000-8000-000000000001 }', '{}'),
      'line 7, column 14: credentials.0.authority.scope',
    ],
    [
      'a scope without an id',
      SHORT.replace('00000000-0000-4000-8000-000000000001', '""'),
      'credentials.0.authority.scope.subaccount',
    ],
    [
      'an unknown scope',
      SHORT.replace('{ subaccount', '{ toString'),
      'credentials.0.authority.scope has a member that is not known here: toString',
    ],
    [
      'a subdomain of two lines',
      SHORT.replace('subdomain: acme', 'subdomain: "acme\\nx"'),
      'credentials.0.authority.subdomain is not written',
    ],
    [
      'a protocol version that is a path',
      SHORT.replace('subdomain: acme', 'subdomain: acme\n      protocol-version: v2/../x'),
      'credentials.0.authority.protocol-version is not written',
    ],
    [
      'another authority',
      SHORT.replace('kind: btp', 'kind: aws'),
      'line 6, column 13: credentials.0.authority.kind must be one of btp, cloud-foundry',
    ],
    [
      'an environment of an organization',
      WHOLE.replace('{ organization: acme,', '{ organization: acme, environment: x,'),
      'line 8, column 9: credentials.0.destinations.1 must name',
    ],
    [
      'a long grace period',
      WHOLE.replace('keep-old: 7d', 'keep-old: 60d'),
      'line 3, column 5: keep-old must be shorter',
    ],
    [
      'a name twice',
      WHOLE + WHOLE.slice(WHOLE.indexOf('  - name')),
      'line 3, column 5: the name calm-release is given to two entries',
    ],
    [
      'a duration without a unit',
      WHOLE.replace('60d', '60'),
      'line 14, column 19: credentials.0.rotate-every must be a text (numbers in quotes): A number from 1 on',
    ],
    [
      'a duration of nothing',
      WHOLE.replace('7d', '0d'),
      'credentials.0.keep-old is not written as it must be (^[1-9][0-9]{0,3}[dhm]$): A number from 1 on',
    ],
    ['no entries', 'version: 1\ncredentials: []\n', 'line 2, column 14: credentials is empty'],
    [
      'a member that is misspelt',
      WHOLE.replace('secret:', 'secrets:'),
      'line 3, column 5: credentials.0 has a member that is not known here: secrets',
    ],
    [
      'an environment of Dependabot',
      WHOLE.replace('kind: dependabot', 'kind: dependabot, environment: x'),
      'line 3, column 5: a Dependabot secret is',
    ],
    [
      'an environment that no URL can name',
      WHOLE.replace('environment: prod,', 'environment: "..",'),
      'line 3, column 5: an environment cannot be called so',
    ],
    [
      'a blank environment',
      WHOLE.replace('environment: production', 'environment: " "'),
      'line 3, column 5: an environment cannot be called so',
    ],
    [
      'an alias that leads nowhere',
      'version: *v\n',
      'line 1, column 10: it has an alias that leads',
    ],
    ['no list of entries', 'version: 1\n', 'line 1, column 1: the whole lacks credentials'],
    ['a text in place of the list', 'version: 1\ncredentials: x\n', 'credentials must be a list'],
    ['a name twice in one map', `version: 1\n${SHORT}`, 'line 2, column 1: a name comes twice.'],
    ['an entry that is a text', 'version: 1\ncredentials: [x]\n', 'credentials.0 must be a map'],
    ['an entry of nothing', 'version: 1\ncredentials:\n  -\n', 'credentials.0 must be a map'],
    [
      'a list of lists',
      `version: 1\ncredentials: ${'['.repeat(60)}${']'.repeat(60)}`,
      'too deeply',
    ],
  ])('%s', (_name, text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});

describe('one bad entry', () => {
  const entry = (name: string, further = '') =>
    `  - { name: ${name}, secret: KEY_${name.replace('-', '_')}, authority: { kind: manual }${further} }\n`;
  const inventory = (...lines: string[]) => `version: 1\ncredentials:\n${lines.join('')}`;
  const namesOf = ({ entries }: { entries: readonly InventoryEntry[] }) =>
    entries.map(({ name }) => name);

  test.each<[string, string, RegExp]>([
    [
      'with a wrong duration',
      entry('b', ', rotate-every: 2 months'),
      /^credentials\.1\.rotate-every /,
    ],
    ['with a wrong secret', entry('b').replace('KEY_b', 'GITHUB_KEY'), /^credentials\.1\.secret /],
    ['with an unknown member', entry('b', ', x: 1'), /^credentials\.1 has a member/],
    ['with a member twice', entry('b', ', name: b'), /^a name comes twice\.$/],
    [
      'with an alias that leads nowhere',
      entry('b', ', x: *x'),
      /^it has an alias that leads nowhere/,
    ],
    ['that is a number', '  - 7\n', /^credentials\.1 must be a map/],
    ['that keeps old ones too long', entry('b', ', keep-old: 99d'), /^keep-old must be shorter/],
  ])('%s stops none of the others', (_what, broken, fault) => {
    const read = readAll(inventory(entry('a'), broken, entry('c')));
    expect(namesOf(read)).toEqual(['a', 'c']);
    expect(read.bad).toEqual([
      {
        name: broken.includes('name: b') && !/\*x|name: b }/.test(broken) ? 'b' : undefined,
        fault: expect.stringMatching(/^\.github\/api-credentials\.yml, line 4, column \d+: /),
      },
    ]);
    expect(read.bad[0]?.fault.replace(/^.*?: /, '')).toMatch(fault);
  });

  test('with the name of another makes both unknown, and stops none of the others', () => {
    const read = readAll(inventory(entry('a'), entry('b'), entry('a', ', x: 1'), entry('b')));
    expect(namesOf(read)).toEqual([]);
    expect(read.bad.map(({ name }) => name)).toEqual(['a', 'b', 'a', 'b']);
    expect(namesOf(readAll(inventory(entry('a'), entry('b'), entry('b'))))).toEqual(['a']);
  });

  test('is the only one among fifty that is not read', () => {
    const names = Array.from({ length: 50 }, (_, at) => `entry-${at}`);
    const lines = names.map((name, at) => entry(name, at === 17 ? ', rotate-every: 2 months' : ''));
    const read = readAll(inventory(...lines));
    expect(namesOf(read)).toEqual(names.filter((_, at) => at !== 17));
    expect(read.bad).toMatchObject([{ name: 'entry-17' }]);
    expect(read.bad[0]?.fault).toContain(', line 20, column ');
  });

  test('may define what others repeat', () => {
    const text = inventory(
      '  - { name: A, secret: K, authority: &by { kind: manual, instructions: Ask. } }\n',
      '  - { name: b, secret: KEY_B, authority: *by }\n',
    );
    const { entries, bad } = readAll(text);
    expect(entries).toMatchObject([{ name: 'b', authority: { instructions: 'Ask.' } }]);
    expect(bad).toMatchObject([{ name: 'A' }]);
  });
});

test('an authority may be written once for 300 entries', () => {
  const first = '  - { name: e0, secret: K0, authority: &a { kind: manual } }\n';
  const rest = Array.from(
    { length: 299 },
    (_, at) => `  - { name: e${at + 1}, secret: K${at + 1}, authority: *a }\n`,
  );
  expect(read(`version: 1\ncredentials:\n${first}${rest.join('')}`)).toHaveLength(300);
});

describe('a text of 200 KB that somebody has made to be slow', () => {
  const SIZE = 200_000;
  const many = (piece: (at: number) => string, length = 12) =>
    Array.from({ length: SIZE / length }, (_, at) => piece(at)).join('');
  const bomb = Array.from({ length: 40 }, (_, at) => {
    const before =
      at === 0
        ? 'x'
        : Array(9)
            .fill(`*l${at - 1}`)
            .join(', ');
    return `  - &l${at} [${before}]\n`;
  }).join('');

  test.each([
    ['names in one map', `version: 1\n${many((at) => `k${at}: 1\n`)}`],
    [
      'anchors and aliases',
      `version: 1\ncredentials:\n${many((at) => `- &a${at} [*a${at}]\n`, 18)}`,
    ],
    ['aliases of one anchor', `version: &v 1\ncredentials:\n${many(() => '- *v\n', 5)}`],
    ['lists in lists', `version: 1\ncredentials: ${'['.repeat(SIZE)}`],
    ['a bomb of aliases', `version: 1\ncredentials:\n${bomb}`],
    ['entries of one name', `version: 1\ncredentials:\n${many(() => '- {name: a}\n', 12)}`],
    [
      'good entries',
      `version: 1\ncredentials:\n${many((at) => `- {name: e${at}, secret: K${at}, authority: {kind: manual}}\n`, 55)}`,
    ],
  ])(
    '%s',
    (_what, text) => {
      const started = performance.now();
      const { entries } = ((): { entries: readonly InventoryEntry[] } => {
        try {
          return readAll(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_CONFIG' });
          return { entries: [] };
        }
      })();
      const [first] = entries;
      if (first !== undefined) expect(rivalryOf(first, entries, 'acme/portal')).toBeUndefined();
      // A quadratic one would take minutes.
      expect(performance.now() - started).toBeLessThan(30_000);
    },
    60_000,
  );
});

describe('an entry alone, as the token action has it', () => {
  const ENTRY = 'name: calm\nsecret: CALM\nauthority: { kind: manual }\n';

  test('is read with what is usual', () => {
    expect(readEntry(ENTRY, 'input rotation')).toMatchObject({
      name: 'calm',
      secret: 'CALM',
      storeAs: 'json',
      rotateEvery: 60 * DAY,
    });
  });

  test.each([
    [
      'without a secret',
      ENTRY.replace(/secret.*\n/, ''),
      'line 1, column 1: the whole lacks secret',
    ],
    [
      'with an unknown kind',
      ENTRY.replace('manual', 'magic'),
      'line 3, column 20: authority.kind must',
    ],
    [
      'that keeps old ones too long',
      `${ENTRY}keep-old: 90d\n`,
      'line 1, column 1: keep-old must be',
    ],
    [
      'that is a whole inventory',
      `version: 1\ncredentials: [{${ENTRY.replaceAll('\n', ', ')}}]`,
      'has a member that is not known here: version',
    ],
  ])('%s is refused', (_name, text, message) => {
    expect(() => readEntry(text, 'input rotation')).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringContaining(message) }),
    );
  });
});

test('any text is an inventory or a failure of one line', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(fc.nat(WHOLE.length), fc.string({ maxLength: 5 }))
      .map(([at, piece]) => WHOLE.slice(0, at) + piece + WHOLE.slice(at + piece.length)),
  );
  fc.assert(
    fc.property(text, (one) => {
      try {
        for (const { fault } of readAll(one).bad) expect(fault).not.toMatch(/[\r\n]/);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect((error as Failure).code).toBe('E_CONFIG');
        expect((error as Failure).message).not.toMatch(/[\r\n]/);
      }
    }),
    { numRuns: 1000 },
  );
});
