import { BASELINE, type Build, type Case, type Cases, CURL, SET_SIZE } from './cases.ts';
import type { LoadedCode, Samples } from './measure.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import { quantile, ratios } from './statistics.ts';
import type { Cost } from './timer.ts';

/** All that the gates and the page are made of. */
export interface Measurements {
  readonly cases: Cases;
  /** Of one token, of sets and of rotations: rounds of their own, each with the baseline. */
  readonly tokens: Samples;
  readonly sets: Samples;
  readonly rotations: Samples;
  readonly loaded: LoadedCode;
  readonly reading: Reading;
  readonly sizes: Sizes;
}

/** What the action must not exceed. */
export interface Gate {
  readonly name: string;
  /** What it is for, and what a user feels where it fails; one sentence. */
  readonly purpose: string;
  /** Empty where the value is only shown. */
  readonly limit: string;
  readonly stretch: string;
  readonly measured: string;
  readonly verdict: 'pass' | 'pass, stretch too' | 'FAIL' | 'not measured' | 'no limit';
}

type Format = (value: number) => string;

interface Limits {
  readonly limit?: number;
  readonly stretch?: number;
}

/** The CPU time of `node -e 0`, in seconds, for which the limit of a further token is meant. */
const USUAL_BASELINE = 0.043;

/** The gates for the first build. */
export function gates(measurements: Measurements): Gate[] {
  const { loaded, reading, sizes } = measurements;
  return [
    ...tokenGates(measurements),
    gate(
      'code loaded',
      'Node reads and compiles this code at every start; where there is more of it, every step that fetches a token starts later.',
      kilobytes,
      { limit: 100_000, stretch: 40_000 },
      [loaded.bytes],
    ),
    ...setGates(measurements),
    gate(
      'reading 128 KiB ÷ 16 KiB, worst text',
      'The time to read a text must grow with its length and not with its square; otherwise a damaged or hostile secret keeps a job busy until its time is over.',
      times,
      { limit: 20 },
      [reading.growth],
    ),
    // Every run was checked for it; one that differed has ended the benchmark.
    {
      name: 'requests per run',
      purpose:
        'One token takes one request; with more of them a job waits for the network again and reaches the rate limit of the issuer sooner.',
      limit: '1',
      stretch: '',
      measured: '1',
      verdict: 'pass',
    },
    ...rotationGates(measurements),
    ...sizeGates(sizes),
  ];
}

function tokenGates({ cases, tokens }: Measurements): Gate[] {
  const { baseline, curl, builds } = cases;
  const against = (metric: keyof Cost, reference: Case | undefined) =>
    // A skipped case is no failure: its gate is not measured.
    reference && ratioOf(tokens, metric, builds[0].token, reference);
  return [
    gate(
      `wall ÷ ${BASELINE}`,
      'A step should take hardly longer than the start of Node, which every JavaScript action pays; otherwise each job waits longer for its token.',
      times,
      { limit: 2.15, stretch: 1.9 },
      against('wall', baseline),
    ),
    gate(
      `CPU ÷ ${BASELINE}`,
      'A step should compute little; otherwise jobs that share the processor of a self-hosted runner slow each other down.',
      times,
      { limit: 2.4 },
      against('cpu', baseline),
    ),
    gate(
      `CPU ÷ ${CURL}`,
      'The action replaces a script with curl and jq and should cost no more; otherwise whoever changes over gets a slower job.',
      times,
      { limit: 1.05 },
      against('cpu', curl),
    ),
    gate(
      `peak memory ÷ ${BASELINE}`,
      'A step should fit beside what else runs in a small container; otherwise a runner with little memory swaps, or ends the job.',
      times,
      { limit: 1.32 },
      against('rss', baseline),
    ),
  ];
}

function setGates({ cases, sets }: Measurements): Gate[] {
  const { baseline, builds } = cases;
  const { many } = builds[0].set;
  const usual = costs(sets, baseline, 'cpu').map((cpu) => USUAL_BASELINE / cpu);
  const further = furtherTokens(sets, builds[0]).map(
    (cpu, round) => cpu * (usual[round] ?? 1) * 1000,
  );
  return [
    gate(
      'CPU of a further token of a set',
      'A set should cost little more than one token; otherwise a job with hundreds of credentials waits for seconds.',
      milliseconds,
      { limit: 0.5 },
      further,
    ),
    gate(
      `peak memory of ${many.name} ÷ ${BASELINE}`,
      'The largest set should fit into a small container; otherwise a runner with little memory ends the job that needs it.',
      times,
      { limit: 2.05 },
      ratioOf(sets, 'rss', many, baseline),
    ),
  ];
}

function rotationGates({ cases, rotations }: Measurements): Gate[] {
  const { baseline, builds } = cases;
  const { rotation } = builds[0];
  const connections = rotation.visits.map((visit) => Math.max(...Object.values(visit.connections)));
  return [
    gate(
      `CPU of a rotation that is not due ÷ ${BASELINE}`,
      'A rotation runs every day and mostly finds nothing to do; where it computes more, the daily job of each credential takes longer.',
      times,
      { limit: 11 },
      ratioOf(rotations, 'cpu', rotation, baseline),
    ),
    gate(
      `peak memory of that rotation ÷ ${BASELINE}`,
      'A rotation should fit into a small container too; otherwise a runner with little memory ends it, and the credential grows old.',
      times,
      { limit: 2.5 },
      ratioOf(rotations, 'rss', rotation, baseline),
    ),
    gate(
      'connections of that rotation, most to one origin',
      'Connections are kept and used again; otherwise each request waits for TCP and TLS anew, and a rotation over a far network or a proxy takes seconds longer.',
      count,
      { limit: 1 },
      [Math.max(...connections)],
    ),
  ];
}

