import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** How one run of the action is arranged: `case.json`, described in `test/fixtures/cases`. */
export interface Arrangement {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Name of a file of the folder. */
  readonly credentialFile?: string;
  readonly credential?: string | readonly (string | Repeated)[];
  readonly base64?: boolean;
  readonly answer?: StoredAnswer;
  readonly accepts?: { readonly secret?: string; readonly authMethod?: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly later?: string;
  readonly special?: 'quoted-proxy' | 'weak-server-key';
}

interface Repeated {
  readonly repeat: string;
  /** The length of the whole. */
  readonly characters: number;
}

export interface StoredAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What has to hold of one run: `expect.json`. */
export interface Expected {
  readonly exit?: number;
  readonly codes?: Many;
  readonly either?: readonly Expected[];
  readonly requests?: ExpectedRequests;
  readonly outputs?: Readonly<Record<string, ExpectedText>>;
  readonly apiUrl?: ExpectedText;
  readonly provider?: ExpectedText;
  readonly message?: ExpectedWords;
  readonly warning?: ExpectedWords;
  readonly said?: ExpectedWords;
  readonly masks?: { readonly never?: Many; readonly must?: Many };
  readonly later?: string;
  readonly seconds?: number;
  readonly secrets?: readonly string[];
}

export interface ExpectedRequests {
  readonly count?: number | readonly [least: number, most: number];
  readonly clientId?: string;
  readonly secret?: string;
  readonly authMethod?: string;
  readonly host?: string;
  readonly path?: string;
  /** Null: the parameter is not sent. */
  readonly form?: Readonly<Record<string, Many | null>>;
  readonly neverHost?: Many;
  readonly neverClientId?: Many;
  readonly neverSecret?: Many;
}

export type ExpectedText =
  | string
  | { readonly not?: string; readonly json?: Readonly<Record<string, unknown>> };

export interface ExpectedWords {
  readonly says?: Many;
  readonly shows?: Many;
  readonly never?: Many;
}

export type Many = string | readonly string[];

export interface CaseRun extends Arrangement {
  /** Empty where the case has one run. */
  readonly title: string;
  /** All of these have to hold. */
  readonly expected: readonly Expected[];
}

export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly runs: readonly CaseRun[];
  /** Outputs that are the same in all runs. */
  readonly sameOutputs: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

const ARRANGEMENT: readonly string[] = [
  'inputs',
  'credentialFile',
  'credential',
  'base64',
  'answer',
  'accepts',
  'env',
  'later',
  'special',
];

const EXPECTED: readonly string[] = [
  'exit',
  'codes',
  'either',
  'requests',
  'outputs',
  'apiUrl',
  'provider',
  'message',
  'warning',
  'said',
  'masks',
  'later',
  'seconds',
  'secrets',
];

/** The names of the members of each member that has some. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  answer: ['status', 'headers', 'body'],
  accepts: ['secret', 'authMethod'],
  requests: [
    'count',
    'clientId',
    'secret',
    'authMethod',
    'host',
    'path',
    'form',
    'neverHost',
    'neverClientId',
    'neverSecret',
  ],
  message: ['says', 'shows', 'never'],
  warning: ['says', 'shows', 'never'],
  said: ['says', 'shows', 'never'],
  masks: ['never', 'must'],
};

/**
 * Every case of a folder, by name.
 *
 * @throws Error where there is none, or one has a member that nothing reads: its expectation would
 *   hold whatever happens
 */
export function casesIn(folder: string): Case[] {
  const files = globSync('*/case.json', { cwd: folder }).sort();
  if (files.length === 0) throw new Error(`There is no case in ${folder}.`);
  return files.map((file) => readCase(join(folder, dirname(file))));
}

function readCase(folder: string): Case {
  const arranged = json(join(folder, 'case.json'));
  const expected = json(join(folder, 'expect.json'));
  const { runs: runsArranged = [{}], ...arrangement } = arranged;
  const { runs: runsExpected = [], sameOutputs = [], ...always } = expected;
  requireMembers(folder, arrangement, ARRANGEMENT);
  requireExpected(folder, always);
  const runs = (runsArranged as Members[]).map(({ title = '', ...own }, index): CaseRun => {
    requireMembers(folder, own, ARRANGEMENT);
    const ofRun = (runsExpected as Members[])[index] ?? {};
    requireExpected(folder, ofRun);
    return {
      ...merged(arrangement, own),
      title: String(title),
      expected: [always as Expected, ofRun as Expected],
    };
  });
  if ((runsExpected as Members[]).length > runs.length) {
    throw new Error(`${folder} expects more runs than it has.`);
  }
  return { name: basename(folder), folder, runs, sameOutputs: sameOutputs as string[] };
}

/** What a run says comes before what the case says; inputs and variables come one by one. */
function merged(whole: Arrangement, own: Arrangement): Arrangement {
  return {
    ...whole,
    ...own,
    inputs: { ...whole.inputs, ...own.inputs },
    env: { ...whole.env, ...own.env },
  };
}

function requireExpected(folder: string, expected: Members): void {
  requireMembers(folder, expected, EXPECTED);
  for (const one of (expected['either'] ?? []) as Members[]) requireExpected(folder, one);
}

function requireMembers(folder: string, members: Members, known: readonly string[]): void {
  for (const [name, value] of Object.entries(members)) {
    if (!known.includes(name)) throw new Error(`${folder} has the unknown member ${name}.`);
    const inner = INNER[name];
    if (inner !== undefined) requireMembers(folder, value as Members, inner);
  }
}

/** The credential of a run, undefined where its inputs say all. */
export function credentialOf(folder: string, run: Arrangement): string | undefined {
  const text = storedText(folder, run);
  return text !== undefined && run.base64 ? Buffer.from(text).toString('base64') : text;
}

function storedText(folder: string, run: Arrangement): string | undefined {
  if (run.credentialFile !== undefined)
    return readFileSync(join(folder, run.credentialFile), 'utf8');
  if (run.credential === undefined) return undefined;
  return [run.credential].flat().map(repeated).join('');
}

function repeated(part: string | Repeated): string {
  if (typeof part === 'string') return part;
  return part.repeat
    .repeat(Math.ceil(part.characters / part.repeat.length))
    .slice(0, part.characters);
}

function json(path: string): Members {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function list(many: Many | undefined): readonly string[] {
  return many === undefined ? [] : [many].flat();
}
