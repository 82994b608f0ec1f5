import { randomUUID } from 'node:crypto';
import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import { hostAllowed } from '../base/url.ts';
import type { ProxyServer } from '../http/connection.ts';
import { transport } from '../http/transport.ts';
import { type HttpClient, httpClient } from '../http/undici-transport.ts';
import { openAuthority } from '../rotation/authorities/index.ts';
import { gitHubPlaces } from '../rotation/destinations/github/index.ts';
import { rotate } from '../rotation/engine.ts';
import type { InventoryEntry } from '../rotation/inventory.ts';
import { rotateByHand } from '../rotation/manual/engine.ts';
import type { Handwork } from '../rotation/manual/types.ts';
import type { ClientAccess, Mode, RotationJob, RotationOutcome } from '../rotation/types.ts';
import type { Environment, Runner, Step } from '../runner/runner.ts';
import { workflowCommand } from '../runner/workflow-commands.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { secretsLedger } from '../secrets/ledger.ts';
import { keyMasks } from '../secrets/masks.ts';
import { oidcToken } from '../token/assertions.ts';
import { type TokenOptions, tokenMasks } from '../token/types.ts';
import type { Inputs, RequestOptions } from './inputs.ts';
import { checkToken, obtainToken, resolveCredential } from './obtain-token.ts';
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
  const { caCertificate } = assignment.token.requestOptions;
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
  const { allowedHosts, caCertificate } = token.requestOptions;
  const debug = debugLines(world);
  const progress = (what: string) => write(`${clock(timing.now())} ${oneLine(what)}\n`);
  const tokenOptions = {
    ...{ env, timing, deadline, proxyFor, onSecret: mask },
    transport: transport({ caCertificate, proxyFor }),
    runner: { debug },
  };
  const authority =
    entry.authority.kind === 'manual'
      ? undefined
      : openAuthority(entry.authority, assignment.authorityLogin, {
          ...{ env, timing, deadline, allowedHosts, newCorrelationId: randomUUID },
          secrets: secretsLedger((secrets) => mask(secrets.flatMap(masksOf))),
          // The only part of the runner that an authority uses.
          runner: { progress } as Runner,
          transport: (request, { total }) => client.send(request, total),
          oidcToken: (audience) => oidcToken(audience, tokenOptions),
          accessToken: (credential) => clientAccess(credential, token.requestOptions, tokenOptions),
        });
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

/** What a token is asked for with, beside what is stored. */
export type TokenSettings = Pick<Inputs, 'binding' | 'parts' | 'choices' | 'requestOptions'>;

type Question = TokenSettings & Pick<Inputs, 'credentials'>;

/** The token path answers sooner; an authority must not wait for it as long as a person would. */
const LONGEST = 60_000;

/** By these a server, or the end of a certificate, says that a credential is not good any more. */
const FINAL: readonly string[] = ['E_UNAUTHORIZED', 'E_CERT_EXPIRED', 'E_MTLS_REJECTED'];

/** These say that a text is no credential that could give a token. */
const UNREADABLE = /^E_(?:CREDENTIAL|PEM|CERT|URL|INPUT)_?/;

/**
 * Asks for a token just as a job would that reads the stored text.
 *
 * @param replaces whatever is stored, also what cannot be read at all: the person wants it so.
 */
export function verifier(
  settings: TokenSettings,
  storeAs: 'json' | 'client-secret',
  replaces: boolean,
  world: TokenOptions,
): RotationJob['verify'] {
  return async ({ text, value }) => {
    try {
      await tokenFor(withStored(settings, storeAs, text, value), world);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (FINAL.includes(error.code)) return 'refused';
      if (replaces && UNREADABLE.test(error.code)) return 'refused';
      throw error;
    }
  };
}

/** An access token for any stored credential, as an authority needs one to log in. */
export async function clientAccess(
  credentials: string,
  requestOptions: RequestOptions,
  world: TokenOptions,
): Promise<ClientAccess> {
  const alone = { binding: undefined, parts: {}, choices: AUTOMATIC, requestOptions };
  const { credential, token } = await tokenFor({ ...alone, credentials }, world);
  return {
    clientId: credential.clientId,
    accessToken: token.value,
    expiresAt: token.expiresAt?.getTime(),
  };
}

const AUTOMATIC = { provider: 'auto', authMethod: 'auto' } as const;

async function tokenFor(question: Question, world: TokenOptions) {
  const { timing, onSecret } = world;
  const deadline = Math.min(world.deadline, timing.now() + LONGEST);
  const { credential: stored } = await resolveCredential(question, timing.now(), onSecret);
  const { credential, token } = await obtainToken(stored, question.requestOptions, {
    ...world,
    deadline,
  });
  onSecret(tokenMasks(token));
  checkToken(credential, question.requestOptions, token);
  return { credential, token };
}

/** A secret alone is asked with beside the separate inputs, or with what the issuer says of it. */
function withStored(
  settings: TokenSettings,
  storeAs: 'json' | 'client-secret',
  text: string,
  value: JsonObject | undefined,
): Question {
  if (storeAs === 'json') return { ...settings, credentials: text };
  const parts = { ...settings.parts, clientSecret: text };
  const credentials = value === undefined ? undefined : JSON.stringify(value);
  return { ...settings, credentials, parts };
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
