import { BASELINE, type Case, CURL } from './cases.ts';
import type { LoadedCode, Samples } from './measure.ts';
import type { Reading } from './reading.ts';
import { quantile, ratios } from './statistics.ts';
import type { Cost } from './timer.ts';

/** What the action must not exceed. */
export interface Gate {
  readonly name: string;
  readonly limit: string;
  readonly stretch: string;
  readonly measured: string;
  readonly verdict: 'pass' | 'pass, stretch too' | 'FAIL' | 'not measured';
}

type Format = (value: number) => string;

interface Limits {
  readonly limit: number;
  readonly stretch?: number;
}

/** The CPU time of `node -e 0`, in seconds, for which the limit of a further token is meant. */
const USUAL_BASELINE = 0.043;

export interface MeasuredSet {
  readonly baseline: Case;
  readonly one: Case;
  readonly many: Case;
  readonly samples: Samples;
}

/** @param curl undefined if it was skipped: its gate is then not measured, which is not a failure */
export function gates(
  { action, baseline, curl }: { action: Case; baseline: Case; curl: Case | undefined },
  samples: Samples,
  loaded: LoadedCode,
  set: MeasuredSet,
  reading: Reading,
): Gate[] {
  const against = (metric: keyof Cost, reference: Case | undefined) =>
    reference && ratios(costs(samples, action, metric), costs(samples, reference, metric));
  return [
    gate(`wall ÷ ${BASELINE}`, times, { limit: 2.15, stretch: 1.9 }, against('wall', baseline)),
    gate(`CPU ÷ ${BASELINE}`, times, { limit: 2.4 }, against('cpu', baseline)),
    gate(`CPU ÷ ${CURL}`, times, { limit: 1.05 }, against('cpu', curl)),
    gate(`peak memory ÷ ${BASELINE}`, times, { limit: 1.32 }, against('rss', baseline)),
    gate('code loaded', kilobytes, { limit: 100_000, stretch: 40_000 }, [loaded.bytes]),
    ...setGates(set),
    gate('reading 128 KiB ÷ 16 KiB, worst text', times, { limit: 20 }, [reading.growth]),
    // Every run was checked for it; one that differed has ended the benchmark.
    { name: 'requests per run', limit: '1', stretch: '', measured: '1', verdict: 'pass' },
  ];
}

function setGates({ baseline, one, many, samples }: MeasuredSet): Gate[] {
  const of = (which: Case, metric: keyof Cost) => costs(samples, which, metric);
  const alone = of(one, 'cpu');
  const usual = of(baseline, 'cpu').map((cpu) => USUAL_BASELINE / cpu);
  const further = of(many, 'cpu').map(
    (cpu, round) =>
      ((cpu - (alone[round] ?? 0)) / (many.tokens - one.tokens)) * (usual[round] ?? 1) * 1000,
  );
  return [
    gate('CPU of a further token of a set', milliseconds, { limit: 0.5 }, further),
    gate(
      `peak memory of ${many.name} ÷ ${BASELINE}`,
      times,
      { limit: 2.05 },
      ratios(of(many, 'rss'), of(baseline, 'rss')),
    ),
  ];
}

/** One metric of one case, round by round. */
export function costs(samples: Samples, which: Case, metric: keyof Cost): number[] {
  return (samples.get(which) ?? []).map((cost) => cost[metric]);
}

export const times: Format = (value) => `${value.toFixed(2)} ×`;
export const milliseconds: Format = (value) => `${value.toFixed(3)} ms`;
export const kilobytes: Format = (value) => `${(value / 1000).toFixed(1)} kB`;

function gate(
  name: string,
  format: Format,
  { limit, stretch }: Limits,
  values: readonly number[] | undefined,
): Gate {
  const bounds = {
    name,
    limit: `≤ ${format(limit)}`,
    stretch: stretch ? `≤ ${format(stretch)}` : '',
  };
  if (!values) return { ...bounds, measured: '', verdict: 'not measured' };
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(values, part)) as [
    number,
    number,
    number,
  ];
  const spread = values.length > 1 ? ` (${low.toFixed(2)} to ${high.toFixed(2)})` : '';
  return {
    ...bounds,
    measured: `${format(middle)}${spread}`,
    verdict: judge(middle, limit, stretch),
  };
}

function judge(value: number, limit: number, stretch: number | undefined): Gate['verdict'] {
  if (value > limit) return 'FAIL';
  return stretch !== undefined && value <= stretch ? 'pass, stretch too' : 'pass';
}
