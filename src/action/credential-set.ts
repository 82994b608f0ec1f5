import { setFlagsFromString } from 'node:v8';
import type { Credential } from '../credentials/credential.ts';
import { Failure, unexpected } from '../failure.ts';
import { CONNECTIONS_PER_ORIGIN, keptConnections } from '../http/kept-connections.ts';
import { type TransportOptions, transport } from '../http/transport.ts';
import type { TokenOptions } from '../token/fetch-token.ts';
import { fetchTokens } from '../token/fetch-tokens.ts';
import { checkHost, checkToken } from './checks.ts';
import { appendFileCommands } from './file-commands.ts';
import type { Inputs } from './inputs.ts';
import { tokenMasks } from './masks.ts';
import { obtainToken } from './obtain-token.ts';
import { isoSeconds } from './outputs.ts';
import { warn } from './report.ts';
import { failureOf } from './set-failure.ts';
import { refuseInputsOfOne, setLines } from './set-lines.ts';
import { setReport, setWarnings, tokensOutput } from './set-report.ts';
import { understand } from './understand.ts';
import type { Write } from './workflow-commands.ts';

/** One of the credentials of a set, and how far it has come. */
export interface Member {
  readonly name: string;
  /** Undefined where it could not be read. */
  readonly credential?: Credential | undefined;
  readonly token?: IssuedToken | undefined;
  readonly failure?: Failure | undefined;
  readonly warnings: readonly string[];
}

/** What is kept of an access token. */
export interface IssuedToken {
  readonly value: string;
  readonly tokenType: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string | undefined;
  readonly warnings: readonly string[];
}

/** What the action has prepared for one credential or many. */
export interface SetWorld extends Omit<TokenOptions, 'transport'> {
  readonly write: Write;
  readonly mask: (values: readonly string[]) => void;
  readonly proxyFor: TransportOptions['proxyFor'];
}

const REQUESTS_IN_FLIGHT = 50;

/**
 * Many credentials in one step: gets a token for each of them, and hands all over in the output
 * `tokens`, or none.
 *
 * @throws Failure that names every credential that failed, with what went wrong.
 */
export async function credentialSet(inputs: Inputs, world: SetWorld): Promise<void> {
  const { env, write } = world;
  compileOnce();
  refuseInputsOfOne(env);
  const read = await understandAll(inputs, world);
  const members = await fetchAll(read, inputs, world);
  const failure = await failureOf(members);
  if (failure !== undefined) {
    write(setReport(members));
    throw failure;
  }
  appendFileCommands(env, { OUTPUT: [['tokens', tokensOutput(members)]] });
  write(setReport(members));
  warn(write, setWarnings(members));
}

/**
 * Without V8's optimizing compilers, which work on threads of their own: nothing runs long enough to
 * pay back what they cost, a tenth of the time and a fifth of the memory of a thousand tokens.
 */
function compileOnce(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}

/** Masks the secrets of all of them, in one batch, before the first request. */
async function understandAll(
  { choices, parts, wishes }: Inputs,
  { env, timing, mask }: SetWorld,
): Promise<Member[]> {
  const now = timing.now();
  const secrets: string[] = [];
  const members: Member[] = [];
  for (const { name, text } of setLines(env['INPUT_CREDENTIAL-SET'] ?? '')) {
    try {
      const inputs = { credentials: text, binding: undefined, parts, choices };
      const understood = await understand(inputs, now, (values) => secrets.push(...values));
      members.push({ name, ...understood, failure: hostFailure(understood.credential) });
    } catch (error) {
      members.push({ name, failure: failureFrom(error), warnings: [] });
    }
  }
  mask(secrets);
  return members;

  function hostFailure({ tokenUrl }: Credential): Failure | undefined {
    try {
      checkHost(tokenUrl, wishes.allowedHosts);
      return undefined;
    } catch (error) {
      return failureFrom(error);
    }
  }
}

/** How many values are masked by one write: in one text all tokens would take their room twice. */
const MASKED_AT_ONCE = 200;

/** Nothing but masks is printed before the last token has come. */
async function fetchAll(
  members: readonly Member[],
  { wishes }: Inputs,
  { mask, proxyFor, ...options }: SetWorld,
): Promise<Member[]> {
  let secrets: string[] = [];
  const exchangeOptions = {
    ...options,
    transport: transport({
      caCertificate: wishes.caCertificate,
      proxyFor,
      connections: keptConnections(),
    }),
  };
  async function fetch(stored: Credential): Promise<IssuedToken> {
    if (options.timing.now() >= options.deadline) throw outOfTime(stored);
    const { credential, token } = await obtainToken(stored, wishes, exchangeOptions);
    secrets.push(...tokenMasks(token));
    if (secrets.length >= MASKED_AT_ONCE) maskSecrets();
    return {
      value: token.value,
      tokenType: token.tokenType,
      expiresAt: isoSeconds(token.expiresAt),
      warnings: [...token.warnings, ...checkToken(credential, wishes, token)],
    };
  }
  function maskSecrets(): void {
    const batch = secrets;
    secrets = [];
    mask(batch);
  }
  const usable = members.filter(({ failure }) => failure === undefined);
  const credentials = usable.map(({ credential }) => credential as Credential);
  const limits = { perOrigin: CONNECTIONS_PER_ORIGIN, inAll: REQUESTS_IN_FLIGHT };
  const outcomes = await fetchTokens(credentials, fetch, limits);
  maskSecrets();
  const fetched = new Map(usable.map((member, index) => [member, outcomes[index]]));
  return members.map((member) => {
    const outcome = fetched.get(member);
    if (outcome === undefined) return member;
    return 'error' in outcome
      ? { ...member, failure: failureFrom(outcome.error) }
      : { ...member, token: outcome.result };
  });
}

function outOfTime({ tokenUrl }: Credential): Failure {
  return new Failure(
    'E_TIMEOUT',
    `No time was left to ask for this token. Raise the input timeout, or give fewer credentials to one step. (${tokenUrl.host}, 0 attempts)`,
  );
}

function failureFrom(error: unknown): Failure {
  return error instanceof Failure ? error : unexpected(error);
}
