import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json.ts';
import { listOf, oneLine } from '../../base/text.ts';
import type { Authority, AuthorityContext, AuthorityKind } from '../types.ts';
import { btp } from './btp/index.ts';
import { cloudFoundry } from './cloud-foundry/index.ts';
import { refusedPlace } from './hosts.ts';
import { serviceManager } from './service-manager/index.ts';

/** Every kind of authority that can create credentials. */
const KINDS: readonly AuthorityKind[] = [btp, cloudFoundry, serviceManager];

/**
 * Why nothing may be sent to where the settings say that the authority is; undefined: nothing speaks
 * against it. For a look ahead: `openAuthority` asks the same.
 *
 * @param allowed the input allowed-hosts.
 */
export function refusedAuthority(
  settings: JsonObject,
  allowed: readonly string[] | undefined,
): Failure | undefined {
  const kind = KINDS.find((each) => each.kind === settings['kind']);
  try {
    const place = kind?.place?.(settings);
    return place && refusedPlace(place, allowed);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

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
  context: AuthorityContext,
): Authority {
  const kind = KINDS.find((each) => each.kind === settings['kind']);
  if (kind !== undefined) return kind.open(settings, login, context);
  const known = KINDS.map((each) => each.kind);
  throw new Failure(
    'E_CONFIG',
    `No credential can be created at an authority of the kind ${oneLine(String(settings['kind']), 40)}.`,
    `The kinds that create credentials are ${listOf(known)}.`,
  );
}
