import { BASELINE, type Case, type Cases, CURL } from './cases.ts';
import { costs, type Gate, kilobytes, type MeasuredSet, times } from './gates.ts';
import type { LoadedCode, Samples } from './measure.ts';
import type { Reading } from './reading.ts';
import { median, ratios } from './statistics.ts';
import type { Cost } from './timer.ts';

export interface Results {
  readonly date: Date;
  readonly machine: string;
  /** Before the first run. */
  readonly load: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly cases: Cases;
  readonly samples: Samples;
  readonly loaded: LoadedCode;
  readonly set: MeasuredSet;
  readonly reading: Reading;
  readonly gates: readonly Gate[];
  /** Bytes of the timer's own peak. */
  readonly floor: number;
}

type Row = readonly string[];

const TITLES = { wall: 'wall', cpu: 'CPU', rss: 'peak' } as const;

/** The table of costs and the table of gates, as Markdown that a console shows well too. */
export function tables({ cases, samples, gates, loaded, set, reading }: Results): string {
  return [
    costTable(cases, samples),
    setTable(set),
    table([
      ['gate', 'measured (quartiles)', 'limit', 'stretch', 'verdict'],
      ...gates.map((each) => [each.name, each.measured, each.limit, each.stretch, each.verdict]),
    ]),
    `Code loaded by the action: ${loaded.files.join(', ')}, ${kilobytes(loaded.bytes)} of ${kilobytes(cases.actions[0].code ?? 0)} in its folder.`,
    `Of ${reading.texts} texts that pretend to be credentials, the time to read grows most for “${reading.worst}” (linear would be 8 ×); none of 128 KiB takes more than ${reading.longest.toFixed(0)} ms of CPU time.`,
    ...cases.skipped.map((each) => `Skipped: ${each}.`),
  ].join('\n\n');
}

/** The whole of `results.md`. */
export function page(results: Results): string {
  const { date, machine, load, versions, rounds, floor } = results;
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# What one token costs

Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}.

Machine: ${machine}. Load average before the start: ${load}.
Versions: ${parts.join(', ')}.

Whole processes run one at a time and interleaved (A B C, then C B A), one round uncounted and ${rounds} counted; wall time, user and system time and peak memory come from \`wait4\`, and a ratio is the median of the ratios round by round.
Every case but the first fetches one token from an HTTPS server in another process on the loopback interface (25 extra response headers, a token of 1.2 kB, no network latency), masks it and writes it to an output, and every run is checked for exit code 0, exactly one request, the mask and the output.
All run in the same environment, built from nothing, and trust the roots that Node brings along and one more (“${CURL}, one root” only that one); a peak of ${mebibytes([floor])} MiB may be the timer's own.
A set of many credentials of that server runs in ${setRounds(results)} rounds of its own, each member with a token of its own; what a further token costs is the difference to a set of one, as if \`${BASELINE}\` took 43 ms.

${tables(results)}
`;
}

function setRounds({ set }: Results): number {
  return costs(set.samples, set.many, 'cpu').length;
}

function costTable({ baseline, curl, peers, actions }: Cases, samples: Samples): string {
  const [first, ...others] = actions;
  const comparisons = [
    ...against(BASELINE, baseline, ['wall', 'cpu', 'rss']),
    // Not its memory: curl and jq may need less than the timer can see.
    ...(curl ? against(CURL, curl, ['wall', 'cpu']) : []),
    // A second build is there to be compared with the first.
    ...(others.length > 0 ? against('first build', first, ['wall', 'cpu', 'rss']) : []),
  ];
  const row = (each: Case): Row => [
    each.name,
    milliseconds(costs(samples, each, 'wall')),
    milliseconds(costs(samples, each, 'cpu')),
    mebibytes(costs(samples, each, 'rss')),
    ...comparisons.map(({ metric, reference }) => ratio(samples, metric, each, reference)),
    each.code === undefined ? '' : kilobytes(each.code),
  ];
  return table([
    ['case', 'wall ms', 'CPU ms', 'peak MiB', ...comparisons.map(title), 'code on disk'],
    ...[baseline, ...(curl ? [curl] : []), ...peers, ...actions].map(row),
  ]);
}

function setTable({ baseline, one, many, samples }: MeasuredSet): string {
  const row = (each: Case): Row => [
    each.name,
    milliseconds(costs(samples, each, 'wall')),
    milliseconds(costs(samples, each, 'cpu')),
    mebibytes(costs(samples, each, 'rss')),
  ];
  return table([
    ['input credential-set', 'wall ms', 'CPU ms', 'peak MiB'],
    ...[baseline, one, many].map(row),
  ]);
}

interface Comparison {
  readonly metric: keyof Cost;
  readonly name: string;
  readonly reference: Case;
}

function against(name: string, reference: Case, metrics: readonly (keyof Cost)[]): Comparison[] {
  return metrics.map((metric) => ({ metric, name, reference }));
}

function title({ metric, name }: Comparison): string {
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
