import type { Failure } from '../base/failure.ts';
import { oneLine } from '../base/text.ts';
import { isoSeconds } from '../base/time.ts';
import type { BadEntry, InventoryEntry } from '../rotation/inventory.ts';
import { REASONS } from '../rotation/reasons.ts';
import type { PendingRetirement, RotationOutcome, RotationState } from '../rotation/types.ts';
import { present } from '../runner/files.ts';
import type { Context, Entries } from '../runner/runner.ts';
import { matrixOf, type Plan } from './plan.ts';

const HOUR = 3_600_000;

const DAY = 24 * HOUR;

const TITLES: Readonly<Record<RotationState, string>> = {
  'not-due': 'nothing to do',
  rotated: 'rotated',
  planned: 'plan',
  retired: 'old ones deleted',
  'stale-snapshot': 'left to the next run',
  'needs-a-person': 'needs a person',
  failed: 'failed',
};

type Row = readonly [what: string, value: string];

/**
 * The job summary of one rotation, in Markdown: what was, what is, and what happens next and when.
 *
 * @param now milliseconds since the epoch.
 */
export function rotationSummary(entry: string, outcome: RotationOutcome, now: number): string {
  const { reason, credentialName, createdAt, previousName, nextRotationAt, expiresAt } = outcome;
  const rows: (Row | undefined)[] = [
    ['Why', `${code(reason)}: ${text(REASONS[reason])}`],
    credentialName === undefined
      ? undefined
      : ['Stored now', `${code(credentialName)}${createdAt ? `, created ${day(createdAt)}` : ''}`],
    previousName === undefined || previousName === credentialName
      ? undefined
      : ['Stored before', code(previousName)],
    expiresAt === undefined ? undefined : ['Its certificate ends', when(expiresAt, now)],
    nextRotationAt === undefined ? undefined : ['Next rotation', when(nextRotationAt, now)],
    ...outcome.retirePending.map(
      (pending): Row => ['Alive as well', `${code(pending.name)}, ${fateOf(pending)}`],
    ),
    ...outcome.retiredNames.map((name): Row => ['Deleted', code(name)]),
    ...outcome.destinations.map(({ label, state }): Row => [code(label, LONG), state]),
    outcome.state === 'planned' ? ['Looked at', lookedAt(outcome)] : undefined,
  ];
  const { warnings = [], faults = [] } = outcome;
  const told = [...faults.map(({ code, message }) => `${code}: ${message}`), ...warnings];
  const notes = [...told, ...outcome.notes];
  const table = page(`${code(entry)}: ${TITLES[outcome.state]}`, rows, notes);
  return outcome.instructions === undefined ? table : `${table}\n${outcome.instructions}\n`;
}

function lookedAt({ destinations }: RotationOutcome): string {
  const places = destinations.length === 1 ? 'one place' : `${destinations.length} places`;
  return `the value that this run was given, where it was issued, and what GitHub shows of ${places}; nothing was written`;
}

function fateOf({ after, byHand }: PendingRetirement): string {
  if (after === undefined) return 'kept until it is known to be unused';
  return byHand === true
    ? `to be disabled by a person, not before ${minute(after)}`
    : `deleted by the first run after ${minute(after)}`;
}

export function failureSummary(
  entry: string | undefined,
  { code: title, message }: Failure,
): string {
  const heading = `${entry === undefined ? 'Rotation' : code(entry)}: ${TITLES.failed}`;
  return page(
    heading,
    [[title, text(message)]],
    ['Nothing that a job may hold was deleted; the next run goes on where this one has ended.'],
  );
}

/** @param config the path of the inventory. */
export function planSummary(
  config: string,
  entries: readonly InventoryEntry[],
  plan: Plan,
  bad: readonly BadEntry[],
): string {
  const jobs = plan.jobs.map(({ name, secret, environment }): Row => {
    const entry = entries.find((candidate) => candidate.name === name);
    const place = environment === '' ? code(secret) : `${code(secret)} of ${code(environment)}`;
    const every = entry === undefined ? '' : `, every ${span(entry.rotateEvery)}`;
    return [code(name), `${place}, issued by ${entry?.authority.kind ?? ''}${every}`];
  });
  const faults = bad
    .slice(0, MOST_FAULTS)
    .map(
      ({ name, fault }): Row => [
        name === undefined ? 'An entry without a name' : code(name),
        `cannot be read: ${code(fault, LONGEST)}`,
      ],
    );
  const notes = [
    bad.length > MOST_FAULTS ? `${bad.length - MOST_FAULTS} more entries cannot be read.` : '',
    plan.left === 0
      ? ''
      : `${plan.left} more entries have their turn on the next days. A run that names one of them does not wait for that.`,
  ];
  const table = page(
    `Plan for ${plan.jobs.length} ${plan.jobs.length === 1 ? 'credential' : 'credentials'}`,
    [...jobs, ...faults],
    notes.filter((note) => note !== ''),
  );
  return `${table}\nLooked at: ${code(config, LONG)} alone. No secret, no issuer and no destination was asked.\n`;
}

