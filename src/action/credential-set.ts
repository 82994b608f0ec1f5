import { setFlagsFromString } from 'node:v8';
import { Failure, unexpected, type Warning } from '../base/failure.ts';
import { listOf, oneLine } from '../base/text.ts';
import { isoSeconds } from '../base/time.ts';
import type { Credential } from '../credentials/credential.ts';
import { CONNECTIONS_PER_ORIGIN, connectionPool } from '../http/pool.ts';
import { transport } from '../http/transport.ts';
import type { StepContext } from '../runner/start.ts';
import { urlSecrets } from '../secrets/in-documents.ts';
import { secretParameters } from '../token/request.ts';
import { tokenMasks } from '../token/response.ts';
import { type InputReader, type Inputs, type RequestOptions, readInputs } from './inputs.ts';
import { obtainToken, requireWanted, resolveCredential } from './obtain-token.ts';
import { fetchTokens, type Wanted } from './queue.ts';
import { failureForMember, forMember } from './set-advice.ts';
import { inputsOfMember, type MemberSettings, readSetOptions } from './set-options.ts';

/** Here, in a part that one plain token does not load. */
export { aboutUnknownInputs } from './unknown-inputs.ts';

/** One of the credentials of a set, and how far it has come. */
export interface Member {
  readonly name: string;
  /** What the input set-options gives it. */
  readonly settings?: MemberSettings | undefined;
  /** What its token is asked for and compared with; undefined where it could not be read. */
  readonly options?: RequestOptions | undefined;
  /** Undefined where it could not be read. */
  readonly credential?: Credential | undefined;
  readonly token?: IssuedToken | undefined;
  readonly failure?: Failure | undefined;
  readonly warnings: readonly Warning[];
}

/** What is kept of an access token. */
export interface IssuedToken {
  readonly value: string;
  readonly tokenType: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string | undefined;
  readonly warnings: readonly Warning[];
}

const REQUESTS_IN_FLIGHT = 50;

/**
 * Many credentials in one step: gets a token for each of them, and hands all over in the output
 * `tokens`, or none.
 *
 * @throws Failure that names every credential that failed, with what went wrong.
 */
