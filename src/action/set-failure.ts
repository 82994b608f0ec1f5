import { secretOf } from '../credentials/credential.ts';
import { Failure } from '../failure.ts';
import type { Member } from './credential-set.ts';
import { someOf } from './set-report.ts';

/** The runner cuts the message of an annotation at 4096 characters. */
const LONGEST = 3500;

/**
 * One failure for all that failed, under the code of the first: how many there are, then each name
 * with its code and message; names with the same message stand together. Undefined where none
 * failed.
 */
export async function failureOf(members: readonly Member[]): Promise<Failure | undefined> {
  const failed = members.filter(({ failure }) => failure !== undefined);
  const first = failed[0]?.failure;
  if (first === undefined) return undefined;
  const { told, left } = cut([...groups(failed).values()]);
  const shown = await withoutEchoes(told, members);
  const head = `${failed.length} of ${members.length} credentials failed, so that no output was set.`;
  const tail = left === 0 ? [] : [`${left} more failed; the log of the step names all.`];
  return new Failure(first.code, [head, ...shown, ...tail].join(' '));
}

interface Group {
  readonly failure: Failure;
  readonly names: string[];
}

function groups(failed: readonly Member[]): ReadonlyMap<string, Group> {
  const found = new Map<string, Group>();
  for (const { name, failure } of failed) {
    if (failure === undefined) continue;
    const key = `${failure.code} ${failure.message}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, { failure, names: [name] });
    else group.names.push(name);
  }
  return found;
}

/** As many groups as there is room for, and how many names stand in the others. */
function cut(all: readonly Group[]): { told: Group[]; left: number } {
  let room = LONGEST;
  const told: Group[] = [];
  for (const group of all) {
    room -= sentence(group).length + 1;
    if (room < 0 && told.length > 0) break;
    told.push(group);
  }
  const left = all.slice(told.length).reduce((sum, { names }) => sum + names.length, 0);
  return { told, left };
}

function sentence({ names, failure: { code, message } }: Group): string {
  return `${someOf(names)}: ${code}: ${message}`;
}

/** What a message may have from a server. */
const FOREIGN = /".*"|correlation id \S+|points to \S+/g;

/**
 * A reason has been compared with the secret of its own credential; but a server that was sent many
 * secrets could repeat another one.
 */
async function withoutEchoes(
  told: readonly Group[],
  members: readonly Member[],
): Promise<string[]> {
  const foreign = told.flatMap(({ failure }) => failure.message.match(FOREIGN) ?? []).join('\n');
  if (foreign === '') return told.map(sentence);
  const { repeatsSecret } = await import('../token/repeats-secret.ts');
  const proofs = members.flatMap(({ credential }) => credential?.proof ?? []);
  const secrets = proofs.map((proof) =>
    (secretOf(proof) ?? '').replace(/-----[A-Z ]+-----|\s/g, ''),
  );
  if (!repeatsSecret(foreign, { kind: 'github-oidc' }, secrets)) return told.map(sentence);
  return told.map(
    ({ names, failure: { code } }) =>
      `${someOf(names)}: ${code}: The reason is not shown, since one of them repeats a part of a secret.`,
  );
}
