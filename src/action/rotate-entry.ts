import { randomUUID } from 'node:crypto';
import { oneLine } from '../base/text.ts';
import { hostAllowed } from '../base/url.ts';
import type { Transport } from '../http/http.ts';
import { undiciTransport } from '../http/undici-transport.ts';
import { openAuthority } from '../rotation/authorities/index.ts';
import { ownerText } from '../rotation/credential-name.ts';
import { gitHubPlaces } from '../rotation/destinations/github/index.ts';
import { rotate } from '../rotation/engine.ts';
import type { InventoryEntry } from '../rotation/inventory.ts';
import { rotateByHand } from '../rotation/manual/engine.ts';
import type { Handwork } from '../rotation/manual/types.ts';
import type { Mode, RotationOutcome } from '../rotation/types.ts';
import type { Environment, Runner } from '../runner/runner.ts';
import type { StepContext } from '../runner/start.ts';
import { oidcToken } from '../token/github-oidc.ts';
import { clientAccess, type TokenSettings, verifier } from './verify.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** What is to be done with one entry, and what the step was given for it. */
export interface Assignment {
  readonly entry: InventoryEntry;
  readonly mode: Mode;
  readonly confirm: string | undefined;
  /** What the main destination holds, as the step reads it. */
  readonly current: string | undefined;
  readonly authorityLogin: string | undefined;
  readonly gitHubToken: string | undefined;
  /** What tokens are asked for with, beside what is stored. */
  readonly token: TokenSettings;
  readonly run: WorkflowRun;
  /** The names of all entries of the inventory; undefined: there is none. */
  readonly entries?: readonly string[];
  /** How many writes the jobs that follow one another could want in an hour. */
  readonly writesInAnHour: number;
}

/**
 * Rotates the credential of one entry with everything that is real about it: the authority, GitHub's
 * secrets, the token server.
 *
 * @throws Failure
 */
export async function rotateEntry(
  assignment: Assignment,
  context: StepContext,
): Promise<RotationOutcome> {
  const { caCertificate } = assignment.token.requestOptions;
  const { proxyFor } = context;
  // A proxy variable that is no URL is told before anything is sent anywhere.
  proxyFor?.(new URL(assignment.run.apiUrl));
  const { transport, close } = undiciTransport({ caCertificate, proxyFor });
  try {
    return await rotateOver(transport, assignment, context);
  } finally {
    await close();
  }
}

/** @param kept for the issuer and GitHub; tokens are asked for by the stack that jobs use. */
async function rotateOver(
  kept: Transport,
  { entry, run, token, ...assignment }: Assignment,
  step: StepContext,
): Promise<RotationOutcome> {
  const { env, secrets } = step;
  const clock = gitHubClock(step);
  const { allowedHosts } = token.requestOptions;
  // Names that others have given stand in these lines.
  const runner: Runner = {
    ...step.runner,
    progress: (message) => step.runner.progress(oneLine(message)),
    debug: (message) => step.runner.debug(oneLine(message, 1000)),
  };
  const context = { ...step, runner };
  const owner = {
    ...{ entry: entry.name, was: entry.was, entries: assignment.entries },
    ...{ repositoryId: run.repositoryId, server: serverOf(env) },
  };
  const former = (entry.was ?? []).map((name) => ownerText({ ...owner, entry: name }, run.apiUrl));
  const authority =
    entry.authority.kind === 'manual'
      ? undefined
      : openAuthority(entry.authority, assignment.authorityLogin, {
          ...{ ...context, allowedHosts, newCorrelationId: randomUUID, transport: kept },
          owners: [ownerText(owner, run.apiUrl), ...former],
          oidcToken: (audience) => oidcToken(audience, context),
          accessToken: (credential) => clientAccess(credential, token.requestOptions, context),
        });
  const { main, others, runs, issues } = gitHubPlaces(entry, {
    ...{ ...context, transport: kept },
    token: assignment.gitHubToken ?? '',
    apiUrl: run.apiUrl,
    repository: run.repository,
    writesInAnHour: assignment.writesInAnHour,
    sawTime: clock.sawTime,
  });
  const startedAt = await runs.createdAt(run.id);
  // From here on: whatever the clock of the runner says, credentials are as old as GitHub's says.
  const { timing, deadline } = clock.byGitHub();
  const verifying = { ...context, timing, deadline };
  const common = {
    mode: assignment.mode,
    confirm: assignment.confirm,
    owner,
    run: { id: run.id, startedAt },
    current: assignment.current,
    storeAs: entry.storeAs,
    rotateEvery: entry.rotateEvery,
    keepOld: entry.keepOld,
    ...{ main, others, timing, deadline, secrets, runner },
  };
  if (authority === undefined) {
    return rotateByHand({
      ...{ ...common, issues },
      tokenUrl: tokenUrlOf(token),
      // Of a text with several clients nobody could tell which one a person has pasted.
      verify: verifier({ ...token, binding: undefined }, 'json', false, verifying),
      handwork: handwork(entry, run.repository, env),
    });
  }
  const replaces = assignment.mode === 'force';
  return rotate({
    ...{ ...common, authority },
    verify: verifier(token, entry.storeAs, replaces, verifying),
    runIsOver: (id) => runs.isOver(id),
  });
}

