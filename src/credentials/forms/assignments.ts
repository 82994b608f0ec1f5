import { parsedJson } from '../../base/json.ts';
import { scanJson } from './json.ts';

// Names and values, one on a line.

/**
 * Lines of NAME=value, as in .env files, shell scripts and `terraform output`. A `$` in a value is
 * never expanded: client secrets of XSUAA have one.
 */
export function readAssignments(text: string): { value: unknown } | undefined {
  const values = new Map<string, string>();
  const starts: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || IGNORED.test(line)) continue;
    const [start, name] = ASSIGNMENT.exec(line) ?? [];
    if (start === undefined || name === undefined) return undefined;
    const first = line.slice(start.length);
    const found = /^["'`]/.test(first) ? quotedValue(lines, at, first) : plainValue(first, at);
    if (found === undefined) return undefined;
    values.set(name, found.value);
    starts.push(first);
    at = found.last;
  }
  if (values.size === 0 || arePropertyValues(starts)) return undefined;
  return { value: Object.fromEntries(values) };
}

/** `export NAME='value'`, also as PowerShell, cmd and Terraform write it. */
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/** Comments, and lines of shell scripts that assign nothing. */
const IGNORED = /^\s*(?:#|\/\/|set [-+]|echo\b)/;

/** Are the values escaped as Java does it? A properties file has no quotes around its values. */
function arePropertyValues(starts: readonly string[]): boolean {
  return (
    starts.some((start) => /(?:^|[^\\])\\[:=#!]/.test(start)) &&
    !starts.some((start) => /^["'`]/.test(start))
  );
}

interface Value {
  readonly value: string;
  /** The index of its last line. */
  readonly last: number;
}

/**
 * The value before a comment. Two assignments on one line are none: the value of the first would hold
 * the secret of the second, and nobody would mask it.
 */
function plainValue(first: string, at: number): Value | undefined {
  const comment = first.search(/\s#/);
  const value = first.slice(0, comment === -1 ? first.length : comment).trim();
  return /\s[A-Za-z_]\w*=/.test(value) ? undefined : { value, last: at };
}

/** The value between quotes, perhaps over several lines. In double quotes a backslash escapes. */
function quotedValue(lines: readonly string[], at: number, first: string): Value | undefined {
  const quote = first[0] ?? '';
  const inside: string[] = [];
  for (let last = at; last < lines.length; last++) {
    const line = last === at ? first.slice(1) : (lines[last] ?? '');
    const end = closingQuote(line, quote);
    if (end === -1) {
      inside.push(line);
      continue;
    }
    const text = [...inside, line.slice(0, end)].join('\n');
    return { value: quote === '"' ? shellUnescaped(text) : text, last };
  }
  return undefined;
}

/** The quote after which there is nothing but a comment; others belong to the value. */
function closingQuote(line: string, quote: string): number {
  const tokens = quote === '"' ? /\\.|("(?=\s*$|\s+#))/g : /(['`](?=\s*$|\s+#))/g;
  for (const { 1: end, index } of line.matchAll(tokens)) {
    if (end === quote) return index;
  }
  return -1;
}

function shellUnescaped(text: string): string {
  return text.replace(/\\(["$`!\\nr])/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
  );
}

/** A Java properties file, such as a destination that the SAP BTP cockpit exports. */
export function readProperties(text: string): { value: unknown } | undefined {
  if (!JAVA_ESCAPE.test(text) || /^[{["]/.test(text)) return undefined;
  const values = new Map<string, string>();
  for (const line of text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/)) {
    if (line.trim() === '' || /^\s*[#!]/.test(line)) continue;
    const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
    // Java has no quotes: this is a shell's.
    if (name === undefined || value === undefined || /^["']/.test(value)) return undefined;
    values.set(javaUnescaped(name), javaUnescaped(value));
  }
  return { value: Object.fromEntries(values) };
}

/** Characters that Java escapes in a properties file, and nothing else does. */
const JAVA_ESCAPE = /(?:^|\n)[\w.-]+[ \t]*=(?:[^\n]*[^\\\n])?\\[:=#!]/;

function javaUnescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex?: string, character?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: '\n', r: '\r', t: '\t', f: '\f' }[character ?? ''] ?? character ?? '';
  });
}

/** Maps as `terraform output` prints them: `name = {`, or `{` alone for one output. */
export function readTerraformText(text: string): { value: unknown } | undefined {
  if (!/^(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) {
    return undefined;
  }
  const lines = text.split(/\r?\n/).map((line) => {
    const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
    return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, '')},`;
  });
  const inside = lines.join('\n').replace(/^,+|,+$/g, '');
  const document = text.startsWith('{') ? inside : `{${inside}}`;
  const value = parsedJson(scanJson(document, 0)?.json ?? '');
  return typeof value === 'object' && value !== null ? { value } : undefined;
}
