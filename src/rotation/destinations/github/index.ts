import { Failure } from '../../../base/failure.ts';
import type { Timing } from '../../../base/time.ts';
import type { Transport } from '../../../http/http.ts';
import type { InventoryEntry } from '../../inventory.ts';
import type { Issues } from '../../manual/types.ts';
import type { Destination } from '../../types.ts';
import { gitHubClient } from './client.ts';
import { gitHubIssues, type WorkflowRuns, workflowRuns } from './issues.ts';
import { type GitHubSecretDescription, gitHubSecret } from './secrets.ts';

export interface GitHubOptions {
  /** The input github-token. */
  readonly token: string;
  readonly apiUrl: string;
  /** `owner/name` of the repository that rotates. */
  readonly repository: string;
  readonly transport: Transport;
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
  /** How many writes an hour may see, if other jobs rotate the other entries in the same hour. */
  readonly writesInAnHour: number;
  readonly warn: (what: string) => void;
  readonly debug: (what: string) => void;
}

/** All that a rotation has to do with GitHub: where an entry is stored, the runs of workflows, issues. */
export interface GitHubPlaces {
  readonly main: Destination;
  readonly others: readonly Destination[];
  readonly runs: WorkflowRuns;
  /** Where people are told what only they can do. */
  readonly issues: Issues;
}

/** @throws Failure E_CONFIG where two destinations are one; E_INPUT_MISSING or E_INPUT_CHARSET. */
export function gitHubPlaces(
  { name, secret, environment, destinations }: InventoryEntry,
  { repository, writesInAnHour, warn, debug, ...options }: GitHubOptions,
): GitHubPlaces {
  const client = gitHubClient({
    ...options,
    writesInAnHour,
    onRetry: (what) => debug(`another attempt after: ${what}`),
  });
  const told = new Set<string>();
  const once = (what: string) => {
    if (!told.has(what)) warn(what);
    told.add(what);
  };
  const open = (description: GitHubSecretDescription) =>
    gitHubSecret(description, { client, warn: once, debug });
  const main = open({ repository, environment, secret });
  const others = destinations.map(({ kind, ...place }) =>
    open({ ...place, kind: kind === 'dependabot' ? kind : undefined }),
  );
  refuseTwice([main, ...others]);
  return {
    main,
    others,
    runs: workflowRuns(client, repository),
    issues: gitHubIssues(client, repository, name),
  };
}

/** GitHub takes names in either case for the same. */
function refuseTwice(all: readonly Destination[]): void {
  const labels = all.map(({ label }) => label.toLowerCase());
  const twice = all.find((_, at) => labels.indexOf(labels[at] ?? '') !== at);
  if (twice === undefined) return;
  throw new Failure(
    'E_CONFIG',
    `The inventory names the ${twice.label} twice for one entry. Nothing was done; remove one of the two.`,
  );
}
