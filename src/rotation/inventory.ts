import { Ajv, type ErrorObject } from 'ajv';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import schema from '../../schema/api-credentials.schema.json' with { type: 'json' };
import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import { durationOf } from '../base/time.ts';
import type { Schedule } from './types.ts';

/** An entry of the inventory: one credential that rotates. */
export interface InventoryEntry extends Schedule {
  readonly name: string;
  /** Names that it had before. */
  readonly was?: readonly string[];
  readonly secret: string;
  /** Undefined: a secret of the repository. */
  readonly environment: string | undefined;
  readonly destinations: readonly DestinationEntry[];
  readonly storeAs: 'json' | 'client-secret';
  readonly authority: AuthorityEntry;
}

interface DestinationEntry {
  readonly repository?: string;
  readonly environment?: string;
  readonly organization?: string;
  readonly secret: string;
  readonly kind: 'actions' | 'dependabot';
}

/** Its `kind`, and the members that the schema gives to that kind. */
type AuthorityEntry = { readonly kind: string } & JsonObject;

/** What an inventory says, entry by entry: a fault in one is none of the others. */
export interface Inventory {
  readonly entries: readonly InventoryEntry[];
  readonly bad: readonly BadEntry[];
}

/** An entry that nothing can be done with. */
export interface BadEntry {
  /** As it is written; undefined where there is none. */
  readonly name: string | undefined;
  /** Where it is and what is wrong there: `FILE, line 14, column 19: ...`. */
  readonly fault: string;
}

const { $id: _address, ...unnamed } = schema;

/** The schema of a whole inventory but for its entries, which are looked at one by one. */
const around = {
  ...unnamed,
  properties: { ...schema.properties, credentials: { type: 'array', minItems: 1 } },
};

const schemas = new Ajv({ allErrors: true, useDefaults: true, verbose: true, logger: false })
  .addSchema(schema, 'file')
  .addSchema(around, 'around');

const ENTRY = 'file#/definitions/credential';

/**
 * Reads an inventory, `.github/api-credentials.yml`, in time linear in its length.
 *
 * @param path names the file in messages.
 * @throws Failure E_CONFIG with line and column where nothing at all can be read.
 */
export function readInventory(text: string, path: string): Inventory {
  const { document, placed } = parsed(text, path);
  const read = yamlReader();
  const { contents } = document;
  const list: unknown = isMap(contents) ? contents.get('credentials', true) : undefined;
  const items = isSeq(list) ? list.items : [];
  const values = items.map((item) => read(item));
  const whole = isSeq(list) ? yamlReader()(contents, list) : read(contents);
  const fault = faultIn(document, whole, 'around', []);
  if (fault !== undefined) throw failed(placed(fault));
  const taken = countsOf(values.map(nameOf));
  const entries: InventoryEntry[] = [];
  const bad: BadEntry[] = [];
  for (const [at, value] of values.entries()) {
    const path = ['credentials', at];
    const entry = entryIn(document, value, path, taken);
    if ('what' in entry) bad.push({ name: nameOf(value), fault: placed(entry) });
    else entries.push(entry);
  }
  return { entries, bad };
}