export async function credentialSet(
  inputs: Inputs,
  context: StepContext,
  warnings: readonly Warning[] = [],
): Promise<void> {
  const { runner } = context;
  compileOnce();
  refuseInputsOfOne(runner);
  const resolved = await resolveAll(inputs, context);
  const members = await fetchAll(resolved, inputs, context);
  const failure = failureOf(members);
  if (failure === undefined) runner.setResult({ outputs: [['tokens', tokensOutput(members)]] });
  runner.group(`Access tokens for ${members.length} credentials`, reportLines(members));
  if (failure !== undefined) throw failure;
  for (const { code, text, level = 'warning' } of [...warnings, ...setWarnings(members)]) {
    runner.annotate(level, text, code);
  }
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
async function resolveAll(
  step: Inputs,
  { env, timing, secrets, runner }: StepContext,
): Promise<Member[]> {
  const [masked, own, kept]: [string[], string[], string[]] = [[], [], []];
  const collected = {
    ...secrets,
    mask: (values: readonly string[]) => void masked.push(...values),
    maskOwn: (values: readonly string[]) => void own.push(...values),
    keep: (values: readonly string[]) => void kept.push(...values),
  };
  // As it is: the numbers of its lines are told.
  const lines = setLines(env['INPUT_CREDENTIAL-SET'] ?? '');
  const names = lines.map(({ name }) => name);
  const settingsOf = readSetOptions(env['INPUT_SET-OPTIONS'] ?? '', names);
  const urls = [...settingsOf.values()].flatMap((settings) => [
    ...urlSecrets(settings.get('token-url') ?? ''),
    ...urlSecrets(settings.get('api-url') ?? ''),
  ]);
  secrets.mask(urls);
  const members: Member[] = [];
  for (const { name, text } of lines) {
    const settings = settingsOf.get(name);
    const inputs = settings === undefined ? step : inputsOf(name, settings, runner);
    const options = inputs.requestOptions;
    if (settings !== undefined) kept.push(...secretParameters(options.parameters));
    try {
      const stored = { ...inputs, credentials: text };
      const resolved = await resolveCredential(stored, { timing, secrets: collected });
      members.push({ name, settings, options, ...resolved });
    } catch (error) {
      members.push({ name, settings, failure: failureFrom(error), warnings: [] });
    }
  }
  secrets.mask(masked);
  secrets.maskOwn(own);
  secrets.keep(kept);
  return members;
}

/**
 * What a member is asked for with, where the input set-options has something for it.
 *
 * @throws Failure what reading inputs throws: a mistake in the workflow, before anything is sent.
 */
function inputsOf(name: string, settings: MemberSettings, runner: InputReader): Inputs {
  try {
    return readInputs(inputsOfMember(runner, settings));
  } catch (error) {
    throw failureForMember(failureFrom(error), name, settings);
  }
}

/** How many values are masked by one write: in one text all tokens would take their room twice. */
const MASKED_AT_ONCE = 200;

/** Nothing but masks is printed before the last token has come. */
async function fetchAll(
  members: readonly Member[],
  { requestOptions }: Inputs,
  { proxyFor, ...step }: StepContext,
): Promise<Member[]> {
  const { caCertificate, allowedHosts } = requestOptions;
  const pool = connectionPool();
  const context = {
    ...step,
    transport: transport({ caCertificate, proxyFor, pool, allowedHosts }),
  };
  const { timing, deadline, secrets } = context;
  let masks: string[] = [];
  async function fetch({ credential: stored, options }: Wanted): Promise<IssuedToken> {
    if (timing.now() >= deadline) throw outOfTime(stored);
    const { credential, token } = await obtainToken(stored, options, context);
    masks.push(...tokenMasks(token));
    if (masks.length >= MASKED_AT_ONCE) maskTokens();
    return {
      value: token.value,
      tokenType: token.tokenType,
      expiresAt: isoSeconds(token.expiresAt),
      warnings: [...token.warnings, ...(await requireWanted(credential, options, token, secrets))],
    };
  }
  function maskTokens(): void {
    const batch = masks;
    masks = [];
    secrets.mask(batch);
  }
  const usable = members.filter(({ failure }) => failure === undefined);
  const wanted = usable.map(({ credential, options }) => ({ credential, options }) as Wanted);
  const limits = { perOrigin: CONNECTIONS_PER_ORIGIN, inAll: REQUESTS_IN_FLIGHT };
  const outcomes = await fetchTokens(wanted, fetch, limits);
  maskTokens();
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
    'No time was left to ask for this token.',
    'Raise the input timeout, or give fewer credentials to one step.',
    [tokenUrl.host, '0 attempts'],
  );
}

function failureFrom(error: unknown): Failure {
  return error instanceof Failure ? error : unexpected(error);
}

/** In bytes; the kernel takes no longer value for one variable. */
const SIZE = 128 * 1024;

/** What says something about one credential has no meaning for many. */
const INPUTS_OF_ONE: readonly string[] = [
  'credentials',
  'client-id',
  'client-secret',
  'certificate',
  'private-key',
  'token-url',
  'api-url',
  'binding',
  'env-prefix',
  'rotate',
  'rotation',
];

/** @throws Failure E_INPUT_CONFLICT */
export function refuseInputsOfOne(runner: InputReader): void {
  // The default of action.yml says `rotate: never` by itself.
  const absent = (name: string) => (name === 'rotate' ? 'never' : undefined);
  const given = INPUTS_OF_ONE.filter(
    (name) => ![undefined, absent(name)].includes(runner.input(name)),
  );
  if (given.length === 0) return;
  throw new Failure(
    'E_INPUT_CONFLICT',
    `The input credential-set holds many credentials and cannot be combined with ${listOf(given)}, which ${given.length === 1 ? 'is' : 'are'} about one.`,
    'Remove one or the other.',
  );
}

