import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { plainName } from '../../base/text.ts';
import { fieldsOf, hasClientId } from '../fields.ts';
import { assignmentsIn, type Syntax } from './assignments.ts';
import { documentOf, type Entry } from './blocks.ts';
import type { DecodedText } from './decoded.ts';
import { readInlineTable } from './encodings.ts';

/**
 * INI and TOML: sections with a header in brackets, `[prod]` or `[[clients]]`, and assignments in
 * them. Each section becomes a member of its name; sections of one name become a list.
 */
export function readSections(text: string): DecodedText | undefined {
  if (!HEADER_SOMEWHERE.test(text)) return undefined;
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => (HEADER.test(line) ? [at] : []));
  // What is before the first header is a section without a name.
  const sections: { name: string; value: unknown }[] = [];
  for (const [index, start] of [-1, ...starts].entries()) {
    const read = sectionOf(lines.slice(start + 1, starts[index] ?? lines.length), start + 1);
    if (read === undefined || read.refusal !== undefined) return read;
    sections.push({ name: sectionName(lines[start]), value: read.value });
  }
  return { value: treeOf(sections) };
}

function sectionName(line: string = ''): string {
  const name = HEADER.exec(line)?.[1]?.trim() ?? '';
  return /^(["'])(.*)\1$/.exec(name)?.[2] ?? name;
}

function treeOf(sections: readonly { name: string; value: unknown }[]): unknown {
  const root: Tree = new Map();
  const server = commonServer(sections);
  for (const { name, value } of sections) {
    const isClient = isJsonObject(value) && hasClientId(value);
    const whole = isClient ? { ...server, ...value } : value;
    if (name !== '' || Array.isArray(whole)) put(root, name, whole);
    else if (isJsonObject(whole))
      for (const [key, member] of Object.entries(whole)) root.set(key, member);
  }
  return objectOf(root);
}

const HEADER_SOMEWHERE = /^[ \t]*\[\[?[^\][\n{}]+\]/m;
/** `[name]` or `[[name]]`, perhaps with quotes, and a comment behind it. */
const HEADER = /^[ \t]*\[\[?([^\][\n{}]+)\]\]?[ \t]*(?:[#;].*)?$/;
const SYNTAX: Syntax = {
  // INI has colons, too, and names of several words.
  assignment: /^[ \t]*["']?([A-Za-z_][\w.-]*(?: [\w.-]+)*)["']?[ \t]*[=:](?!\/\/)[ \t]*/,
  ignored: /^\s*(?:[#;]|\/\/)/,
  comment: /\s[#;]/,
};

/** What the lines of one section say. */
function sectionOf(lines: readonly string[], offset: number): DecodedText | undefined {
  const found = assignmentsIn(lines, SYNTAX, offset);
  if (found === undefined) return undefined;
  const entries = found.entries.map(
    (entry): Entry => ({
      ...entry,
      name: entry.name.replaceAll(' ', ''),
    }),
  );
  const document = documentOf(entries);
  return isJsonObject(document?.value) ? { value: withTables(document.value) } : document;
}

function withTables(object: { readonly [name: string]: unknown }): object {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, unknown] => [
      name,
      (typeof value === 'string' ? readInlineTable(value)?.value : undefined) ?? value,
    ]),
  );
}

type Tree = Map<string, unknown>;

/**
 * Puts a section where its name says. A dot leads into another table only before the name of a part of
 * a key, as in `[calm.uaa]`: elsewhere it is a part of the name.
 */
function put(root: Tree, name: string, value: unknown): void {
  const [, parent, part] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
  const isPart = parent !== undefined && part !== undefined && PARTS.includes(plainName(part));
  const [outer, key] = isPart ? [parent, part] : [undefined, name];
  const around = outer === undefined ? root : tableOf(root, outer);
  const before = around.get(key);
  const table: unknown = isJsonObject(value) ? new Map(Object.entries(value)) : value;
  if (before === undefined) around.set(key, table);
  else if (Array.isArray(before)) before.push(...[table].flat());
  else around.set(key, [before, table].flat());
}

/** The table of that name, the last one if there are several. */
function tableOf(root: Tree, name: string): Tree {
  const found = root.get(name);
  const last: unknown = Array.isArray(found) ? found.at(-1) : found;
  if (last instanceof Map) return last;
  const table: Tree = new Map();
  root.set(name, table);
  return table;
}

const PARTS: readonly string[] = ['uaa', 'endpoints', 'oauth', 'credentials', 'serviceurls'];

function objectOf(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(objectOf);
  if (!(tree instanceof Map)) return tree;
  return Object.fromEntries([...tree].map(([name, value]) => [name, objectOf(value)]));
}

/**
 * The server in a section of its own, where no client has one: for a single client there is no other whose
 * it could be, and for several its section is that of all.
 */
function commonServer(
  sections: readonly { name: string; value: unknown }[],
): JsonObject | undefined {
  const objects = sections.flatMap(({ name, value }) =>
    isJsonObject(value) ? [{ name, value }] : [],
  );
  const clients = objects.filter(({ value }) => hasClientId(value));
  const [server, ...others] = objects.filter(({ value }) => isServer(value));
  if (server === undefined || others.length > 0 || hasClientId(server.value)) return undefined;
  return clients.length === 1 || OF_ALL.test(server.name) ? server.value : undefined;
}

const OF_ALL = /^(?:|defaults?|common|global|shared)$/i;

function isServer(object: { readonly [name: string]: unknown }): boolean {
  const { url, tokenUrl, certUrl } = fieldsOf(object);
  return (url ?? tokenUrl ?? certUrl) !== undefined;
}
