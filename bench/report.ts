import { BASELINE, type Case, type Cases, CURL, type RotationCase } from './cases.ts';
import { costs, type Gate, kilobytes, type Measurements, TITLES, times } from './gates.ts';
import { isQuiet, type Load } from './machine.ts';
import type { Samples } from './measure.ts';
import { median, ratios } from './statistics.ts';
import type { Cost } from './timer.ts';

export interface Results extends Measurements {
  readonly date: Date;
  readonly machine: string;
  /** Before the first run. */
  readonly load: Load;
  readonly versions: Readonly<Record<string, string>>;
  readonly gates: readonly Gate[];
  /** What the first build costs by each further one. */
  readonly comparisons: readonly Gate[];
  /** Bytes of the timer's own peak. */
  readonly floor: number;
}

type Row = readonly string[];

/** The tables, as Markdown that a console shows well too. */
export function tables(results: Results): string {
  const { cases, tokens, sets, rotations, gates, comparisons, loaded, reading } = results;
  const { baseline, builds, skipped } = cases;
  return [
    ...noise(results),
    tokenTable(cases, tokens),
    costTable('input credential-set', sets, [
      baseline,
      ...builds.flatMap(({ set }) => [set.one, set.many]),
    ]),
    costTable('rotation action', rotations, [baseline, ...builds.map(({ rotation }) => rotation)]),
    visitTable(builds.map(({ rotation }) => rotation)),
    ...(comparisons.length > 0 ? [gateTable('this action ÷ another build', comparisons)] : []),
    gateTable('gate', gates),
    `Code loaded by the action: ${loaded.files.join(', ')}, ${kilobytes(loaded.bytes)} of ${kilobytes(builds[0].token.code ?? 0)} in its folder.`,
    `Of ${reading.texts} texts that pretend to be credentials, the time to read grows most for “${reading.worst}” (linear would be 8 ×); none of 128 KiB takes more than ${reading.longest.toFixed(0)} ms of CPU time.`,
    ...skipped.map((each) => `Skipped: ${each}.`),
  ].join('\n\n');
}

/** The whole of `results.md`. */
export function page(results: Results): string {
  const { date, machine, load, versions, floor, cases, tokens, sets, rotations, sizes } = results;
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const rounds = (samples: Samples) => costs(samples, cases.baseline, 'cpu').length;
  return `# What a token and a rotation cost

Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}.

Machine: ${machine}. Load average before the start: ${load.average.toFixed(1)}.
Versions: ${parts.join(', ')}.

Whole processes run one at a time and interleaved (A B C, then C B A), one round uncounted and ${rounds(tokens)} counted; wall time, user and system time and peak memory come from \`wait4\`, and a ratio is the median of the ratios round by round.
Every case of the first table but the first fetches one token from an HTTPS server in another process on the loopback interface (25 extra response headers, a token of 1.2 kB, no network latency), masks it and writes it to an output, and every run is checked for exit code 0, exactly one request, the mask and the output.
All run in the same environment, built from nothing, and trust the roots that Node brings along and one more (“${CURL}, one root” only that one); a peak of ${mebibytes([floor])} MiB may be the timer's own.
A set of many credentials of that server runs in ${rounds(sets)} rounds of its own, each member with a token of its own; what a further token costs is the difference to a set of one, as if \`${BASELINE}\` took 43 ms.
A rotation runs in ${rounds(rotations)} rounds of its own, for a Cloud Foundry key that is a day old and that four secrets hold; GitHub, Cloud Foundry, its UAA and a token server are played by another process on the loopback interface, without TLS, which counts connections and requests, and every run is checked for exit code 0, the state \`not-due\` and no request that changes anything.
The packed tree is \`git archive HEAD | gzip\`, what a runner downloads${sizes.uncommitted ? '; changes that are not committed are not in it' : ''}.

${tables(results)}

## What the gates are for

${purposes([...results.gates, ...results.comparisons])}
`;
}

/** Gates with the same purpose share a line. */
function purposes(all: readonly Gate[]): string {
  const byPurpose = Map.groupBy(all, ({ purpose }) => purpose);
  return [...byPurpose]
    .map(([purpose, gates]) => `- **${gates.map(({ name }) => name).join('; ')}**: ${purpose}`)
    .join('\n');
}

