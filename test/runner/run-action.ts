import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { parseFileCommand } from './file-commands.ts';

export interface RunOptions {
  /** Path of the metadata file. Default: `action.yml` at the root of this repository. */
  readonly action?: string;
  /** The step's `with:`. Names that the metadata does not declare are passed on all the same. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Comes last, so it also replaces what the runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a checkout has put into the workspace: paths and texts. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** As if the run were started with debug logging. */
  readonly debug?: boolean;
  /** Milliseconds after which the action is killed. Default: 60 000. */
  readonly killAfter?: number;
  /** CommonJS modules that Node loads before the action, to stand in for a part of the machine. */
  readonly preload?: string | readonly string[];
  /** Called when the action has been started. */
  readonly onStart?: (started: StartedAction) => void;
}

export interface StartedAction {
  readonly process: ChildProcess;
  /** Paths of the file commands. */
  readonly output: string;
  readonly env: string;
}

export interface ActionRun {
  /** Null where a signal ended the action. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What GITHUB_ENV gives to later steps. */
  readonly exported: Readonly<Record<string, string>>;
  /** The job summary, Markdown. */
  readonly summary: string;
  /** The file commands as written. */
  readonly files: Readonly<Record<keyof typeof FILE_COMMANDS, string>>;
  /** What the action left in the workspace, relative to it. */
  readonly workspaceFiles: readonly string[];
}

const FILE_COMMANDS = {
  output: 'GITHUB_OUTPUT',
  env: 'GITHUB_ENV',
  state: 'GITHUB_STATE',
  path: 'GITHUB_PATH',
  summary: 'GITHUB_STEP_SUMMARY',
} as const;
const ACTION = fileURLToPath(new URL('../../action.yml', import.meta.url));

/** Stands around every run: what it gives to `run` runs, and what it returns is the result. */
export type AroundRun = (
  options: RunOptions,
  run: (options: RunOptions) => Promise<ActionRun>,
) => Promise<ActionRun>;

let around: AroundRun = (options, run) => run(options);

/** For all runs of this process from now on, for example to record them. */
export function standAround(other: AroundRun): void {
  around = other;
}

/**
 * Runs a JavaScript action the way the GitHub runner does: its `runs.main` under this Node, in an
 * empty workspace, with an environment of which nothing is inherited. All folders are gone when it
 * returns.
 *
 * @throws Error where the action outlives `killAfter`, or leaves a malformed file command
 */
export function runAction(options: RunOptions = {}): Promise<ActionRun> {
  return around(options, run);
}

async function run(options: RunOptions): Promise<ActionRun> {
  const metadataPath = options.action ?? ACTION;
  const metadata: Metadata = parse(await readFile(metadataPath, 'utf8'));
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'run-action-')));
  try {
    const workspace = join(folder, 'workspace');
    const temp = join(folder, 'temp');
    await Promise.all([mkdir(workspace), mkdir(temp)]);
    for (const [path, text] of Object.entries(options.workspace ?? {})) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), text);
    }
    const paths = await createFileCommands(folder);
    const ended = await runNode(join(dirname(metadataPath), metadata.runs.main), {
      cwd: workspace,
      env: environment(options, metadata, {
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        ...Object.fromEntries(FILES.map((file) => [FILE_COMMANDS[file], paths[file]])),
        ...(options.debug ? { RUNNER_DEBUG: '1' } : {}),
      }),
      killAfter: options.killAfter ?? 60_000,
      execArgv: [options.preload ?? []].flat().flatMap((path) => ['--require', path]),
      started: (child) =>
        options.onStart?.({ process: child, output: paths.output, env: paths.env }),
    });
    const files = await readFileCommands(paths);
    return {
      ...ended,
      outputs: parseFileCommand(files.output),
      exported: parseEnvironment(files.env),
      summary: files.summary,
      files,
      workspaceFiles: (await listFiles(workspace)).filter(
        (file) => options.workspace?.[file] === undefined,
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Metadata {
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown } | null>>;
  readonly runs: { readonly main: string };
}

type FileCommand = keyof typeof FILE_COMMANDS;
const FILES = Object.keys(FILE_COMMANDS) as readonly FileCommand[];

async function createFileCommands(folder: string): Promise<Record<FileCommand, string>> {
  const entries = FILES.map((file) => [file, join(folder, `${file}_file_command`)] as const);
  await Promise.all(entries.map(([, path]) => writeFile(path, '')));
  return Object.fromEntries(entries) as Record<FileCommand, string>;
}

async function readFileCommands(paths: Record<FileCommand, string>) {
  const entries = FILES.map(async (file) => [file, await readFile(paths[file], 'utf8')] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<FileCommand, string>;
}

function environment(
  { inputs = {}, env = {} }: RunOptions,
  metadata: Metadata,
  runner: Readonly<Record<string, string>>,
): Record<string, string> {
  const defaults = Object.entries(metadata.inputs ?? {}).map(
    ([name, input]) => [variableOf(name), literalDefault(input?.default)] as const,
  );
  const given = Object.entries(inputs).map(([name, value]) => [variableOf(name), value] as const);
  const all = { ...Object.fromEntries([...defaults, ...given]), ...runner, ...env };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}

// An expression, such as a token of the job, has no value outside a real job.
function literalDefault(value: unknown): string {
  const text = String(value ?? '');
  return text.includes('${{') ? '' : text;
}

function parseEnvironment(text: string): Record<string, string> {
  const exported = parseFileCommand(text);
  if ('NODE_OPTIONS' in exported) throw new Error('GITHUB_ENV must not set NODE_OPTIONS');
  return exported;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

interface NodeProcess {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly killAfter: number;
  readonly execArgv: readonly string[];
  readonly started: (child: ChildProcess) => void;
}

function runNode(
  main: string,
  { cwd, env, killAfter, execArgv, started }: NodeProcess,
): Promise<Pick<ActionRun, 'exitCode' | 'signal' | 'stdout' | 'stderr'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...execArgv, main], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started(child);
    const written = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text;
      });
    }
    const timer = setTimeout(() => {
      // Waiting for `close` could take for ever where a grandchild holds the pipes.
      child.once('exit', () => {
        reject(new Error(`${main} was killed: still running after ${killAfter} ms`));
      });
      child.kill('SIGKILL');
    }, killAfter);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, ...written });
    });
  });
}