function nameOf(read: YamlValue): string | undefined {
  const name = 'value' in read && isJsonObject(read.value) ? read.value['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function countsOf(names: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** @param taken how many entries have each name: of two nobody knows which one is meant. */
function entryIn(
  document: Document,
  read: YamlValue,
  path: readonly (string | number)[],
  taken: ReadonlyMap<string, number>,
): InventoryEntry | YamlFault {
  const wrong = faultIn(document, read, ENTRY, path);
  if (wrong !== undefined) return wrong;
  const entry = entryOf(('value' in read ? read.value : undefined) as RawEntry);
  const isTwice = (taken.get(entry.name) ?? 0) > 1;
  const what = isTwice ? `the name ${entry.name} is given to two entries.` : faultOf(entry);
  return what === undefined ? entry : { offset: offsetOf(document, path), what };
}

/**
 * Reads one entry alone, as the input rotation of the token action has it.
 *
 * @throws Failure E_CONFIG as for an inventory.
 */
export function readEntry(text: string, path: string): InventoryEntry {
  const { document, placed } = parsed(text, path);
  const entry = entryIn(document, yamlReader()(document.contents), [], new Map());
  if ('what' in entry) throw failed(placed(entry));
  return entry;
}

/** If all of an inventory were rotated: the old value and then the new one, in each destination. */
export function writesOf(entries: readonly InventoryEntry[]): number {
  return entries.reduce((sum, { destinations }) => sum + 2 * (destinations.length + 1), 0);
}

/** @throws Failure E_CONFIG where the text is no YAML. */
function parsed(text: string, path: string) {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const placed = ({ offset, what }: YamlFault) => {
    const { line, col } = lines.linePos(offset);
    return `${oneLine(path, 200)}, line ${line}, column ${col}: ${what}`;
  };
  const [broken] = document.errors;
  if (broken === undefined) return { document, placed };
  const what = `this is no valid YAML (${broken.code}).`;
  throw failed(placed({ offset: broken.pos[0], what }));
}

function failed(happened: string): Failure {
  return new Failure('E_CONFIG', happened);
}

/** The first fault of a value by a schema; undefined: there is none. */
function faultIn(
  document: Document,
  said: YamlValue,
  schemaName: string,
  at: readonly (string | number)[],
): YamlFault | undefined {
  if (!('value' in said)) return said;
  const validate = schemas.getSchema(schemaName);
  if (validate?.(said.value)) return undefined;
  const { path, what } = firstFault(validate?.errors ?? [], at);
  return { offset: offsetOf(document, path), what };
}

/** A fault of a YAML text, and where it is. */
interface YamlFault {
  /** In UTF-16 code units. */
  readonly offset: number;
  readonly what: string;
}

/** What a node of a YAML document says in the terms of JSON, or why nothing can be made of it. */
type YamlValue = { readonly value: unknown } | YamlFault;

/** How deep lists and maps may lie in each other. */
const DEEPEST = 40;

/** How many nodes one value may have, those counted that an alias repeats. */
const LARGEST = 20_000;

interface Plain {
  readonly value: unknown;
  readonly size: number;
}

/**
 * Reads values of one document, in the order of its text, since an alias leads to what is before it.
 * It takes time linear in the text: an alias is not copied, and a value that aliases make larger than
 * any inventory is refused, as are names that come twice in one map.
 *
 * @returns what reads a node; of a list that is skipped it says only how many items there are.
 */
function yamlReader(): (node: unknown, skipped?: unknown) => YamlValue {
  const anchors = new Map<string, Plain>();
  let left: unknown;

  function read(node: Node, depth: number): Plain {
    if (depth > DEEPEST) throw new Unreadable(node, 'lists and maps lie in each other too deeply.');
    const plain = readInside(node, depth);
    if (plain.size > LARGEST)
      throw new Unreadable(node, 'it is too large, or its aliases make it so.');
    if (!isAlias(node) && 'anchor' in node && node.anchor !== undefined) {
      anchors.set(node.anchor, plain);
    }
    return plain;
  }
  function readInside(node: Node, depth: number): Plain {
    if (node === left && isSeq(node)) return { value: node.items.map(() => null), size: 1 };
    if (isAlias(node)) {
      const found = anchors.get(node.source);
      if (found === undefined) throw new Unreadable(node, 'it has an alias that leads nowhere.');
      return found;
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => readOf(item, node, depth));
      return { value: items.map(({ value }) => value), size: sizeOf(items) };
    }
    if (isMap(node)) return readMap(node.items, node, depth);
    return { value: isScalar(node) ? node.value : undefined, size: 1 };
  }
  function readMap(pairs: readonly Pair[], map: Node, depth: number): Plain {
    const members = new Map<string, Plain>();
    for (const { key, value } of pairs) {
      const name = String(readOf(key, map, depth).value);
      if (members.has(name)) throw new Unreadable(isNode(key) ? key : map, 'a name comes twice.');
      members.set(name, readOf(value, map, depth));
    }
    const value = Object.fromEntries([...members].map(([name, member]) => [name, member.value]));
    return { value, size: sizeOf([...members.values()]) };
  }
  function readOf(item: unknown, around: Node, depth: number): Plain {
    if (isNode(item)) return read(item, depth + 1);
    if (item === null || item === undefined) return { value: null, size: 1 };
    throw new Unreadable(around, 'it has something that is no value.');
  }
  return (node, skipped) => {
    left = skipped;
    if (!isNode(node)) return { value: null };
    try {
      return { value: read(node, 0).value };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { offset: error.node.range?.[0] ?? 0, what: error.what };
    }
  };
}

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}

