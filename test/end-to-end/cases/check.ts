import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../docs/sources.ts';
import { createMasker } from '../../runner/masker.ts';
import type { ActionRun } from '../../runner/run-action.ts';
import { parseCommand, type WorkflowCommand } from '../../runner/workflow-command.ts';
import {
  type Expected,
  type ExpectedRequests,
  type ExpectedText,
  type ExpectedWords,
  list,
  type Many,
} from './format.ts';
import type { TokenRequest } from './token-request.ts';

/** What one run of the action did. */
export interface Seen {
  readonly run: Pick<ActionRun, 'exitCode' | 'stdout' | 'outputs' | 'exported'>;
  readonly requests: readonly TokenRequest[];
  /** `host:port` of each connection. */
  readonly connects: readonly string[];
  /** The texts that the server sent. */
  readonly serverWords: readonly string[];
  /** What a later step prints. */
  readonly later?: string | undefined;
  /** How long the run took, less what a busy machine adds. */
  readonly seconds: number;
}

const CODES = new Set(
  [
    ...readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8').matchAll(
      /^#+ .*\b(E_[A-Z_]+)/gm,
    ),
  ].map(([, code]) => code),
);

/** What of every run's rule does not hold: a token and no error, or one error and no output. */
export function ruleProblems({ run }: Seen): string[] {
  const errors = commands(run).filter(({ name }) => name === 'error');
  const codes = errors.map(({ properties }) => properties['title'] ?? '');
  const written = Object.values({ ...run.outputs, ...run.exported }).some((value) => value !== '');
  if (run.exitCode === 0) {
    const token = run.outputs['access-token'] || run.outputs['tokens'];
    return [
      ...(token ? [] : ['exit 0 without a token']),
      ...(codes.length === 0 ? [] : [`exit 0 with the error ${codes}`]),
    ];
  }
  if (run.exitCode !== 1) return [`exit ${run.exitCode}`];
  return [
    ...(codes.length === 1 ? [] : [`exit 1 with ${codes.length} errors`]),
    ...codes.filter((code) => !CODES.has(code)).map((code) => `the unknown code ${code}`),
    ...(written ? ['exit 1 with an output'] : []),
  ];
}

/** What of one expectation does not hold, one line each. */
export function problems(expected: Expected, seen: Seen): string[] {
  const { run } = seen;
  const { exit, codes, requests, either, masks, later, seconds } = expected;
  const code = commands(run).find(({ name }) => name === 'error')?.properties['title'] ?? 'none';
  const outputs = {
    ...expected.outputs,
    ...(expected.apiUrl === undefined ? {} : { 'api-url': expected.apiUrl }),
    ...(expected.provider === undefined ? {} : { provider: expected.provider }),
  };
  const masker = maskerOf(run);
  return [
    ...(exit === undefined || exit === run.exitCode ? [] : [`exit ${run.exitCode}, not ${exit}`]),
    ...(codes === undefined || list(codes).some((one) => fits(one, code))
      ? []
      : [`the code ${code}, not ${list(codes).join(' or ')}`]),
    ...(requests === undefined ? [] : requestProblems(requests, seen)),
    ...Object.entries(outputs).flatMap(([name, text]) =>
      outputProblems(name, text, run.outputs[name] ?? ''),
    ),
    ...wordProblems('the error', expected.message, ['error'], seen),
    ...wordProblems('the warnings', expected.warning, ['warning', 'notice'], seen),
    ...wordProblems('the words', expected.said, ['error', 'warning', 'notice'], seen),
    ...list(masks?.never)
      .filter((text) => masker.mask(text) !== text)
      .map((text) => `a mask hides ${JSON.stringify(text)}: ${masker.mask(text)}`),
    ...list(masks?.must)
      .filter((text) => masker.mask(text) !== '***')
      .map((_text, index) => `no mask hides text ${index} of those that must be`),
    ...(later === undefined ? [] : laterProblems(later, masker.mask(seen.later ?? ''))),
    ...(seconds === undefined || seen.seconds <= seconds
      ? []
      : [`${seen.seconds.toFixed(1)} seconds, not ${seconds}`]),
    ...(either === undefined ? [] : eitherProblems(either, seen)),
  ];
}

function laterProblems(expected: string, shown: string): string[] {
  return shown === expected ? [] : [`the later line is shown as: ${shown}`];
}

function eitherProblems(either: readonly Expected[], seen: Seen): string[] {
  const each = either.map((one) => problems(one, seen));
  if (each.some((found) => found.length === 0)) return [];
  return [`neither of: ${each.map((found) => `(${found.join('; ')})`).join(' ')}`];
}

function fits(pattern: string, code: string): boolean {
  return pattern.endsWith('*') ? code.startsWith(pattern.slice(0, -1)) : code === pattern;
}

