import type { Failure } from '../base/failure.ts';
import { oneLine } from '../base/text.ts';
import { isoSeconds } from '../base/time.ts';
import type { InventoryEntry } from '../rotation/inventory.ts';
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
    ...outcome.destinations.map(({ label, state }): Row => [capital(label), state]),
  ];
  const { warnings = [], faults = [] } = outcome;
  const told = [...faults.map(({ code, message }) => `${code}: ${message}`), ...warnings];
  const notes = [...told, ...outcome.notes];
  const table = page(`${code(entry)}: ${TITLES[outcome.state]}`, rows, notes);
  return outcome.instructions === undefined ? table : `${table}\n${outcome.instructions}\n`;
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

export function planSummary(entries: readonly InventoryEntry[], plan: Plan): string {
  const rows = plan.jobs.map(({ name, secret, environment }): Row => {
    const entry = entries.find((candidate) => candidate.name === name);
    const place = environment === '' ? code(secret) : `${code(secret)} of ${code(environment)}`;
    const every = entry === undefined ? '' : `, every ${span(entry.rotateEvery)}`;
    return [code(name), `${place}, issued by ${entry?.authority.kind ?? ''}${every}`];
  });
  const left =
    plan.left === 0 ? [] : [`${plan.left} more entries have their turn on the next days.`];
  return page(
    `Plan for ${plan.jobs.length} ${plan.jobs.length === 1 ? 'credential' : 'credentials'}`,
    rows,
    left,
  );
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

/** Names of credentials and secrets are the issuer's or the user's words. */
function code(name: string): string {
  return `\`${oneLine(name, 100).replace(/[`|]/g, ' ')}\``;
}

function text(words: string): string {
  return oneLine(words, 2000).replace(/[\\`*_[\]<>|&]/g, (character) => `\\${character}`);
}

function capital(words: string): string {
  const escaped = text(words);
  return `${escaped.charAt(0).toUpperCase()}${escaped.slice(1)}`;
}

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

export function planOutputs(plan: Plan): Entries {
  return [
    ['state', 'planned'],
    ['matrix', matrixOf(plan)],
  ];
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
