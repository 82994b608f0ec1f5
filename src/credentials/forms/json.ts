import type { Warning } from '../../base/failure.ts';
import { parsedJson } from '../../base/json.ts';
import { plainSpaces } from '../../base/text.ts';

/** One JSON value: service keys, bindings, what `btp --format json` prints; or a text as JSON. */
export function readJson(text: string): { value: unknown } | undefined {
  const value = parsedJson(text);
  return value === undefined ? undefined : { value };
}

/**
 * JSON objects in other text: the output of `cf service-key` and `cf env`, JSON with comments,
 * trailing commas or raw line breaks, JSON with a word after it.
 */
export function readJsonInText(text: string): { value: unknown; warning?: Warning } | undefined {
  const found: unknown[] = [];
  let around = '';
  let at = 0;
  for (let count = 0; count < MOST_PIECES; count++) {
    const start = nextStart(text, at);
    if (start === -1) break;
    const scanned = scanJson(text, start);
    // A value without an end was cut. Its inner objects may be whole, but something is missing.
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
        warning: {
          code: 'W_OTHER_TEXT',
          text: 'The stored credential has other text around its JSON. Store the JSON alone.',
        },
      }
    : { value };
}

/** More pieces of JSON are no credential, and each costs time. */
const MOST_PIECES = 100;

/**
 * The index at which the next object, list of objects, or list that is the whole text begins. A brace
 * in a name is not followed by a member or an end.
 */
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

/** One JSON value in a text, repaired. */
interface ScannedJson {
  /** For JSON.parse: without comments and trailing commas, strings on one line. */
  readonly json: string;
  /** The index after the value. */
  readonly end: number;
}

/**
 * Reads the object or list that begins at `start`. It may have comments, trailing commas and raw line
 * breaks, which people and programs write although JSON does not allow them.
 *
 * @returns undefined if it has no end.
 */
export function scanJson(text: string, start: number): ScannedJson | undefined {
  const token = new RegExp(TOKEN);
  token.lastIndex = start;
  const pieces: string[] = [];
  let depth = 0;
  do {
    const piece = token.exec(text)?.[0];
    // An unpaired quote, or a slash that begins nothing: the text ends within a string or comment.
    if (piece === undefined) return undefined;
    depth += DEPTH[piece] ?? 0;
    if (!piece.startsWith('/')) pieces.push(repaired(piece));
  } while (depth > 0);
  return { json: withoutTrailingCommas(pieces).join(''), end: token.lastIndex };
}

/** A string, a comment, the beginning or end of a value, a comma, or a run of anything else. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\n]*|\/\*.*?\*\/|[{[\]},]|[^"/{}[\],]+/sy;

const DEPTH: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

/**
 * A piece with raw line breaks and tabs of its strings escaped, as a pasted PEM block has them, and
 * without escapes that a shell has added and JSON does not know, as in `sb-app\\!t1`.
 */
function repaired(piece: string): string {
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
