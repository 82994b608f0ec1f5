import { parsedJson } from '../../base/json.ts';
import { plainSpaces } from '../../base/text.ts';

/** One JSON value: service keys, bindings, what `btp --format json` prints; or a text as JSON. */
export function readJson(text: string): { value: unknown } | undefined {
  const value = parsedJson(text);
  return value === undefined ? undefined : { value };
}

/** So many pieces are looked at: more are no credential, and each costs time. */
const PIECES = 100;

/**
 * JSON objects in other text: the output of `cf service-key` and `cf env`, JSON with comments,
 * trailing commas or raw line breaks, JSON with a word after it.
 */
export function readJsonInText(text: string): { value: unknown; warning?: string } | undefined {
  const found: unknown[] = [];
  let around = '';
  let at = 0;
  for (let count = 0; count < PIECES; count++) {
    const start = nextStart(text, at);
    if (start === -1) break;
    const scanned = scanJson(text, start);
    // What has no end was cut. Its inner objects may be whole, but something is missing.
    if (scanned === undefined) return undefined;
    around += text.slice(at, start);
    at = scanned.end;
    const value = parsedJson(scanned.json);
    if (value !== undefined) found.push(value);
  }
  if (found.length === 0) return undefined;
  const value = found.length === 1 ? found[0] : found;
  return isMeaningful(around + text.slice(at))
    ? {
        value,
        warning: 'The stored credential has other text around its JSON. Store the JSON alone.',
      }
    : { value };
}

/** Where an object or a list of them begins, or the list that is all of it: a brace in a name is not followed by a member or by an end. */
function nextStart(text: string, from: number): number {
  const start = /^\[\s*["[/]|(?:\[\s*)?\{\s*(?:["}]|\/[/*])/g;
  start.lastIndex = from;
  return start.exec(text)?.index ?? -1;
}

/** More than comments, commas and the `OK` of a command. */
function isMeaningful(text: string): boolean {
  return text.split('\n').some((line) => {
    const word = line.trim().replace(/^[,;]/, '');
    return word !== '' && word !== 'OK' && !word.startsWith('//');
  });
}

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
