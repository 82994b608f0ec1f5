import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One process to run, with the whole of its environment. */
export interface Job {
  /** The program's absolute path first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Seconds; after that the process and its children are killed. */
  readonly timeout: number;
}

/** What one run cost. Times in seconds, memory in bytes. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

export interface Run extends Cost {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface Timer {
  readonly python: string;
  /** Bytes below which no peak can be seen. */
  readonly floor: number;
  run(job: Job): Promise<Run>;
  stop(): void;
}

/** Starts `timer.py`, the one child that starts all measured processes. */
export async function startTimer(): Promise<Timer> {
  // Isolated and without site-packages: it starts in the same way everywhere and stays small.
  const child = spawn(
    'python3',
    ['-I', '-S', fileURLToPath(new URL('timer.py', import.meta.url))],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  await once(child, 'spawn').catch(() => {
    throw new Error(
      'python3 could not be started. The benchmark needs it (standard library only) to read what a process cost.',
    );
  });
  // A write to a timer that has died must not be the error that is shown.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    if (line.done) throw new Error('timer.py ended early; its message stands above.');
    return JSON.parse(line.value);
  };
  const { python, floor } = await answer();
  return {
    python,
    floor,
    run: (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      return answer();
    },
    stop: () => child.stdin.end(),
  };
}