export interface NamedText {
  readonly name: string;
  /** The credential in its one-line form. */
  readonly text: string;
}

const LINE = /^\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*=(.*)$/;

/**
 * Reads the lines of the input credential-set: `name=credential`. Blank lines and those that start
 * with `#` mean nothing.
 *
 * @throws Failure E_CREDENTIAL_SIZE, E_INPUT_INVALID or E_INPUT_MISSING; each names lines by their
 * numbers alone, since a line may be a piece of a secret.
 */
export function setLines(text: string): NamedText[] {
  const size = Buffer.byteLength(text);
  if (size > SIZE) {
    throw new Failure(
      'E_CREDENTIAL_SIZE',
      `The input credential-set is ${size} bytes long; at most ${SIZE} can be passed to a step.`,
      'Spread the credentials over several steps.',
    );
  }
  const found = new Map<string, { readonly line: number; readonly text: string }>();
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    if (/^\s*(?:#|$)/.test(written)) continue;
    const [, name, value = ''] = LINE.exec(written) ?? [];
    if (name === undefined) throw malformed(line);
    // The end of base64 text looks like a name with nothing behind it, so that no name is told.
    if (/^[\s=]*$/.test(value)) throw empty(line);
    const first = found.get(name);
    if (first !== undefined) throw twice(first.line, line);
    found.set(name, { line, text: value.trim() });
  }
  if (found.size === 0) {
    throw new Failure('E_INPUT_INVALID', 'The input credential-set holds no line name=credential.');
  }
  return [...found].map(([name, entry]) => ({ name, text: entry.text }));
}

function malformed(line: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input credential-set is not name=credential. A name has letters, digits, _, . and -, at most 64, and begins with a letter or _; a credential stands on one line (jq -c . key.json).`,
  );
}

function empty(line: number): Failure {
  return new Failure(
    'E_INPUT_MISSING',
    `Line ${line} of the input credential-set has no credential after its name. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.`,
  );
}

function twice(first: number, second: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Lines ${first} and ${second} of the input credential-set have the same name.`,
    'Give each credential a name of its own.',
  );
}