/** Smaller differences are those of the way, and of times that have no fractions; in milliseconds. */
const SAME_TIME = 5000;

/** The clock of the runner, put right by the times that GitHub's answers have. */
export function gitHubClock({ timing, deadline }: Pick<StepContext, 'timing' | 'deadline'>) {
  let ahead = 0;
  return {
    sawTime(time: number): void {
      const difference = time - timing.now();
      ahead = Math.abs(difference) < SAME_TIME ? 0 : difference;
    },
    /** As far as it is known now. The deadline stays where it is. */
    byGitHub(): Pick<StepContext, 'timing' | 'deadline'> {
      const by = ahead;
      return {
        timing: { ...timing, now: () => timing.now() + by },
        deadline: deadline + by,
      };
    },
  };
}

const ETRUSTED = 'https://login.etrusted.com/oauth/token';

/**
 * Where tokens are asked for with a pair that states no URL, as the Control Centre of eTrusted shows
 * it. A secret is sent there only where somebody has named that server.
 */
export function tokenUrlOf({
  overrides,
  credentialOptions,
  requestOptions,
}: TokenSettings): string | undefined {
  if (overrides.tokenUrl !== undefined) return overrides.tokenUrl;
  const named = hostAllowed(new URL(ETRUSTED), requestOptions.allowedHosts ?? []);
  return credentialOptions.provider === 'etrusted' || named ? ETRUSTED : undefined;
}

/** @param repository `owner/name` of the repository that rotates. */
export function handwork(
  { secret, environment, authority: { instructions } }: InventoryEntry,
  repository: string,
  env: Environment,
): Handwork {
  const host = serverOf(env);
  return {
    repository: host === 'github.com' ? repository : `${host}/${repository}`,
    secret,
    environment,
    workflow: workflowOf(repository, env),
    instructions: typeof instructions === 'string' ? instructions : undefined,
  };
}

/** The host of the GitHub server that runs the job. */
function serverOf(env: Environment): string {
  return URL.parse(env['GITHUB_SERVER_URL']?.trim() ?? '')?.host ?? 'github.com';
}

/** GITHUB_WORKFLOW_REF is `owner/name/.github/workflows/FILE@REF`, also where FILE calls another one. */
function workflowOf(repository: string, env: Environment): string | undefined {
  const start = `${repository}/.github/workflows/`;
  const reference = env['GITHUB_WORKFLOW_REF']?.trim() ?? '';
  if (!reference.startsWith(start)) return undefined;
  return /^[\w. -]{1,100}\.ya?ml(?=@)/.exec(reference.slice(start.length))?.[0];
}