class Unreadable extends Error {
  readonly node: Node;
  readonly what: string;

  constructor(node: Node, what: string) {
    super();
    this.node = node;
    this.what = what;
  }
}

function sizeOf(parts: readonly Plain[]): number {
  return parts.reduce((sum, { size }) => sum + size, 1);
}

/** Where the innermost node of a path begins that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

interface RawEntry {
  readonly name: string;
  readonly was?: readonly string[];
  readonly secret: string;
  readonly environment?: string;
  readonly destinations?: readonly DestinationEntry[];
  readonly 'store-as': 'json' | 'client-secret';
  readonly authority: AuthorityEntry;
  readonly 'rotate-every': string;
  readonly 'keep-old': string;
}

function entryOf(raw: RawEntry): InventoryEntry {
  return {
    name: raw.name,
    ...(raw.was === undefined ? {} : { was: raw.was }),
    secret: raw.secret,
    environment: raw.environment,
    destinations: raw.destinations ?? [],
    storeAs: raw['store-as'],
    authority: raw.authority,
    rotateEvery: milliseconds(raw['rotate-every']),
    keepOld: milliseconds(raw['keep-old']),
  };
}

/** A duration of the inventory in milliseconds: `60d`, `12h` or `30m`, as the schema has it. */
function milliseconds(duration: string): number {
  return durationOf(duration, ['d', 'h', 'm']) ?? 0;
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly what: string;
}

/** The deepest fault: those above it say only that something below is wrong. */
function firstFault(errors: readonly ErrorObject[], at: Fault['path']): Fault {
  const meaningful = errors.filter(
    ({ keyword, schemaPath }) =>
      !['if', 'anyOf', 'not'].includes(keyword) && !schemaPath.includes('/oneOf/'),
  );
  // A misspelt member is also one that is missing; the word that is there is easier to find.
  const first = ({ keyword }: ErrorObject) => Number(keyword === 'additionalProperties');
  const [error = errors[0]] = meaningful.toSorted(
    (one, other) => pathOf(other).length - pathOf(one).length || first(other) - first(one),
  );
  if (error === undefined) return { path: at, what: 'it does not follow the schema.' };
  const path = [...at, ...pathOf(error)];
  return { path, what: `${path.join('.') || 'the whole'} ${meaning(error)}` };
}

function pathOf({ instancePath }: ErrorObject): (string | number)[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** YAML's words for what JSON Schema calls otherwise. */
const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of names and values',
  array: 'a list',
  string: 'a text (numbers in quotes)',
  boolean: 'true or false',
};