function sizeGates({ dist, programs, packed }: Sizes): Gate[] {
  return [
    gate(
      'dist in all',
      'A runner unpacks the whole of it before the action starts; where it is larger, every job starts later.',
      megabytes,
      { limit: 3_500_000 },
      [dist],
    ),
    gate(
      '.cjs files of dist',
      'Each file is a subject of its own; with more of them, whoever reads the action before pinning it looks longer for what matters.',
      count,
      { limit: 9 },
      [programs],
    ),
    gate(
      'packed tree',
      'A runner downloads it at the beginning of every job that uses the action; where it is larger, each of these jobs starts later.',
      megabytes,
      { limit: 1_200_000 },
      packed === undefined ? undefined : [packed],
    ),
  ];
}

/** The first build by each further one, in the same rounds. */
export function comparisons({ cases, tokens, sets, rotations }: Measurements): Gate[] {
  const [first, ...others] = cases.builds;
  return others.flatMap((before) => {
    const rows = (
      what: string,
      purpose: string,
      samples: Samples,
      [mine, theirs]: readonly [Case, Case],
      limits: Partial<Record<keyof Cost, number>> = {},
    ) =>
      (['wall', 'cpu', 'rss'] as const).map((metric) => {
        const limit = limits[metric];
        return gate(
          `${TITLES[metric]} of ${what} ÷ ${before.name}`,
          purpose,
          exactTimes,
          limit === undefined ? {} : { limit },
          ratioOf(samples, metric, mine, theirs),
        );
      });
    return [
      ...rows(
        'one token',
        'A change of the code must not make one token dearer; otherwise every job gets slower with an update.',
        tokens,
        [first.token, before.token],
        { wall: 1.01, cpu: 1.01 },
      ),
      gate(
        `CPU of a further token of a set ÷ ${before.name}`,
        'A change of the code must not make large sets dearer; otherwise a job with hundreds of credentials gets slower with an update.',
        exactTimes,
        { limit: 1.03 },
        ratios(furtherTokens(sets, first), furtherTokens(sets, before)),
      ),
      ...rows(
        'a rotation that is not due',
        'It shows what an update does to the daily job of each credential.',
        rotations,
        [first.rotation, before.rotation],
      ),
    ];
  });
}

export const TITLES = { wall: 'wall', cpu: 'CPU', rss: 'peak memory' } as const;

/** Seconds of CPU time for each token of a large set but its first, round by round. */
function furtherTokens(sets: Samples, { set }: Build): number[] {
  const alone = costs(sets, set.one, 'cpu');
  return costs(sets, set.many, 'cpu').map(
    (cpu, round) => (cpu - (alone[round] ?? 0)) / (SET_SIZE - 1),
  );
}

function ratioOf(samples: Samples, metric: keyof Cost, of: Case, by: Case): number[] {
  return ratios(costs(samples, of, metric), costs(samples, by, metric));
}

/** One metric of one case, round by round. */
export function costs(samples: Samples, which: Case, metric: keyof Cost): number[] {
  return (samples.get(which) ?? []).map((cost) => cost[metric]);
}

export const times: Format = (value) => `${value.toFixed(2)} ×`;
/** For limits of a hundredth. */
const exactTimes: Format = (value) => `${value.toFixed(3)} ×`;
const milliseconds: Format = (value) => `${value.toFixed(3)} ms`;
export const kilobytes: Format = (value) => `${(value / 1000).toFixed(1)} kB`;
const megabytes: Format = (value) => `${(value / 1_000_000).toFixed(2)} MB`;
const count: Format = (value) => String(value);

/**
 * @param values one a round; the median is judged. Undefined if they could not be measured, which is
 *   not a failure
 */
export function gate(
  name: string,
  purpose: string,
  format: Format,
  { limit, stretch }: Limits,
  values: readonly number[] | undefined,
): Gate {
  const atMost = (bound: number | undefined) => (bound === undefined ? '' : `≤ ${format(bound)}`);
  const bounds = { name, purpose, limit: atMost(limit), stretch: atMost(stretch) };
  if (!values) return { ...bounds, measured: '', verdict: 'not measured' };
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(values, part)) as [
    number,
    number,
    number,
  ];
  const number = (value: number) => format(value).replace(/ .*/, '');
  const spread = values.length > 1 ? ` (${number(low)} to ${number(high)})` : '';
  return {
    ...bounds,
    measured: `${format(middle)}${spread}`,
    verdict: judge(middle, limit, stretch),
  };
}

function judge(
  value: number,
  limit: number | undefined,
  stretch: number | undefined,
): Gate['verdict'] {
  if (limit === undefined) return 'no limit';
  if (value > limit) return 'FAIL';
  return stretch !== undefined && value <= stretch ? 'pass, stretch too' : 'pass';
}
