import { isAbsolute, join } from 'node:path';
import { Failure } from '../../failure.ts';
import type { InventoryEntry } from '../../rotation/inventory.ts';
import { listOf, oneLine } from '../../text.ts';
import type { Environment } from '../inputs.ts';
import type { ReadText } from './files.ts';

/**
 * Reads the inventory of the workspace.
 *
 * @throws Failure E_CONFIG
 */
export async function inventoryOf(
  config: string,
  env: Environment,
  read: ReadText,
): Promise<readonly InventoryEntry[]> {
  const workspace = env['GITHUB_WORKSPACE'] ?? '.';
  const text = read(isAbsolute(config) ? config : join(workspace, config));
  if (text !== undefined) {
    const { readInventory } = await import('../../rotation/inventory.ts');
    return readInventory(text, config);
  }
  throw new Failure(
    'E_CONFIG',
    `There is no inventory ${oneLine(config, 200)} in the workspace. Check out the repository in a step before, or give its path in the input config.`,
  );
}

/**
 * The entry of that name, or the only one.
 *
 * @throws Failure E_INPUT_MISSING or E_CONFIG
 */
export function entryNamed(
  entries: readonly InventoryEntry[],
  name: string | undefined,
): InventoryEntry {
  const names = entries.map((entry) => entry.name);
  const shown = names.length <= 20 ? listOf(names) : `${names.slice(0, 20).join(', ')} and others`;
  if (name === undefined) {
    const [only, ...others] = entries;
    if (only !== undefined && others.length === 0) return only;
    throw new Failure(
      'E_INPUT_MISSING',
      `The inventory has several entries (${shown}). Name one in the input name.`,
    );
  }
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new Failure(
    'E_CONFIG',
    `The inventory has no entry ${oneLine(name, 60)}. It has ${shown}.`,
  );
}
