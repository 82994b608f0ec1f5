import type { Transport } from '../src/http/http.ts';
import { leanRunner } from '../src/runner/lean.ts';
import type { Context, Environment, Runner, StepResult } from '../src/runner/runner.ts';
import { secretsLedger } from '../src/secrets/ledger.ts';

/** A runner that remembers what it is told, in order. */
export interface RecordingRunner extends Runner {
  readonly masks: string[];
  readonly annotations: {
    readonly level: string;
    readonly message: string;
    readonly code: string;
    readonly title: string;
  }[];
  readonly debugged: string[];
  /** Progress and printed lines. */
  readonly lines: string[];
  readonly results: StepResult[];
  readonly summaries: string[];
}

export function recordingRunner(inputs: Readonly<Record<string, string>> = {}): RecordingRunner {
  const runner: RecordingRunner = {
    ...{ masks: [], annotations: [], debugged: [], lines: [], results: [], summaries: [] },
    input: (name) => inputs[name]?.trim() || undefined,
    mask: (values) => void runner.masks.push(...values),
    annotate(level, message, code, title = code) {
      runner.annotations.push({ level, message, code, title });
    },
    debug: (message) => void runner.debugged.push(message),
    group: (title, lines) => void runner.lines.push(title, ...lines),
    progress: (message) => void runner.lines.push(message),
    print: (line) => void runner.lines.push(line),
    requireResult() {},
    setResult: (result) => void runner.results.push(result),
    async summary(markdown) {
      runner.summaries.push(markdown);
    },
  };
  return runner;
}

/** The runner of the token action, which collects what it writes to standard output. */
export interface CollectingRunner extends Runner {
  /** All that was written so far. */
  written(): string;
}

/** @param now milliseconds since the epoch. */
export function collectingRunner(env: Environment = {}, now = () => 0): CollectingRunner {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  return { ...leanRunner(env, write, now), written: () => written };
}

/** A context whose clock stands still unless a test moves it, and that reaches no network. */
export function testContext(
  parts: Partial<Omit<Context, 'runner'>> & { readonly runner?: RecordingRunner } = {},
): Context & { readonly runner: RecordingRunner } {
  const runner = parts.runner ?? recordingRunner();
  const noNetwork: Transport = () => Promise.reject(new Error('a test has no network'));
  return {
    env: {},
    timing: { now: () => 0, sleep: async () => {}, random: () => 0.5 },
    deadline: 60_000,
    secrets: secretsLedger((values) => runner.mask(values)),
    transport: noNetwork,
    ...parts,
    runner,
  };
}