function noise({ load }: Results): string[] {
  if (isQuiet(load)) return [];
  return [
    `**The machine was not quiet**: before the start ${load.average.toFixed(1)} processes wanted one of ${load.cores} cores on average. These results are not meant to be committed; measure again when the load average is at most ${load.cores / 2}.`,
  ];
}

function tokenTable({ baseline, curl, peers, builds }: Cases, samples: Samples): string {
  const references = [
    ...against(BASELINE, baseline, ['wall', 'cpu', 'rss']),
    // Not its memory: curl and jq may need less than the timer can see.
    ...(curl ? against(CURL, curl, ['wall', 'cpu']) : []),
  ];
  const row = (each: Case): Row => [
    ...costCells(samples, each),
    ...references.map(({ metric, reference }) => ratio(samples, metric, each, reference)),
    each.code === undefined ? '' : kilobytes(each.code),
  ];
  return table([
    ['one token', ...COST_TITLES, ...references.map(title), 'code on disk'],
    ...[baseline, ...(curl ? [curl] : []), ...peers, ...builds.map(({ token }) => token)].map(row),
  ]);
}

/** Costs of some cases and their ratios to the first. */
function costTable(what: string, samples: Samples, cases: readonly [Case, ...Case[]]): string {
  const references = against(BASELINE, cases[0], ['wall', 'cpu', 'rss']);
  const row = (each: Case): Row => [
    ...costCells(samples, each),
    ...references.map(({ metric, reference }) => ratio(samples, metric, each, reference)),
  ];
  return table([[what, ...COST_TITLES, ...references.map(title)], ...cases.map(row)]);
}

/** The most that a run of each rotation needed of each server. */
function visitTable(rotations: readonly RotationCase[]): string {
  const origins = [
    ...new Set(
      rotations.flatMap(({ visits }) => visits.flatMap((visit) => Object.keys(visit.requests))),
    ),
  ].sort();
  const most = (counts: readonly Readonly<Record<string, number>>[], origin: string) =>
    String(Math.max(...counts.map((each) => each[origin] ?? 0)));
  const row = ({ name, visits }: RotationCase): Row => [
    name,
    ...origins.map((origin) => {
      const connections = most(
        visits.map((visit) => visit.connections),
        origin,
      );
      const requests = most(
        visits.map((visit) => visit.requests),
        origin,
      );
      return `${connections} for ${requests}`;
    }),
  ];
  return table([['connections for requests to', ...origins], ...rotations.map(row)]);
}

function gateTable(what: string, gates: readonly Gate[]): string {
  return table([
    [what, 'measured (quartiles)', 'limit', 'stretch', 'verdict'],
    ...gates.map((each) => [each.name, each.measured, each.limit, each.stretch, each.verdict]),
  ]);
}

const COST_TITLES = ['wall ms', 'CPU ms', 'peak MiB'] as const;

function costCells(samples: Samples, each: Case): Row {
  return [
    each.name,
    milliseconds(costs(samples, each, 'wall')),
    milliseconds(costs(samples, each, 'cpu')),
    mebibytes(costs(samples, each, 'rss')),
  ];
}

interface Reference {
  readonly metric: keyof Cost;
  readonly name: string;
  readonly reference: Case;
}

function against(name: string, reference: Case, metrics: readonly (keyof Cost)[]): Reference[] {
  return metrics.map((metric) => ({ metric, name, reference }));
}

function title({ metric, name }: Reference): string {
  return `${TITLES[metric]} ÷ ${name}`;
}

function ratio(samples: Samples, metric: keyof Cost, each: Case, reference: Case): string {
  return times(median(ratios(costs(samples, each, metric), costs(samples, reference, metric))));
}

function milliseconds(seconds: readonly number[]): string {
  return (median(seconds) * 1000).toFixed(1);
}

function mebibytes(bytes: readonly number[]): string {
  return (median(bytes) / 2 ** 20).toFixed(1);
}

function table(rows: readonly Row[]): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0), 3),
  );
  const line = (row: Row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(header), rule, ...body.map(line)].join('\n');
}
