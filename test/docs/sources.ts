import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The files of a folder of this repository that end so, sorted, relative to its root. */
export function filesIn(folder: string, end: string = '.ts'): string[] {
  return globSync(`${folder}/**/*${end}`, { cwd: root }).sort();
}

export function text(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Stands for what is no literal: the value of an expression. */
export const GAP = '\u2026';

/** A place in the sources where a failure is made, as far as its parts are literals there. */
export interface Thrown {
  readonly file: string;
  readonly codes: readonly string[];
  readonly happened: string;
  readonly hasFacts: boolean;
  /** Undefined: nothing is said of what to do next, or it is part of what happened. */
  readonly next: string | undefined;
}

/** Every `new Failure(…)` and `new TransportFailure(…)` of a source text. */
export function failuresIn(file: string, source: string = text(file)): Thrown[] {
  return [...source.matchAll(/\bnew (?:Transport)?Failure\(/g)].map((match) => {
    const [code, happened, next, last] = elementsAt(source, match.index + match[0].length);
    const written = literalsOf(source, next);
    return {
      file,
      codes: literalsOf(source, code).match(/E_[A-Z_]+/g) ?? [],
      happened: literalsOf(source, happened),
      hasFacts: last !== undefined && statesFacts(source.slice(last.from, last.to).trim()),
      next: written === '' ? undefined : written,
    };
  });
}

/** All texts of a source file that have a blank in them, a gap in place of each expression. */
export function textsIn(file: string, source: string = text(file)): string[] {
  const found: string[] = [];
  for (let at = 0; at < source.length; ) {
    const literal = literalAt(source, at);
    if (literal?.text.includes(' ')) found.push(literal.text);
    at = literal?.end ?? regexEnd(source, at) ?? commentEnd(source, at) ?? at + 1;
  }
  return found;
}

/** Behind the regular expression that begins there: it may hold quotation marks. */
function regexEnd(source: string, at: number): number | undefined {
  if (
    source[at] !== '/' ||
    !/(?:[(,=:[!&|?{};>]|\breturn)\s*$/.test(source.slice(Math.max(0, at - 80), at))
  ) {
    return undefined;
  }
  const found = /^\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//.exec(source.slice(at));
  return found === null ? undefined : at + found[0].length;
}

/** What stands between two positions of a text. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The last argument: a list of facts, or for a TransportFailure an object that may have one. */
function statesFacts(argument: string): boolean {
  return !argument.startsWith('{') || /\bfacts\b/.test(argument);
}

/** What the commas separate behind an opening bracket, up to the one that closes it. */
function elementsAt(source: string, start: number): Span[] {
  const found: Span[] = [];
  let from = start;
  let depth = 1;
  let at = start;
  while (depth > 0) {
    at = endOfSkipped(source, at);
    const character = source[at++];
    if (character === undefined) throw new Error(`A bracket does not end: ${source.slice(start)}`);
    depth += Number('([{'.includes(character)) - Number(')]}'.includes(character));
    if (depth === 0 || (character === ',' && depth === 1)) {
      if (source.slice(from, at - 1).trim() !== '') found.push({ from, to: at - 1 });
      from = at;
    }
  }
  return found;
}

/** Behind the literals and comments that begin there. */
function endOfSkipped(source: string, start: number): number {
  const end = literalAt(source, start)?.end ?? commentEnd(source, start);
  return end === undefined ? start : endOfSkipped(source, end);
}

/** The text of an expression: what its literals say, with a gap for all that is between them. */
function literalsOf(source: string, span: Span = { from: 0, to: 0 }): string {
  const { from, to } = constantOf(source, span) ?? span;
  let found = '';
  let code = '';
  let at = from;
  while (at < to) {
    const literal = literalAt(source, at);
    if (literal !== undefined) {
      found += gapFor(code) + literal.text;
      code = '';
    } else if (commentEnd(source, at) === undefined) code += source[at];
    at = literal?.end ?? commentEnd(source, at) ?? at + 1;
  }
  return (found + gapFor(code)).replace(/\u2026+/g, GAP);
}

/** What the constant stands for whose name is the whole expression. */
function constantOf(source: string, { from, to }: Span): Span | undefined {
  const [, name] = /^\s*([A-Za-z]\w*)\s*,?\s*$/.exec(source.slice(from, to)) ?? [];
  if (name === undefined) return undefined;
  const [last] = [
    ...source.slice(0, from).matchAll(new RegExp(`\\bconst ${name} =\\s*`, 'g')),
  ].slice(-1);
  if (last === undefined) return undefined;
  const start = last.index + last[0].length;
  const end = literalAt(source, start)?.end;
  return end === undefined ? undefined : { from: start, to: end };
}

/** A plus joins two literals, and a comma may follow the last one. */
function gapFor(code: string): string {
  return /^\s*[+,]?\s*$/.test(code) ? '' : GAP;
}

function commentEnd(source: string, at: number): number | undefined {
  const isLine = source.startsWith('//', at);
  if (!isLine && !source.startsWith('/*', at)) return undefined;
  const end = isLine ? '\n' : '*/';
  const found = source.indexOf(end, at + 2);
  return found < 0 ? source.length : found + end.length;
}

/** The string or template literal that begins there. */
function literalAt(source: string, start: number): { text: string; end: number } | undefined {
  const quote = source[start];
  if (quote === undefined || !`'"\``.includes(quote)) return undefined;
  let found = '';
  let at = start + 1;
  while (source[at] !== quote) {
    if (quote === '`' && source.startsWith('${', at)) {
      const end = endOf(source, at + 2);
      found += literalsOf(source, { from: at + 2, to: end });
      at = end + 1;
    } else {
      if (source[at] === '\\') at += 1;
      found += source[at] ?? '';
      at += 1;
    }
    if (at > source.length) throw new Error(`A literal does not end: ${source.slice(start)}`);
  }
  return { text: found, end: at + 1 };
}

/** Where the bracket closes that opens right before. */
function endOf(source: string, start: number): number {
  const last = elementsAt(source, start).at(-1)?.to ?? start;
  return source.indexOf('}', last);
}
