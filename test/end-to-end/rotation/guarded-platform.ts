import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { managedName, ownerText } from '../../../src/rotation/credential-name.ts';
import type { ActionRun } from '../../runner/run-action.ts';
import type { SecretPath } from '../../servers/github-vault.ts';
import type { Around, RecordedRequest } from '../../servers/https-server.ts';
import { MAIN, type Platform, type PlatformOptions, startPlatform } from './platform.ts';

/** What happens at one side effect of a run. */
export type Death =
  /** The process is killed, and the request has never arrived. */
  | 'killed before'
  /** The request takes effect, and the process is killed before it learns of it. */
  | 'killed after'
  /** The process is killed, and the request takes effect while the next run is at work. */
  | 'killed, and late'
  /** The request takes effect, the connection is cut, and the process goes on. */
  | 'answer lost';

export const DEATHS: readonly Death[] = [
  'killed before',
  'killed after',
  'killed, and late',
  'answer lost',
];

export const OWNER = { entry: 'calm-release', repositoryId: '4711' };
/** As the marks of a credential have it; GitHub is a server on this machine. */
export const OWNER_TEXT = ownerText(OWNER, 'http://localhost');
export const KEEP_OLD = 7 * 86_400_000;

/** Thousands of runs load the same code; where Node finds it compiled, they take a fifth less. */
const COMPILED = fileURLToPath(
  new URL('../../../node_modules/.cache/node-compile', import.meta.url),
);

/** Requests that change nothing; whatever is not known to be one is a side effect. */
function isRead({ method, path }: RecordedRequest): boolean {
  return method === 'GET' || /^\/login\/|^\/graphql$|\?(?:list|get)$|\/oauth\/token$/.test(path);
}

/** A name that the rotation of these tests gives. */
export function isManagedName(name: string): boolean {
  return managedName(OWNER, name) !== undefined;
}

export type GuardedPlatform = Awaited<ReturnType<typeof guardedPlatform>>;

/**
 * A platform where every side effect of a run is counted, can be made to go wrong, and is followed by
 * a look at everything that must hold: each destination holds a credential that lives, and nothing was
 * deleted that is stored, that a job may still hold, or that is somebody else's.
 */
export async function guardedPlatform(options: Omit<PlatformOptions, 'around'>) {
  const effects: string[] = [];
  const violations: string[] = [];
  const late: (() => Promise<unknown>)[] = [];
  /** When a destination last held a secret, by the secret. */
  const lastStored = new Map<string, number>();
  let trouble: { readonly at: number; readonly death: Death } | undefined;
  let child: ChildProcess | undefined;
  /** What persons want to be deleted at once. */
  const mayDie = new Set<string>();
  let broken = false;
  let platform: Platform | undefined;

  const around: Around = async (request, happen) => {
    if (platform === undefined) return happen();
    // What was asked for before may come about at any request.
    if (isRead(request)) return observe(platform, happen);
    for (const effect of late.splice(0)) await effect();
    const at = effects.length;
    effects.push(`${request.method} ${request.path}`);
    const observed = () => observe(platform as Platform, happen);
    if (trouble?.at !== at) return observed();
    const { death } = trouble;
    if (death === 'killed, and late') late.push(observed);
    else if (death !== 'killed before') await observed();
    if (death !== 'answer lost') child?.kill('SIGKILL');
    return (response) => void response.destroy();
  };

  async function observe(
    { issuer, allStored, now }: Platform,
    happen: Parameters<Around>[1],
  ): Promise<Awaited<ReturnType<Parameters<Around>[1]>>> {
    const before = new Map(issuer.living());
    for (const secret of storedSecrets(allStored())) lastStored.set(secret, now());
    const answer = await happen();
    const after = issuer.living();
    for (const [name, secret] of before) if (!after.has(name)) judge(name, secret, now());
    const stored = storedSecrets(allStored());
    const dead = stored.filter((secret) => ![...after.values()].includes(secret));
    if (dead.length > 0 && !broken) violations.push('a destination holds a dead credential');
    for (const secret of stored) lastStored.set(secret, now());
    return answer;
  }
  function judge(name: string, secret: string, now: number): void {
    if (mayDie.has(name)) return;
    const age = now - (lastStored.get(secret) ?? Number.NEGATIVE_INFINITY);
    if (!isManagedName(name)) {
      violations.push(`${name}, which is not ours, was deleted`);
    }
    if (age < KEEP_OLD) {
      violations.push(`${name} was deleted within the grace period`);
    }
  }
  platform = await startPlatform({ ...options, around });
  const real = platform;

  return {
    ...real,
    /** The side effects of the runs so far, in order. */
    effects,
    violations,
    /** A run in which the side effect of that number goes wrong, counted from 0. */
    async runWith(
      inputs: Readonly<Record<string, string>>,
      what?: { readonly at: number; readonly death: Death },
    ): Promise<ActionRun> {
      effects.length = 0;
      trouble = what;
      mayDie.add(inputs['confirm'] ?? '');
      return real.rotate(inputs, {
        env: { NODE_COMPILE_CACHE: COMPILED },
        onStart: ({ process }) => {
          child = process;
        },
      });
    },
    /** The stored credential does not live any more; what destinations hold is not looked at. */
    breakStored(isBroken: boolean): void {
      broken = isBroken;
    },
    /** Puts a text into all destinations, the main one last. */
    keepEverywhere(text: string, at: number): void {
      const all: SecretPath[] = [...real.others, MAIN];
      for (const [index, path] of all.entries()) {
        real.github.keep(path, { plaintext: text, updatedAt: at + index * 1000 });
      }
    },
    /** What is late comes now, if no other run has made it come. */
    async settle(): Promise<void> {
      for (const effect of late.splice(0)) await effect();
    },
  };
}

/** Of JSON its secret; otherwise the text is one. */
function storedSecrets(texts: readonly (string | undefined)[]): string[] {
  return texts.flatMap((text) => {
    if (text === undefined) return [];
    if (!text.startsWith('{')) return [text];
    const { clientsecret, uaa } = JSON.parse(text);
    return [clientsecret ?? uaa?.clientsecret ?? ''];
  });
}