function requestProblems(expected: ExpectedRequests, { requests, connects }: Seen): string[] {
  const { count, form = {} } = expected;
  const [least, most] = typeof count === 'number' ? [count, count] : (count ?? [0, Infinity]);
  const last = requests.at(-1);
  const of = (name: keyof TokenRequest & keyof ExpectedRequests): string[] => {
    const wanted = expected[name];
    if (wanted === undefined || last?.[name] === wanted) return [];
    const shown = name === 'secret' ? 'another' : JSON.stringify(last?.[name] ?? null);
    return [
      `request: the ${name} is ${shown}, not ${name === 'secret' ? 'the right one' : wanted}`,
    ];
  };
  const never = (what: string, wrong: Many | undefined, all: readonly (string | undefined)[]) =>
    list(wrong)
      .filter((one) => all.includes(one))
      .map((one) => `request: the wrong ${what}${what === 'secret' ? '' : ` ${one}`}`);
  const hosts = [...requests.map(({ host }) => host), ...connects.map((to) => to.split(':')[0])];
  return [
    ...(requests.length < least || requests.length > most
      ? [`${requests.length} requests, not ${count}`]
      : []),
    ...(['clientId', 'secret', 'authMethod', 'host', 'path'] as const).flatMap(of),
    ...Object.entries(form).flatMap(([name, wanted]) => formProblems(name, wanted, last)),
    ...never('host', expected.neverHost, hosts),
    ...never(
      'client id',
      expected.neverClientId,
      requests.map(({ clientId }) => clientId),
    ),
    ...never(
      'secret',
      expected.neverSecret,
      requests.map(({ secret }) => secret),
    ),
  ];
}

function formProblems(name: string, wanted: Many | null, last: TokenRequest | undefined) {
  const sent = last?.form.getAll(name) ?? [];
  const right =
    wanted === null ? sent.length === 0 : sent.length === 1 && list(wanted).includes(sent[0] ?? '');
  return right ? [] : [`request: the parameter ${name} is ${JSON.stringify(sent)}`];
}

function outputProblems(name: string, expected: ExpectedText, value: string): string[] {
  if (typeof expected === 'string') {
    return value === expected ? [] : [`the output ${name} is ${JSON.stringify(value)}`];
  }
  const members = expected.json === undefined ? {} : parsed(value);
  return [
    ...(expected.not === value ? [`the output ${name} is ${value}`] : []),
    ...Object.entries(expected.json ?? {})
      .filter(([member, wanted]) => JSON.stringify(members[member]) !== JSON.stringify(wanted))
      .map(([member]) => `the output ${name} has ${member}: ${JSON.stringify(members[member])}`),
  ];
}

function parsed(value: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(value);
  } catch {
    return {};
  }
}

function wordProblems(
  what: string,
  expected: ExpectedWords | undefined,
  names: readonly string[],
  seen: Seen,
): string[] {
  if (expected === undefined) return [];
  const words = commands(seen.run)
    .filter(({ name }) => names.includes(name))
    .map(({ data }) => data)
    .join('\n');
  const own = withoutWordsOf(seen.serverWords, words);
  const meets = (pattern: string, text: string) => new RegExp(pattern, 'i').test(text);
  return [
    ...list(expected.says)
      .filter((pattern) => !meets(pattern, own))
      .map((pattern) => `${what} should say /${pattern}/: ${own}`),
    ...list(expected.shows)
      .filter((pattern) => !meets(pattern, words))
      .map((pattern) => `${what} should show /${pattern}/: ${words}`),
    ...list(expected.never)
      .filter((pattern) => meets(pattern, own))
      .map((pattern) => `${what} must not say /${pattern}/: ${own}`),
  ];
}

/** How many characters of a text show that it is quoted: a long one may be cut. */
const RECOGNISED = 12;

function withoutWordsOf(serverWords: readonly string[], words: string): string {
  return serverWords.reduce((left, text) => {
    const start = text.slice(0, RECOGNISED);
    const at = start.length < 4 ? -1 : left.indexOf(start);
    if (at < 0) return left;
    let end = 0;
    while (end < text.length && left[at + end] === text[end]) end += 1;
    return withoutWordsOf([text], `${left.slice(0, at)}\u2026${left.slice(at + end)}`);
  }, words);
}

export function commands({ stdout }: Pick<ActionRun, 'stdout'>): WorkflowCommand[] {
  return stdout.split(/\r\n|\r|\n/).flatMap((line) => parseCommand(line) ?? []);
}

function maskerOf(run: Seen['run']) {
  const masker = createMasker();
  for (const { name, data } of commands(run)) if (name === 'add-mask') masker.add(data);
  return masker;
}
