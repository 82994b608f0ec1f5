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

/** A place in the sources where a failure is made, as far as it stands in literals there. */
export interface Thrown {
  readonly file: string;
  readonly codes: readonly string[];
  /** The literal pieces of the message, in their order. */
  readonly pieces: readonly string[];
}

/** Every `Failure(code, message)` and `TransportFailure(code, message)` of a source text. */
export function failuresIn(file: string, written: string = text(file)): Thrown[] {
  const source = withConstants(written).replace(/\bfacts: \[[^\]]*\],/g, '');
  return [...source.matchAll(/\bnew (?:Transport)?Failure\(/g)].map((match) => {
    const [code = [], ...message] = argumentsAt(source, match.index + match[0].length);
    return {
      file,
      codes: code.filter((piece) => piece.startsWith('E_')),
      pieces: message.reduce(inOneText, []),
    };
  });
}

/** What to do next may be a text that several failures share. */
function withConstants(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ('[^'\n]*');$/gm)].map(([, name, value]) => [name, value]),
  );
  return source.replace(
    /\bnext: (\w+)/g,
    (all, name) => `next: ${constants.get(name) ?? all.slice(6)}`,
  );
}

/** What happened and what to do next stand in arguments of their own, and side by side in the message. */
function inOneText(before: string[], [first = '', ...others]: string[]): string[] {
  const last = before.at(-1) ?? '';
  if (!/[.?]$/.test(last) || !/^[A-Z]/.test(first))
    return [...before, first, ...others].filter(Boolean);
  return [...before.slice(0, -1), `${last} ${first}`, ...others];
}

/** The literal pieces of each argument of a call whose parenthesis opens right before `from`. */
function argumentsAt(source: string, from: number): string[][] {
  const found: string[][] = [[]];
  let depth = 1;
  let at = from;
  while (depth > 0) {
    const literal = literalAt(source, at);
    if (literal !== undefined) {
      addTo(found.at(-1) ?? [], literal.pieces, / \+$/.test(source.slice(0, at).trimEnd()));
      at = literal.end;
      continue;
    }
    const character = source[at++];
    if (character === undefined) throw new Error(`A call does not end: ${source.slice(from, 80)}`);
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 1) found.push([]);
  }
  return found;
}

/** Literals that are joined by a plus are one piece. */
function addTo(found: string[], pieces: readonly string[], joined: boolean): void {
  const [first = '', ...others] = pieces;
  const last = joined ? (found.pop() ?? '') : '';
  found.push(last + first, ...others);
}

/** The string or template literal that begins there, with those inside its expressions. */
function literalAt(source: string, start: number): { pieces: string[]; end: number } | undefined {
  const quote = source[start];
  if (quote !== "'" && quote !== '`') return undefined;
  const pieces = [''];
  let at = start + 1;
  while (source[at] !== quote) {
    if (quote === '`' && source.startsWith('${', at)) {
      const inner = expressionAt(source, at + 2);
      pieces.push(...inner.pieces, '');
      at = inner.end;
    } else {
      if (source[at] === '\\') at += 1;
      pieces[pieces.length - 1] += source[at] ?? '';
      at += 1;
    }
    if (at > source.length) throw new Error(`A literal does not end: ${source.slice(start, 80)}`);
  }
  return { pieces: pieces.filter((piece) => piece !== ''), end: at + 1 };
}

/** The literals of an expression in a template, up to behind its closing brace. */
function expressionAt(source: string, from: number): { pieces: string[]; end: number } {
  const pieces: string[] = [];
  let depth = 1;
  let at = from;
  while (depth > 0) {
    const literal = literalAt(source, at);
    if (literal !== undefined) {
      pieces.push(...literal.pieces);
      at = literal.end;
      continue;
    }
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    at += 1;
  }
  return { pieces, end: at };
}
