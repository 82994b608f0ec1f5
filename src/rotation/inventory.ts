import { Ajv, type ErrorObject } from 'ajv';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import schema from '../../schema/api-credentials.schema.json' with { type: 'json' };
import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
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

const schemas = new Ajv({
  allErrors: true,
  useDefaults: true,
  verbose: true,
  logger: false,
}).addSchema(schema, 'file');

/**
 * Reads an inventory, `.github/api-credentials.yml`.
 *
 * @param path names the file in messages.
 * @throws Failure E_CONFIG with line and column of the first fault, and what is wrong there.
 */
export function readInventory(text: string, path: string): readonly InventoryEntry[] {
  const { document, value, fail } = readYaml(text, path, 'file');
  const { credentials } = value as { credentials: readonly RawEntry[] };
  const entries = credentials.map(entryOf);
  for (const [at, entry] of entries.entries()) {
    const what = faultOf(entry, entries.slice(0, at));
    if (what !== undefined) throw fail(offsetOf(document, ['credentials', at]), what);
  }
  return entries;
}

/**
 * Reads one entry alone, as the input rotation of the token action has it.
 *
 * @throws Failure E_CONFIG as for an inventory.
 */
export function readEntry(text: string, path: string): InventoryEntry {
  const { value, fail } = readYaml(text, path, 'file#/definitions/credential');
  const entry = entryOf(value as RawEntry);
  const what = faultOf(entry, []);
  if (what !== undefined) throw fail(0, what);
  return entry;
}

/** If all of an inventory were rotated: the old value and then the new one, in each destination. */
export function writesOf(entries: readonly InventoryEntry[]): number {
  return entries.reduce((sum, { destinations }) => sum + 2 * (destinations.length + 1), 0);
}

interface ReadYaml {
  readonly document: Document;
  readonly value: unknown;
  /** Makes a failure that names a place in the text. */
  readonly fail: (offset: number, what: string) => Failure;
}

/** YAML that follows a schema. */
function readYaml(text: string, path: string, schemaName: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (offset: number, what: string) => {
    const { line, col } = lines.linePos(offset);
    return new Failure('E_CONFIG', `${oneLine(path, 200)}, line ${line}, column ${col}: ${what}`);
  };
  const [broken] = document.errors;
  if (broken !== undefined) throw fail(broken.pos[0], `this is no valid YAML (${broken.code}).`);
  const value = plain(document);
  if (value === undefined) throw fail(0, 'it has an alias that leads nowhere, or too many.');
  const validate = schemas.getSchema(schemaName);
  const fault = validate?.(value) ? undefined : firstFault(validate?.errors ?? []);
  if (fault !== undefined) throw fail(offsetOf(document, fault.path), fault.what);
  return { document, value, fail };
}

/** Undefined where aliases cannot be followed; a bomb of them is not tried. */
function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? null;
  } catch {
    return undefined;
  }
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
function firstFault(errors: readonly ErrorObject[]): Fault {
  const meaningful = errors.filter(
    ({ keyword, schemaPath }) =>
      !['if', 'anyOf', 'not'].includes(keyword) && !schemaPath.includes('/oneOf/'),
  );
  // A misspelt member is also one that is missing; the word that is there is easier to find.
  const first = ({ keyword }: ErrorObject) => Number(keyword === 'additionalProperties');
  const [error = errors[0]] = meaningful.toSorted(
    (one, other) => pathOf(other).length - pathOf(one).length || first(other) - first(one),
  );
  if (error === undefined) return { path: [], what: 'it does not follow the schema.' };
  const path = pathOf(error);
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

/** Where the innermost node of a path begins that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** What a schema cannot say of one entry; undefined: nothing is wrong. */
export function faultOf(
  entry: InventoryEntry,
  before: readonly InventoryEntry[],
): string | undefined {
  if (before.some(({ name }) => name === entry.name)) {
    return `the name ${entry.name} is given to two entries.`;
  }
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
    for (const other of entries) {
      const names = [other.name, ...(other.was ?? [])];
      if (other !== entry && entry.was?.some((name) => names.includes(name))) {
        return sameOwner(entry.name, other.name);
      }
    }
    for (const place of new Set(placesOf(entry, repository))) {
      const other = writers.get(place);
      if (other !== undefined) return sameSecret(other, entry.name);
      writers.set(place, entry.name);
    }
  }
  return undefined;
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
