import { parsedJson } from '../../base/json.ts';
import { isFieldName, isNameOfOwner } from '../fields.ts';
import {
  type Apart,
  BLANK_LINE,
  documentOf,
  type Entry,
  HEADING,
  NOTHING,
  stronger,
} from './blocks.ts';
import type { DecodedText } from './decoded.ts';
import { withoutTypographicQuotes } from './encodings.ts';
import { scanJson } from './json.ts';

// Names and values, one on a line.

/**
 * Lines of NAME=value, as in .env files, shell scripts and `terraform output`. A `$` in a value is
 * never expanded: client secrets of XSUAA have one.
 */
export function readAssignments(text: string): DecodedText | undefined {
  const found = assignmentsIn(text.split(/\r?\n/), DOTENV);
  if (found === undefined || found.entries.length === 0 || arePropertyValues(found.starts)) {
    return undefined;
  }
  return documentOf(found.entries);
}

/** Assignments, and what each of them begins with behind its name. */
interface Assignments {
  readonly entries: readonly Entry[];
  readonly starts: readonly string[];
}

/** How assignments and comments look. */
export interface Syntax {
  /** A name and its sign; the name is the first group. */
  readonly assignment: RegExp;
  /** A line that assigns nothing. */
  readonly ignored: RegExp;
  /** Where a comment begins behind a value. */
  readonly comment: RegExp;
}

/**
 * The assignments on some lines; undefined if there is anything else.
 *
 * @param offset the number of lines before them.
 */
export function assignmentsIn(
  lines: readonly string[],
  syntax: Syntax,
  offset: number = 0,
): Assignments | undefined {
  const found = { entries: [] as Entry[], starts: [] as string[] };
  let apart: Apart = NOTHING;
  let title: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      apart = stronger(apart, BLANK_LINE);
      continue;
    }
    if (syntax.ignored.test(line)) {
      [apart, title] = [HEADING, line.replace(/^[\s#;/!]+/, '').trim()];
      continue;
    }
    const one = assignmentOn(lines, at, syntax);
    if (one === undefined || (apart < HEADING && isRest(one))) return undefined;
    const { name, value, start, last } = one;
    found.entries.push({ name, value, line: offset + at + 1, apart, title });
    found.starts.push(start);
    if (apart === HEADING) title = undefined;
    apart = NOTHING;
    at = last;
  }
  // A comment behind the last line: each may be that of the lines before it.
  if (!title) return found;
  return { ...found, entries: found.entries.map((entry) => ({ ...entry, title: undefined })) };
}

interface Assignment extends Value {
  readonly name: string;
  /** What is behind the name on its line. */
  readonly start: string;
}

function assignmentOn(
  lines: readonly string[],
  at: number,
  { assignment, comment }: Syntax,
): Assignment | undefined {
  const line = lines[at] ?? '';
  const [before, name] = assignment.exec(line) ?? [];
  if (before === undefined || name === undefined) return undefined;
  const start = line.slice(before.length);
  const found = /^["'`]/.test(start)
    ? quotedValue(lines, at, start)
    : plainValue(start, at, comment);
  return found && { ...found, name, start };
}

/**
 * Base64 that goes on from the line before looks like a name with an empty value. Nobody reads an empty
 * value: in doubt it is no assignment.
 */
function isRest({ name, start }: Assignment): boolean {
  return /^=*$/.test(start) && !isFieldName(name) && !isNameOfOwner(name) && !isWord(name);
}

/** Is this a name as people make them? Base64 mixes cases and digits, or is short. */
function isWord(name: string): boolean {
  return /^(?:[A-Z]|[A-Z][A-Z_]{3,}|[A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[a-z]+\d?(?:[_.-][a-z]+\d?)+)$/.test(
    name.slice(0, 100),
  );
}

/** `export NAME='value'`, also as PowerShell, cmd and Terraform write it. */
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/** Comments, and lines of shell scripts that assign nothing. */
const IGNORED = /^\s*(?:#|\/\/|set [-+]|echo\b)/;

const DOTENV: Syntax = { assignment: ASSIGNMENT, ignored: IGNORED, comment: /\s#/ };

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
function plainValue(first: string, at: number, comment: RegExp): Value | undefined {
  const end = first.search(comment);
  const value = first.slice(0, end === -1 ? first.length : end).trim();
  return /\s[A-Za-z_]\w*=/.test(value) && !(/^[{[]/.test(value) && parsedJson(value) !== undefined)
    ? undefined
    : { value: withoutTypographicQuotes(value), last: at };
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
export function readProperties(text: string): DecodedText | undefined {
  if (!JAVA_ESCAPE.test(text) || /^[{["]/.test(text)) return undefined;
  const entries: Entry[] = [];
  let apart: Apart = NOTHING;
  for (const { line, number } of joinedLines(text)) {
    if (/^\s*(?:[#!]|$)/.test(line)) {
      if (line.trim() === '') apart = BLANK_LINE;
      continue;
    }
    const pair = propertyOn(line);
    if (pair === undefined) return undefined;
    entries.push({ ...pair, line: number, apart });
    apart = NOTHING;
  }
  return documentOf(entries);
}

/** The lines of a properties file, and the number of the first line that each was written on. */
function joinedLines(text: string): { line: string; number: number }[] {
  let number = 1;
  // No text that is read has a zero byte: it tells how many lines were one.
  return text
    .replace(/\\\r?\n[ \t]*/g, '\0')
    .split(/\r?\n/)
    .map((joined) => {
      const parts = joined.split('\0');
      number += parts.length;
      return { line: parts.join(''), number: number - parts.length };
    });
}

function propertyOn(line: string): { name: string; value: string } | undefined {
  const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
  // Java has no quotes: this is a shell's.
  if (name === undefined || value === undefined || /^["']/.test(value)) return undefined;
  // A name alone may be the rest of the value above it.
  if (/^=*$/.test(value) && !(/[:=]/.test(line) && isWord(name))) return undefined;
  return { name: javaUnescaped(name), value: javaUnescaped(value) };
}

/** Characters that Java escapes in a properties file, and nothing else does. */
const JAVA_ESCAPE = /(?:^|\n)[\w.-]+[ \t]*=(?:[^\n]*[^\\\n])?\\[:=#!]/;

function javaUnescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex?: string, character?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: '\n', r: '\r', t: '\t', f: '\f' }[character ?? ''] ?? character ?? '';
  });
}

function withoutCommas(text: string): string {
  let [start, end] = [0, text.length];
  while (text[start] === ',') start++;
  while (end > start && text[end - 1] === ',') end--;
  return text.slice(start, end);
}

/** Maps as `terraform output` prints them: `name = {`, or `{` alone for one output. */
export function readTerraformText(text: string): { value: unknown } | undefined {
  if (!/^ *(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) {
    return undefined;
  }
  const lines = text.split(/\r?\n/).map((line) => {
    const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
    return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, '')},`;
  });
  const inside = withoutCommas(lines.join('\n'));
  const document = text.startsWith('{') ? inside : `{${inside}}`;
  const value = parsedJson(scanJson(document, 0)?.json ?? '');
  return typeof value === 'object' && value !== null ? { value } : undefined;
}
