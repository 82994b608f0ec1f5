import { Failure } from '../../base/failure.ts';
import { listOf, plainName } from '../../base/text.ts';
import { fieldsOf, isFieldName, isNameOfOwner } from '../fields.ts';
import type { DecodedText } from './decoded.ts';

// Which client a line belongs to, in text whose lines are a name and a value each.

/** A name and a value, and what is written before them. */
export interface Entry {
  readonly name: string;
  readonly value: string;
  /** The number of its line, from 1. */
  readonly line: number;
  /** What sets it apart from the entry before it. */
  readonly apart: Apart;
  /** The heading or section above it. */
  readonly title?: string | undefined;
}

/** From nothing over a blank line and a list sign to a heading; a stronger one ends more. */
export type Apart = 0 | 1 | 2 | 3;

export const NOTHING = 0;
export const BLANK_LINE = 1;
export const LIST_SIGN = 2;
export const HEADING = 3;

/** What sets more apart, of two. */
export function stronger(one: Apart, other: Apart): Apart {
  return one > other ? one : other;
}

/**
 * The document that entries make up: an object, or a list of objects if they are about several clients.
 * Whatever is in a block belongs to the client of that block. The
 * blocks are those between headings, else between list signs, else between blank lines: the first
 * that leave one client to each. Without any, a block begins wherever the first name comes again, if
 * all blocks have the same names then. What cannot be told apart so is refused: to guess would send
 * the secret of one client to the server of another.
 *
 * Takes time linear in the number of entries.
 */
export function documentOf(entries: readonly Entry[]): DecodedText | undefined {
  const ids = entries.filter(isClientId);
  const twice = contradiction(entries.filter((entry) => ids.length > 1 || isField(entry)));
  if (twice === undefined) return { value: objectOf(entries) };
  if (ids.length === 0) return undefined;
  const blocks = ids.length > 1 ? blocksOf(entries) : undefined;
  if (blocks !== undefined) return { value: blocks };
  const different = new Set(ids.map(({ name, value }) => `${plainName(name)}\n${value}`));
  if (different.size > 1) return { value: undefined, refusal: unclear(ids) };
  const one = oneClient(entries);
  return one === undefined
    ? { value: undefined, refusal: saidTwice(twice[0].line, twice[1].line) }
    : { value: one };
}

function unclear(ids: readonly Entry[]): Failure {
  const lines = ids.slice(0, MOST_LINES).map(({ line }) => String(line));
  return new Failure(
    'E_CREDENTIAL_AMBIGUOUS',
    `The credential holds ${ids.length} OAuth clients (lines ${listOf(lines)}${ids.length > MOST_LINES ? ' and so on' : ''}), and it does not show which lines belong to which client.`,
    'Write [name] or a blank line before each client and nowhere else, or store the one that is meant alone.',
  );
}

const MOST_LINES = 9;

/** @param first and `second` are numbers of lines, from 1. */
export function saidTwice(first: number, second: number): Failure {
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `The credential says the same field twice with different values (lines ${first} and ${second}).`,
    'Remove the one that does not count.',
  );
}

/** The first name that is there twice with different values. */
function contradiction(entries: readonly Entry[]): readonly [Entry, Entry] | undefined {
  const known = new Map<string, Entry>();
  for (const entry of entries.filter(isRelevant)) {
    const name = plainName(entry.name);
    const before = known.get(name);
    if (before !== undefined && before.value !== entry.value) return [before, entry];
    known.set(name, entry);
  }
  return undefined;
}

/** One object for each client; undefined if it is not clear where one ends. */
function blocksOf(entries: readonly Entry[]): object[] | undefined {
  for (const apart of [HEADING, LIST_SIGN, BLANK_LINE]) {
    const found = clientsOf(splitBefore(entries, (entry) => entry.apart >= apart));
    if (found !== undefined) return found;
  }
  const relevant = entries.filter(isRelevant);
  const first = plainName(relevant[0]?.name ?? '');
  const start = relevant[0]?.line ?? 0;
  const begins = (entry: Entry) => entry.line > start && plainName(entry.name) === first;
  const blocks = splitBefore(entries, begins);
  const namesIn = (block: readonly Entry[]) =>
    [...new Set(block.filter(isRelevant).map(({ name }) => plainName(name)))].sort().join('\n');
  const weakest = Math.min(...blocks.slice(1).map(([entry]) => entry?.apart ?? NOTHING));
  const isRegular = blocks.every(
    (block) =>
      namesIn(block) === namesIn(blocks[0] ?? []) &&
      block.slice(1).every(({ apart }) => apart <= weakest),
  );
  return isRegular ? clientsOf(blocks) : undefined;
}

function splitBefore(entries: readonly Entry[], begins: (entry: Entry) => boolean): Entry[][] {
  const blocks: Entry[][] = [];
  let block: Entry[] = [];
  for (const entry of entries) {
    if (begins(entry) && block.length > 0) {
      blocks.push(block);
      block = [];
    }
    block.push(entry);
  }
  return [...blocks, block];
}

/**
 * The clients, if each block has one. Before all of them may be what they have in common: the token
 * server, and names of no client.
 */
function clientsOf(blocks: readonly Entry[][]): object[] | undefined {
  const start = blocks.findIndex((block) => block.some(isClientId));
  const common = blocks.slice(0, start).flat();
  const own = blocks.slice(start).filter((block) => block.some(isRelevant));
  const isClear = own.every(
    (block) => block.filter(isClientId).length === 1 && contradiction(block) === undefined,
  );
  if (!isClear || own.length < 2) return undefined;
  const isServer = ({ name, value }: Entry) => hasServer(fieldsOf({ [name]: value }));
  const shared = common.filter((entry) => isServer(entry));
  const proofs = common.filter((entry) => isField(entry) && !isServer(entry));
  const needsShared = own.every((block) => !block.some(isServer));
  if (proofs.length > 0 || contradiction(shared) !== undefined) return undefined;
  if (shared.length > 0 && !needsShared) return undefined;
  // A heading after each client would be taken for that of the next one.
  const areTitled = own.every(([entry]) => entry?.title !== undefined);
  return own.map((block) => {
    const titles = areTitled && block[0]?.title !== undefined ? [block[0].title] : [];
    const names = block.filter(({ name }) => isNameOfOwner(name)).map(({ value }) => value);
    const object = objectOf([...shared, ...block]);
    const all = [...names, ...titles];
    return all.length === 0 ? object : { ...object, name: all };
  });
}

function hasServer({ url, tokenUrl, certUrl }: ReturnType<typeof fieldsOf>): boolean {
  return (url ?? tokenUrl ?? certUrl) !== undefined;
}

/** The client of the one block that has a client id, with what other blocks say besides. */
function oneClient(entries: readonly Entry[]): object | undefined {
  const blocks = splitBefore(entries, ({ apart }) => apart === HEADING);
  const own = blocks.find((block) => block.some(isClientId)) ?? [];
  const known = new Set(own.map(({ name }) => plainName(name)));
  const others = entries.filter(({ name }) => !known.has(plainName(name)));
  const isClear = contradiction([...own, ...others].filter(isField)) === undefined;
  return isClear ? objectOf([...others, ...own]) : undefined;
}

function objectOf(entries: readonly Entry[]): object {
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

function isRelevant(entry: Entry): boolean {
  return isField(entry) || isNameOfOwner(entry.name);
}

function isField({ name }: Entry): boolean {
  return isFieldName(name);
}

function isClientId({ name }: Entry): boolean {
  return plainName(name).endsWith('clientid');
}