function meaning({ keyword, params, parentSchema, message }: ErrorObject): string {
  const { description } = (parentSchema ?? {}) as { readonly description?: string };
  const described = description === undefined ? '.' : `: ${description}`;
  switch (keyword) {
    case 'additionalProperties':
      return `has a member that is not known here: ${oneLine(String(params['additionalProperty']), 60)}.`;
    case 'required':
      return `lacks ${String(params['missingProperty'])}.`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`;
    case 'type':
      return `must be ${TYPES[String(params['type'])] ?? String(params['type'])}${described}`;
    case 'minItems':
      return 'is empty.';
    case 'const':
      return `must be ${String(params['allowedValue'])}.`;
    case 'pattern':
      return `is not written as it must be (${String(params['pattern'])})${described}`;
    case 'oneOf':
      return 'must name a repository or an organization; an environment belongs to a repository.';
    default:
      return `${message ?? 'is wrong'}.`;
  }
}

/** What a schema cannot say of one entry; undefined: nothing is wrong. */
function faultOf(entry: InventoryEntry): string | undefined {
  if (entry.keepOld >= entry.rotateEvery) {
    return 'keep-old must be shorter than rotate-every, or credentials pile up.';
  }
  const { environment, destinations } = entry;
  if (destinations.some((one) => one.kind === 'dependabot' && one.environment !== undefined)) {
    return 'a Dependabot secret is one of a repository or an organization, and not of an environment.';
  }
  const environments = [environment, ...destinations.map((one) => one.environment)];
  if (environments.some((name) => name !== undefined && /^(?:\s*|\.\.?)$/.test(name))) {
    return 'an environment cannot be called so: its name is blank, or a dot or two.';
  }
  return undefined;
}

/**
 * Two entries that write the same secret. Each would replace what the other has stored, in places
 * where jobs expect the credential of another system.
 *
 * @param repository `owner/name` of the one that the inventory belongs to.
 * @returns E_CONFIG; undefined: there are none.
 */
export function rivalry(
  entries: readonly InventoryEntry[],
  repository: string,
): Failure | undefined {
  const writers = new Map<string, string>();
  for (const entry of entries) {
    const owner = entries.find((other) => other !== entry && claims(entry, other));
    if (owner !== undefined) return sameOwner(entry.name, owner.name);
    for (const place of new Set(placesOf(entry, repository))) {
      const other = writers.get(place);
      if (other !== undefined) return sameSecret(other, entry.name);
      writers.set(place, entry.name);
    }
  }
  return undefined;
}

/** As `rivalry`, of this entry with any of the others. */
export function rivalryOf(
  entry: InventoryEntry,
  entries: readonly InventoryEntry[],
  repository: string,
): Failure | undefined {
  for (const other of entries) {
    if (other === entry) continue;
    if (claims(entry, other)) return sameOwner(entry.name, other.name);
    if (claims(other, entry)) return sameOwner(other.name, entry.name);
  }
  const own = new Set(placesOf(entry, repository));
  const rival = entries.find(
    (other) => other !== entry && placesOf(other, repository).some((place) => own.has(place)),
  );
  return rival && sameSecret(entry.name, rival.name);
}

/** Does an entry own what belongs to another one, by that one's name or a former name of it? */
function claims({ was = [] }: InventoryEntry, other: InventoryEntry): boolean {
  return was.some((name) => name === other.name || other.was?.includes(name) === true);
}

/** Each would delete what the other has made. */
function sameOwner(one: string, other: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The entry ${one} of the inventory says by "was" that it owns what belongs to the entry ${other}. Nothing was done.`,
    'A former name is that of one entry alone, and of none that there is.',
  );
}

function sameSecret(one: string, other: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The entries ${one} and ${other} of the inventory write the same secret, so that each would replace what the other has stored. Nothing was done.`,
    'Give each entry secrets of its own.',
  );
}

/** GitHub takes names in either case for the same. */
function placesOf(
  { secret, environment, destinations }: InventoryEntry,
  repository: string,
): readonly string[] {
  const main = { kind: 'actions', repository, organization: undefined, environment, secret };
  return [main, ...destinations].map(({ kind, repository, organization, environment, secret }) =>
    JSON.stringify([kind, repository, organization, environment, secret]).toLowerCase(),
  );
}
