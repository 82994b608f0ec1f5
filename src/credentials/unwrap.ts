import { type Part, SHORTEST_TEXT } from './containers/container.ts';
import { namesOf } from './containers/envelope.ts';
import { containers } from './containers/index.ts';
import { isJsonObject, type JsonObject } from './credential.ts';
import { cleaned } from './decode-text.ts';
import { forms } from './forms/index.ts';
import { json } from './forms/json.ts';
import { secretLeaves } from './secrets.ts';
import { shapes } from './shapes/index.ts';
import type { Client } from './shapes/shape.ts';

/** So many layers are taken off; nobody wraps a credential more often. */
const DEEPEST = 32;
/** Each character is looked at so often at most, whatever a text pretends to be. */
const LOOKS = 100;

/** A client that was found, and the names by which its owner knows it. */
export interface Binding extends Client {
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly tags: readonly string[];
}

export interface Unwrapped {
  readonly bindings: readonly Binding[];
  /** False where nothing could make sense of the text. */
  readonly readable: boolean;
  /** Everything in it that must be masked. */
  readonly secrets: ReadonlySet<string>;
  readonly remarks: readonly string[];
  /** All documents that were met, for reasons why there is no client in them. */
  readonly documents: readonly JsonObject[];
}

type Named = Pick<Binding, 'names' | 'labels' | 'tags'>;

/** What has been found so far, and how much may still be looked at. */
interface Search {
  readonly bindings: Map<string, Binding>;
  readonly secrets: Set<string>;
  readonly remarks: Set<string>;
  readonly documents: JsonObject[];
  readable: boolean;
  /** Characters. */
  looks: number;
}

/**
 * Takes layer after layer off a text, forms and containers in any order, until clients are found.
 * Takes time linear in the length of the text.
 */
export async function unwrap(text: string): Promise<Unwrapped> {
  const search: Search = {
    bindings: new Map(),
    secrets: new Set(),
    remarks: new Set(),
    documents: [],
    readable: false,
    looks: LOOKS * (text.length + 1000),
  };
  await searchText(search, text, { names: [], labels: [], tags: [] }, 0);
  const { bindings, readable, secrets, remarks, documents } = search;
  return { bindings: [...bindings.values()], readable, secrets, remarks: [...remarks], documents };
}

/** Reads a text in the first form that leads to a client. */
async function searchText(search: Search, text: string, named: Named, depth: number) {
  const clean = cleaned(text);
  for (const form of forms) {
    search.looks -= clean.length;
    const written = search.looks < 0 ? undefined : await form.read(clean);
    if (written === undefined) continue;
    search.readable ||= form === json || typeof written.value !== 'string';
    const before = search.bindings.size;
    await searchValue(search, written.value, named, depth + 1);
    if (search.bindings.size === before) continue;
    addAll(search.secrets, written.masks);
    if (written.remark !== undefined) search.remarks.add(written.remark);
    return;
  }
}

async function searchValue(search: Search, value: unknown, named: Named, depth: number) {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_TEXT) await searchText(search, value, named, depth);
  } else if (Array.isArray(value)) {
    for (const item of value) {
      const part = isJsonObject(item) ? namesOf(item) : {};
      await searchValue(search, item, namedWith(named, part), depth + 1);
    }
  } else if (isJsonObject(value)) {
    await searchDocument(search, value, named, depth);
  }
}

async function searchDocument(search: Search, document: JsonObject, named: Named, depth: number) {
  search.documents.push(document);
  addAll(search.secrets, secretLeaves(document));
  const client = first(shapes, (shape) => shape.find(document));
  if (client !== undefined) {
    // The same client twice is one: some files repeat themselves.
    const identity = JSON.stringify(client.client);
    const known = search.bindings.get(identity);
    search.bindings.set(identity, known ?? { ...client, ...named });
    return;
  }
  for (const part of first(containers, (container) => container.open(document)) ?? []) {
    addAll(search.secrets, part.masks);
    await searchValue(search, part.value, namedWith(named, part), depth + 1);
  }
}

function first<T, R>(candidates: readonly T[], look: (candidate: T) => R | undefined) {
  for (const candidate of candidates) {
    const found = look(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addAll(set: Set<string>, values: readonly string[] = []): void {
  for (const value of values) if (value !== '') set.add(value);
}

/** The inner names come first. */
function namedWith({ names, labels, tags }: Named, part: Omit<Part, 'value'>): Named {
  return {
    names: [...(part.names ?? []), ...names],
    labels: part.label === undefined ? labels : [part.label, ...labels],
    tags: [...(part.tags ?? []), ...tags],
  };
}
