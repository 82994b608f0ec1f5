import { randomUUID } from 'node:crypto';
import { Failure } from '../base/failure.ts';
import { oneLine } from '../base/text.ts';
import type { Timing } from '../base/time.ts';
import { hostAllowed } from '../base/url.ts';
import { transport } from '../http/transport.ts';
import { type HttpClient, httpClient } from '../http/undici-transport.ts';
import { openAuthority } from '../rotation/authorities/index.ts';
import { gitHubPlaces } from '../rotation/destinations/github/index.ts';
import { rotate } from '../rotation/engine.ts';
import type { InventoryEntry } from '../rotation/inventory.ts';
import { rotateByHand } from '../rotation/manual/engine.ts';
import type { Handwork } from '../rotation/manual/types.ts';
import type { Mode, RotationOutcome } from '../rotation/types.ts';
import type { Environment, Runner } from '../runner/runner.ts';
import type { StepContext } from '../runner/start.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
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
  const client = httpClient({ caCertificate, proxyFor: context.proxyFor });
  try {
    return await withClient(assignment, context, client);
  } finally {
    await client.close();
  }
}

async function withClient(
  { entry, run, token, ...assignment }: Assignment,
  step: StepContext,
  client: HttpClient,
): Promise<RotationOutcome> {
  const { env, timing, deadline, secrets, proxyFor } = step;
  const { allowedHosts, caCertificate } = token.requestOptions;
  // Names that others have given stand in these lines.
  const runner: Runner = {
    ...step.runner,
    progress: (message) => step.runner.progress(oneLine(message)),
    debug: (message) => step.runner.debug(oneLine(message, 1000)),
  };
  // Tokens are asked for by the stack that jobs use.
  const context = { ...step, runner, transport: transport({ caCertificate, proxyFor }) };
  const { progress, debug } = runner;
  const authority =
    entry.authority.kind === 'manual'
      ? undefined
      : openAuthority(entry.authority, assignment.authorityLogin, {
          ...{ ...context, allowedHosts, newCorrelationId: randomUUID },
          transport: (request, { total }) => client.send(request, total),
          oidcToken: (audience) => oidcToken(audience, context),
          accessToken: (credential) => clientAccess(credential, token.requestOptions, context),
        });
  const { main, others, runs, issues } = gitHubPlaces(entry, {
    token: assignment.gitHubToken ?? '',
    apiUrl: run.apiUrl,
    repository: run.repository,
    writesInAnHour: assignment.writesInAnHour,
    ...{ transport: context.transport, timing, deadline, debug },
    warn: (what) => runner.annotate('warning', what),
  });
  const common = {
    mode: assignment.mode,
    confirm: assignment.confirm,
    owner: { entry: entry.name, repositoryId: run.repositoryId },
    run: { id: run.id, startedAt: await runs.createdAt(run.id) },
    current: assignment.current,
    storeAs: entry.storeAs,
    rotateEvery: entry.rotateEvery,
    keepOld: entry.keepOld,
    ...{ main, others, progress },
    now: timing.now,
  };
  if (authority === undefined) {
    return rotateByHand({
      ...{ ...common, issues },
      tokenUrl: tokenUrlOf(token),
      // Of a text with several clients nobody could tell which one a person has pasted.
      verify: verifier({ ...token, binding: undefined }, 'json', false, context),
      mask: secrets.mask,
      handwork: handwork(entry, run.repository, env),
    });
  }
  const replaces = assignment.mode === 'force';
  return rotate({
    ...{ ...common, authority },
    verify: verifier(token, entry.storeAs, replaces, context),
    runIsOver: (id) => runs.isOver(id),
    mask: (value) => secrets.mask(secretLeaves(value)),
    sleep: sleepUntil(deadline, timing),
  });
}

function sleepUntil(
  deadline: number,
  { now, sleep }: Timing,
): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (now() + milliseconds < deadline) return sleep(milliseconds);
    throw new Failure(
      'E_TIMEOUT',
      'The next step of the rotation would begin after the deadline.',
      { next: 'Raise the input timeout; the next run goes on where this one has ended.' },
    );
  };
}

const ETRUSTED = 'https://login.etrusted.com/oauth/token';

/**
 * Where tokens are asked for with a pair that states no URL, as the Control Centre of eTrusted shows
 * it. A secret is sent there only where somebody has named that server.
 */
export function tokenUrlOf({ parts, choices, requestOptions }: TokenSettings): string | undefined {
  if (parts.tokenUrl !== undefined) return parts.tokenUrl;
  const named = hostAllowed(new URL(ETRUSTED), requestOptions.allowedHosts ?? []);
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
