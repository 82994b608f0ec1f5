import { hostAllowed } from '../../credentials/urls.ts';
import type { InventoryEntry } from '../../rotation/inventory.ts';
import type { Handwork } from '../../rotation/manual/manual-job.ts';
import type { Environment } from '../inputs.ts';
import type { TokenSettings } from './verify.ts';

const ETRUSTED = 'https://login.etrusted.com/oauth/token';

/**
 * Where tokens are asked for with a pair that states no URL, as the Control Centre of eTrusted shows
 * it. A secret is sent there only where somebody has named that server.
 */
export function tokenUrlOf({ parts, choices, wishes }: TokenSettings): string | undefined {
  if (parts.tokenUrl !== undefined) return parts.tokenUrl;
  const named = hostAllowed(new URL(ETRUSTED), wishes.allowedHosts ?? []);
  return choices.provider === 'etrusted' || named ? ETRUSTED : undefined;
}

/** @param repository `owner/name` of the repository that rotates. */
export function handwork(
  { secret, environment, authority: { instructions } }: InventoryEntry,
  repository: string,
  env: Environment,
): Handwork {
  const host = URL.parse(env['GITHUB_SERVER_URL']?.trim() ?? '')?.host ?? 'github.com';
  return {
    repository: host === 'github.com' ? repository : `${host}/${repository}`,
    secret,
    environment,
    workflow: workflowOf(repository, env),
    instructions: typeof instructions === 'string' ? instructions : undefined,
  };
}

/** GITHUB_WORKFLOW_REF is `owner/name/.github/workflows/FILE@REF`, also where FILE calls another one. */
function workflowOf(repository: string, env: Environment): string | undefined {
  const start = `${repository}/.github/workflows/`;
  const reference = env['GITHUB_WORKFLOW_REF']?.trim() ?? '';
  if (!reference.startsWith(start)) return undefined;
  return /^[\w. -]{1,100}\.ya?ml(?=@)/.exec(reference.slice(start.length))?.[0];
}