/** The value of the output `tokens`: one line of JSON. */
export function tokensOutput(members: readonly Member[]): string {
  // Put together by hand: `__proto__` is a name like any other, and numbers stay in their place.
  let text = '';
  for (const { name, credential, token } of members) {
    const result = {
      accessToken: token?.value,
      tokenType: token?.tokenType,
      expiresAt: token?.expiresAt,
      apiUrl: credential?.apiUrl,
      endpoints: credential?.endpoints,
    };
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${JSON.stringify(result)}`;
  }
  return `${text}}`;
}

/** One line a name for the log; nothing of it comes from a server, except the time of expiry. */
export function reportLines(members: readonly Member[]): string[] {
  const width = Math.max(...members.map(({ name }) => name.length)) + 2;
  return members.map((member) => `${member.name.padEnd(width)}${facts(member).join(', ')}`);
}

function facts({ credential, token, failure }: Member): string[] {
  const client =
    credential === undefined ? [] : [oneLine(credential.clientId), credential.tokenUrl.host];
  if (failure !== undefined) return [...client, failure.code];
  return [
    ...client,
    token?.expiresAt === undefined ? 'no known expiry' : `expires at ${token.expiresAt}`,
  ];
}

const WARNINGS = 20;

/** In place of a name in what is said of several members. */
const ANY_NAME = 'NAME';

/** The warnings for all names, each text once, and not so many that nobody reads them. */
export function setWarnings(members: readonly Member[]): Warning[] {
  const found = new Map<string, Told<Warning>>();
  for (const member of members) {
    for (const warning of [...member.warnings, ...(member.token?.warnings ?? [])]) {
      add(found, forMember(warning.text, ANY_NAME, member.settings), warning, member);
    }
  }
  const all = [...aboutNames(members), ...[...found.values()].map(warningOf)];
  // Words about a choice leave room for what is wrong.
  const isWarning = ({ level }: Warning) => level === undefined;
  const shown = [...all.filter(isWarning), ...all.filter((each) => !isWarning(each))];
  const more = shown.length - WARNINGS;
  if (more <= 0) return shown;
  const rest = `There are ${more} more warnings about other credentials.`;
  return [...shown.slice(0, WARNINGS), { code: 'W_MORE', text: rest }];
}

function warningOf({ what, members }: Told<Warning>): Warning {
  const told = forMember(what.text, nameIn(members), members[0]?.settings);
  return { ...what, text: `${someOf(namesOf(members))}: ${told}` };
}

/** Something that is said of one member, or in the same words of several. */
interface Told<What> {
  readonly what: What;
  readonly members: readonly Member[];
}

function add<What>(found: Map<string, Told<What>>, key: string, what: What, member: Member): void {
  const known = found.get(key);
  if (known === undefined) found.set(key, { what, members: [member] });
  else (known.members as Member[]).push(member);
}

function namesOf(members: readonly Member[]): string[] {
  return members.map(({ name }) => name);
}

function nameIn(members: readonly Member[]): string {
  return members.length === 1 ? (members[0]?.name ?? '') : ANY_NAME;
}

function aboutNames(members: readonly Member[]): Warning[] {
  const spellings = new Map<string, string[]>();
  for (const { name } of members) {
    const same = spellings.get(name.toLowerCase());
    if (same === undefined) spellings.set(name.toLowerCase(), [name]);
    else same.push(name);
  }
  return [...spellings.values()]
    .filter((same) => same.length > 1)
    .map((names) => ({
      code: 'W_SET_NAMES',
      text: `${someOf(names)}: The names differ by case alone, which fromJSON(...) of a workflow does not tell apart.`,
    }));
}

/** The first few of a list of names, and how many there are beside them. */
export function someOf(names: readonly string[], limit: number = 10): string {
  const more = names.length - limit;
  return more > 0 ? `${names.slice(0, limit).join(', ')} and ${more} more` : names.join(', ');
}

/** The runner cuts the message of an annotation at 4096 characters. */
const LONGEST = 3500;

/**
 * One failure for all that failed, under the code of the first: how many there are, then each name
 * with its code and message; names with the same message stand together. Undefined where none
 * failed.
 */
export function failureOf(members: readonly Member[]): Failure | undefined {
  const failed = members.filter(({ failure }) => failure !== undefined);
  const first = failed[0]?.failure;
  if (first === undefined) return undefined;
  const { told, left } = cut(groups(failed));
  const head = `${failed.length} of ${members.length} credentials failed, so that no output was set.`;
  const tail = left === 0 ? [] : [`${left} more failed; the log of the step names all.`];
  return new Failure(first.code, [head, ...told, ...tail].join(' '));
}

function groups(failed: readonly Member[]): Told<Failure>[] {
  const found = new Map<string, Told<Failure>>();
  for (const member of failed) {
    const { failure, settings } = member;
    if (failure === undefined) continue;
    const told = failureForMember(failure, ANY_NAME, settings);
    add(found, `${told.code} ${told.message}`, failure, member);
  }
  return [...found.values()];
}

/** As many groups as there is room for, and how many names are in the others. */
function cut(all: readonly Told<Failure>[]): { told: string[]; left: number } {
  let room = LONGEST;
  const told: string[] = [];
  for (const group of all) {
    const text = sentence(group);
    room -= text.length + 1;
    if (room < 0 && told.length > 0) break;
    told.push(text);
  }
  const left = all.slice(told.length).reduce((sum, { members }) => sum + members.length, 0);
  return { told, left };
}

function sentence({ what, members }: Told<Failure>): string {
  const told = failureForMember(what, nameIn(members), members[0]?.settings);
  return `${someOf(namesOf(members))}: ${told.code}: ${told.message}`;
}
