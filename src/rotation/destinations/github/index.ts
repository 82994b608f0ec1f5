import { Failure } from '../../../base/failure.ts';
import type { InventoryEntry } from '../../inventory.ts';
import type { Issues } from '../../manual/types.ts';
import type { Destination } from '../../types.ts';
import { type GitHubContext, gitHubClient } from './client.ts';
import { gitHubIssues, type WorkflowRuns, workflowRuns } from './issues.ts';
import type { GitHubSecretDescription } from './secret-place.ts';
import { gitHubSecret } from './secrets.ts';

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
  context: GitHubContext,
): GitHubPlaces {
  const { repository, runner } = context;
  const client = gitHubClient(context);
  const told = new Set<string>();
  const tellingOnce: typeof runner = {
    ...runner,
    annotate(level, message, code, title) {
      if (!told.has(message)) runner.annotate(level, message, code, title);
      told.add(message);
    },
  };
  const open = (description: GitHubSecretDescription) =>
    gitHubSecret(description, client, tellingOnce);
  const main = open({ repository, environment, secret });
  const others = destinations.map(({ kind, ...place }) =>
    open({ ...place, kind: kind === 'dependabot' ? kind : undefined }),
  );
  refuseTwice([main, ...others]);
  return {
    main,
    others,
    runs: workflowRuns(client, repository),
    issues: gitHubIssues(client, context, name),
  };
}

/** GitHub takes names in either case for the same. */
function refuseTwice(all: readonly Destination[]): void {
  const labels = all.map(({ label }) => label.toLowerCase());
  const twice = all.find((_, at) => labels.indexOf(labels[at] ?? '') !== at);
  if (twice === undefined) return;
  throw new Failure(
    'E_CONFIG',
    `The inventory names the ${twice.label} twice for one entry. Nothing was done.`,
    'Remove one of the two.',
  );
}
