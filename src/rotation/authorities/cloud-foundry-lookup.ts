import { oneLine } from '../../text.ts';
import { type CfKey, isInProgress, listKeys } from './cloud-foundry-keys.ts';
import type { CfClient } from './cloud-foundry-request.ts';
import { pace } from './cloud-foundry-waits.ts';

/** The key of that name, or undefined where there is none. */
export async function findKey(
  instance: string,
  name: string,
  client: CfClient,
): Promise<CfKey | undefined> {
  const [key] = await listKeys(instance, name, client);
  return key;
}

/** The same, when nothing goes on with it any more; as it is then, where the deadline comes first. */
export async function settledKey(
  instance: string,
  name: string,
  client: CfClient,
): Promise<CfKey | undefined> {
  for (let waits = 0; ; waits++) {
    const key = await findKey(instance, name, client);
    if (key === undefined || !isInProgress(key)) return key;
    if (!(await pace(`the service key ${keyName(name)}`, waits, client.context))) return key;
  }
}

/** For messages. */
export function keyName(name: string): string {
  return oneLine(name, 100);
}
