import { type CredentialOptions, completeCredential } from '../src/credentials/complete.ts';
import { readCredential } from '../src/credentials/read.ts';
import { hostileTexts } from '../test/credentials/hostile-texts.ts';

const SMALL = 16 * 1024;
/** The largest text that is read. */
const LARGE = 128 * 1024;
/** Less says more about the machine than about the text, in milliseconds of CPU time. */
const FLOOR = 6;
/** The machine may do something else meanwhile: the least of so many runs counts. */
const RUNS = 2;

const AUTO: CredentialOptions = { provider: 'auto', authMethod: 'auto' };

/** How the time to read a text grows with its length, for the text with which it grows most. */
export interface Reading {
  readonly texts: number;
  /** The name of that text. */
  readonly worst: string;
  /** Time for 128 KiB by the time for 16 KiB: 8 is linear, 64 quadratic. */
  readonly growth: number;
  /** The longest time for any text of 128 KiB, in milliseconds of CPU time. */
  readonly longest: number;
}

/** Reads texts that pretend to be every form, short and long in turn. */
export async function measureReading(): Promise<Reading> {
  let [worst, growth, longest] = ['', 0, 0];
  const texts = Object.entries(hostileTexts);
  for (const [name, make] of texts) {
    const [small, large] = [make(SMALL), make(LARGE)];
    let [short, long] = [Infinity, Infinity];
    for (let run = 0; run < RUNS; run++) {
      short = Math.min(short, await cpuTime(small));
      long = Math.min(long, await cpuTime(large));
    }
    const ratio = long / Math.max(short, FLOOR);
    longest = Math.max(longest, long);
    if (ratio > growth) [worst, growth] = [name, ratio];
  }
  return { texts: texts.length, worst, growth, longest };
}

async function cpuTime(text: string): Promise<number> {
  const before = process.cpuUsage();
  await readCredential(text)
    .then((statement) => completeCredential(statement, {}, AUTO, 0))
    .catch(() => undefined);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
