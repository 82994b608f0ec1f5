import type { JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { listOf, oneLine } from '../../text.ts';
import type { Authority } from '../authority.ts';
import type { AuthorityKind, AuthorityWorld } from '../authority-kind.ts';
import { btp } from './btp-kind.ts';
import { cloudFoundry } from './cloud-foundry.ts';
import { serviceManager } from './service-manager.ts';

/** Every kind of authority that can create credentials. */
const KINDS: readonly AuthorityKind[] = [btp, cloudFoundry, serviceManager];

/**
 * The authority of an entry of the inventory. Nothing is sent yet.
 *
 * @param settings the member `authority` of the entry.
 * @param login the input authority-login, as it is.
 * @throws Failure E_CONFIG for a kind that is not listed; what `AuthorityKind.open` throws.
 */
export function openAuthority(
  settings: JsonObject,
  login: string | undefined,
  world: AuthorityWorld,
): Authority {
  const kind = KINDS.find((each) => each.kind === settings['kind']);
  if (kind !== undefined) return kind.open(settings, login, world);
  const known = KINDS.map((each) => each.kind);
  throw new Failure(
    'E_CONFIG',
    `No credential can be created at an authority of the kind ${oneLine(String(settings['kind']), 40)}. The kinds that create credentials are ${listOf(known)}.`,
  );
}
