import { randomUUID } from 'node:crypto';
import { secretLeaves } from '../../credentials/secrets.ts';
import { Failure } from '../../failure.ts';
import type { ProxyServer } from '../../http/proxy.ts';
import { transport } from '../../http/transport.ts';
import { openAuthority } from '../../rotation/authorities/index.ts';
import { rotate } from '../../rotation/engine.ts';
import { type HttpClient, httpClient } from '../../rotation/http-client.ts';
import type { InventoryEntry } from '../../rotation/inventory.ts';
import type { Mode } from '../../rotation/job.ts';
import { rotateByHand } from '../../rotation/manual.ts';
import type { RotationOutcome } from '../../rotation/outcome.ts';
import { oneLine } from '../../text.ts';
import { oidcToken } from '../../token/assertions.ts';
import { keyMasks } from '../masks.ts';
import type { Step } from '../step.ts';
import { workflowCommand } from '../workflow-commands.ts';
import { handwork, tokenUrlOf } from './by-hand.ts';
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

/** A step whose entry has made masks and proxies ready. */
export interface RotationStep extends Step {
  readonly mask: (values: readonly string[]) => void;
  readonly proxyFor: ((url: URL) => ProxyServer | undefined) | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export interface RotationWorld extends Omit<RotationStep, 'startedAt'> {
  /** Milliseconds since the epoch for everything. */
  readonly deadline: number;
}

/**
 * Rotates the credential of one entry with everything that is real about it: the authority, GitHub's
 * secrets, the token server.
 *
 * @throws Failure
 */
export async function rotateEntry(
  assignment: Assignment,
  world: RotationWorld,
): Promise<RotationOutcome> {
  const { caCertificate } = assignment.token.wishes;
  const client = httpClient({ caCertificate, proxyFor: world.proxyFor });
  try {
    return await withClient(assignment, world, client);
  } finally {
    await client.close();
  }
}

async function withClient(
  { entry, run, token, ...assignment }: Assignment,
  world: RotationWorld,
  client: HttpClient,
): Promise<RotationOutcome> {
  const { env, timing, write, deadline, mask, proxyFor } = world;
  const { allowedHosts, caCertificate } = token.wishes;
  const debug = debugLines(world);
  const progress = (what: string) => write(`${clock(timing.now())} ${oneLine(what)}\n`);
  const tokenOptions = {
    ...{ env, timing, deadline, proxyFor, onSecret: mask },
    transport: transport({ caCertificate, proxyFor }),
    onRetry: (what: string) => debug(`another attempt after: ${what}`),
  };
  const authority =
    entry.authority.kind === 'manual'
      ? undefined
      : openAuthority(entry.authority, assignment.authorityLogin, {
          ...{ send: client.send, timing, deadline, allowedHosts, newCorrelationId: randomUUID },
          onSecret: (secret) => mask(masksOf(secret)),
          onProgress: progress,
          oidcToken: (audience) => oidcToken(audience, tokenOptions),
          accessToken: (credential) => clientAccess(credential, token.wishes, tokenOptions),
        });
  // A proxy that is none has a message of ours, and would end the import without one.
  proxyFor?.(new URL(run.apiUrl));
  // @actions/github is large, and reads the event of the run when it is loaded.
  const { gitHubPlaces } = await import('../../rotation/destinations/github-places.ts');
  const { main, others, runs, issues } = gitHubPlaces(entry, {
    token: assignment.gitHubToken ?? '',
    apiUrl: run.apiUrl,
    repository: run.repository,
    writesInAnHour: assignment.writesInAnHour,
    ...{ transport: tokenOptions.transport, timing, deadline, debug },
    warn: (what) => write(workflowCommand('warning', {}, what)),
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
      verify: verifier({ ...token, binding: undefined }, 'json', false, tokenOptions),
      mask: (secrets) => mask(secrets.flatMap(masksOf)),
      handwork: handwork(entry, run.repository, env),
    });
  }
  const replaces = assignment.mode === 'force';
  return rotate({
    ...{ ...common, authority },
    verify: verifier(token, entry.storeAs, replaces, tokenOptions),
    runIsOver: (id) => runs.isOver(id),
    mask: (value) => mask(secretLeaves(value).flatMap(masksOf)),
    sleep: sleepUntil(deadline, timing),
  });
}

function masksOf(secret: string): string[] {
  return secret.includes('-----BEGIN') ? keyMasks(secret) : secret.split(/\r?\n/);
}

function sleepUntil(
  deadline: number,
  { now, sleep }: Step['timing'],
): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (now() + milliseconds < deadline) return sleep(milliseconds);
    throw new Failure(
      'E_TIMEOUT',
      'The next step of the rotation would begin after the deadline. Raise the input timeout; the next run goes on where this one has ended.',
    );
  };
}

function debugLines({ env, write }: Step): (what: string) => void {
  if (env['RUNNER_DEBUG'] !== '1') return () => {};
  return (what) => write(workflowCommand('debug', {}, oneLine(what, 1000)));
}

/** Begins each line, so that none can begin with what the runner takes for a command. */
function clock(now: number): string {
  return new Date(now).toISOString().slice(11, 19);
}
