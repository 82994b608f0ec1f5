import { plainSpaces } from '../decode-text.ts';

/** One JSON value in a text, mended. */
export interface Scanned {
  /** What JSON.parse can take: without comments and trailing commas, strings on one line. */
  readonly json: string;
  /** The index after the value. */
  readonly end: number;
}

/** A string, a comment, the beginning or end of a value, a comma, or what needs no care. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\n]*|\/\*.*?\*\/|[{[\]},]|[^"/{}[\],]+/sy;
const DEPTH: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/**
 * Reads the object or list that begins at `start`, forgiving what people and programs write into
 * JSON files although JSON has no place for it.
 *
 * @returns undefined where it has no end.
 */
export function scanJson(text: string, start: number): Scanned | undefined {
  const token = new RegExp(TOKEN);
  token.lastIndex = start;
  const pieces: string[] = [];
  let depth = 0;
  do {
    const piece = token.exec(text)?.[0];
    // An unpaired quote, or a slash that begins nothing: the text ends within a string or comment.
    if (piece === undefined) return undefined;
    depth += DEPTH[piece] ?? 0;
    if (!piece.startsWith('/')) pieces.push(mended(piece));
  } while (depth > 0);
  return { json: withoutTrailingCommas(pieces).join(''), end: token.lastIndex };
}

/**
 * Raw line breaks and tabs go out of strings, as a pasted PEM block brings them, and so do escapes
 * that a shell has added and JSON does not know, as in `sb-app\\!t1`.
 */
function mended(piece: string): string {
  if (!piece.startsWith('"')) return plainSpaces(piece);
  return piece
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\\(.)/gs, (whole, character: string) =>
      '"\\/bfnrtu'.includes(character) ? whole : character,
    );
}

function withoutTrailingCommas(pieces: readonly string[]): string[] {
  let comma = -1;
  const kept = [...pieces];
  for (const [at, piece] of pieces.entries()) {
    if (piece === ',') comma = at;
    else if (DEPTH[piece] === -1 && comma !== -1) kept[comma] = '';
    if (piece !== ',' && piece.trim() !== '') comma = -1;
  }
  return kept;
}
