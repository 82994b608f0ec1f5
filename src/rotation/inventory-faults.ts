import { Failure } from '../failure.ts';
import type { DestinationEntry, InventoryEntry } from './inventory.ts';

/** What a schema cannot say of one entry; undefined: nothing is wrong. */
export function faultOf(
  entry: InventoryEntry,
  before: readonly InventoryEntry[],
): string | undefined {
  if (before.some(({ name }) => name === entry.name)) {
    return `the name ${entry.name} is given to two entries.`;
  }
  if (entry.keepOld >= entry.rotateEvery) {
    return 'keep-old must be shorter than rotate-every, or credentials pile up.';
  }
  const { environment, destinations } = entry;
  if (destinations.some((one) => one.kind === 'dependabot' && one.environment !== undefined)) {
    return 'a Dependabot secret is one of a repository or an organization, and not of an environment.';
  }
  const environments = [environment, ...destinations.map((one) => one.environment)];
  if (environments.some((name) => name !== undefined && /^(?:\s*|\.\.?)$/.test(name))) {
    return 'an environment cannot be called so: its name is blank, or a dot or two.';
  }
  return undefined;
}

/**
 * Two entries that write the same secret. Each would replace what the other has stored, in places
 * where jobs expect the credential of another system.
 *
 * @param repository `owner/name` of the one that the inventory belongs to.
 * @returns E_CONFIG; undefined: there are none.
 */
export function rivalry(
  entries: readonly InventoryEntry[],
  repository: string,
): Failure | undefined {
  const writers = new Map<string, string>();
  for (const entry of entries) {
    for (const place of new Set(placesOf(entry, repository))) {
      const other = writers.get(place);
      if (other !== undefined) return sameSecret(other, entry.name);
      writers.set(place, entry.name);
    }
  }
  return undefined;
}

function sameSecret(one: string, other: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The entries ${one} and ${other} of the inventory write the same secret, so that each would replace what the other has stored. Nothing was done. Give each entry secrets of its own.`,
  );
}

/** GitHub takes names in either case for the same. */
function placesOf(
  { secret, environment, destinations }: InventoryEntry,
  repository: string,
): readonly string[] {
  const main: DestinationEntry = { repository, secret, kind: 'actions' };
  const all = [environment === undefined ? main : { ...main, environment }, ...destinations];
  return all.map(({ kind, repository, organization, environment, secret }) =>
    JSON.stringify([kind, repository, organization, environment, secret]).toLowerCase(),
  );
}