function page(
  heading: string,
  rows: readonly (Row | undefined)[],
  notes: readonly string[],
): string {
  const table = rows.flatMap((row) => (row === undefined ? [] : [`| ${row[0]} | ${row[1]} |`]));
  return [
    `### ${heading}`,
    '',
    ...(table.length === 0 ? [] : ['| | |', '|---|---|', ...table, '']),
    ...notes.flatMap((note) => [text(note), '']),
  ].join('\n');
}

/** In UTF-16 code units. */
const LONG = 500;

const LONGEST = 2000;

/** So many entries that cannot be read are shown. */
const MOST_FAULTS = 50;

/** Names and words of the issuer, of GitHub, of paths and of the user: nothing in it has a meaning. */
function code(name: string, longest = 100): string {
  const shown = oneLine(name, longest).replace(/[`|]/g, ' ');
  return `\`${shown.trim() === '' ? ' ' : shown}\``;
}

/**
 * Sentences of ours, which may repeat words of others. Where any of it could be a link, a mention, a
 * tag or other Markdown, all of it is code.
 */
function text(words: string): string {
  const line = oneLine(words, LONGEST);
  const isProse = /^[A-Z][\w ,.;:?!'"()/-]*$/i.test(line) && !HAS_MEANING.test(line);
  return isProse ? line : code(line, LONGEST);
}

/** Addresses, references to commits and issues, short names of emoji, and emphasis. */
const HAS_MEANING = /:\/\/|www\.|\b[0-9a-f]{7,}\b|gh-\d|:[\w+-]+:|_|\bjavascript:|\bmailto:/i;

function when(date: Date, now: number): string {
  const days = Math.round((date.getTime() - now) / DAY);
  if (days < 0) return `${day(date)} (${-days} days ago)`;
  return `${day(date)} (${days === 0 ? 'today' : `in ${days} days`})`;
}

/** Days, or hours where it is less than two days. */
function span(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.round(milliseconds / DAY)} days`;
  return `${Number((milliseconds / HOUR).toFixed(1))} h`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The outputs of the rotation action (contract 2). What is not known is not set. */
export function rotationOutputs(outcome: RotationOutcome): Entries {
  return present([
    ['state', outcome.state],
    ['reason', outcome.reason],
    ['credential-name', outcome.credentialName],
    ['created-at', outcome.createdAt && isoSeconds(outcome.createdAt)],
    ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
    ['certificate-expires-at', outcome.expiresAt && isoSeconds(outcome.expiresAt)],
    ['retire-pending', JSON.stringify(outcome.retirePending.map(({ name }) => name))],
    ['destinations', JSON.stringify(outcome.destinations)],
  ]);
}

/** What a plan hands over to the jobs that follow. */
export function matrixOutput(plan: Plan): Entries {
  return [['matrix', matrixOf(plan)]];
}

/** What the token action adds where it rotates. */
export function tokenActionOutputs(outcome: RotationOutcome): Entries {
  return present([
    ['rotated', String(outcome.state === 'rotated')],
    ['rotation-state', outcome.state],
    ['credential-name', outcome.credentialName],
    ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
  ]);
}

/** What was asked for was not done, or somebody else must do it. */
const UNDONE: readonly RotationState[] = ['needs-a-person', 'stale-snapshot'];

/** Shows people what a rotation has done and why: in the job summary, and by annotations. */
export async function reportRotation(
  entry: string,
  outcome: RotationOutcome,
  { timing, runner }: Pick<Context, 'timing' | 'runner'>,
): Promise<void> {
  await runner.summary(rotationSummary(entry, outcome, outcome.at ?? timing.now()));
  const level = UNDONE.includes(outcome.state) ? 'warning' : 'notice';
  for (const note of outcome.notes) runner.annotate(level, note, 'W_ROTATION', entry);
  for (const warning of outcome.warnings ?? []) {
    runner.annotate('warning', warning, 'W_ROTATION', entry);
  }
}
