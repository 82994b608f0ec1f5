import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { readEntry, readInventory } from '../../src/rotation/inventory.ts';

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
const read = (text: string) => readInventory(text, '.github/api-credentials.yml');

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
      'line 16, column 5: the name calm-release is given to two entries',
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
  ])('%s', (_name, text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringContaining(message) }),
    );
  });
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
        read(one);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect((error as Failure).code).toBe('E_CONFIG');
        expect((error as Failure).message).not.toMatch(/[\r\n]/);
      }
    }),
    { numRuns: 1000 },
  );
});
