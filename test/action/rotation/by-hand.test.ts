import { describe, expect, test } from 'vitest';
import { handwork, tokenUrlOf } from '../../../src/action/rotate-entry.ts';
import type { TokenSettings } from '../../../src/action/verify.ts';
import type { InventoryEntry } from '../../../src/rotation/inventory.ts';

const ETRUSTED = 'https://login.etrusted.com/oauth/token';

function settings(changes: {
  readonly tokenUrl?: string;
  readonly provider?: 'auto' | 'etrusted' | 'ias';
  readonly allowedHosts?: readonly string[];
}): TokenSettings {
  return {
    binding: undefined,
    parts: { tokenUrl: changes.tokenUrl },
    choices: { provider: changes.provider ?? 'auto', authMethod: 'auto' },
    requestOptions: { allowedHosts: changes.allowedHosts } as TokenSettings['requestOptions'],
  };
}

test.each<[Parameters<typeof settings>[0], string | undefined]>([
  [{}, undefined],
  [{ allowedHosts: ['*.hana.ondemand.com'] }, undefined],
  [{ provider: 'ias' }, undefined],
  [{ allowedHosts: ['login.etrusted.com'] }, ETRUSTED],
  [{ allowedHosts: ['*.etrusted.com'] }, ETRUSTED],
  [{ provider: 'etrusted' }, ETRUSTED],
  [{ provider: 'etrusted', tokenUrl: 'https://a.example/t' }, 'https://a.example/t'],
])('a pair without a URL goes where somebody has said: %j', (changes, expected) => {
  expect(tokenUrlOf(settings(changes))).toBe(expected);
});

describe('the commands name', () => {
  const entry: InventoryEntry = {
    name: 'reviews',
    secret: 'REVIEWS',
    environment: undefined,
    destinations: [],
    storeAs: 'json',
    authority: { kind: 'manual', instructions: 'Ask.' },
    rotateEvery: 1,
    keepOld: 1,
  };

  test.each([
    [undefined, 'acme/portal'],
    ['https://github.com', 'acme/portal'],
    ['https://github.acme.example', 'github.acme.example/acme/portal'],
  ])('the repository, with its server where that is another one: %s', (server, repository) => {
    const env = { GITHUB_SERVER_URL: server };
    expect(handwork(entry, 'acme/portal', env)).toMatchObject({
      repository,
      instructions: 'Ask.',
    });
  });

  test.each([
    ['acme/portal/.github/workflows/rotation.yml@refs/heads/main', 'rotation.yml'],
    ['acme/portal/.github/workflows/a b.yaml@refs/tags/v1', 'a b.yaml'],
    ['acme/other/.github/workflows/rotation.yml@refs/heads/main', undefined],
    ['acme/portal/.github/workflows/$(rm).yml@refs/heads/main', undefined],
    ['', undefined],
  ])('the workflow that rotates, in the same repository: %s', (reference, workflow) => {
    const env = { GITHUB_WORKFLOW_REF: reference };
    expect(handwork(entry, 'acme/portal', env).workflow).toBe(workflow);
  });
});
