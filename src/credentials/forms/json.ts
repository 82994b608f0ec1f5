import { Failure, type Warning } from '../../base/failure.ts';
import { parsedJson } from '../../base/json.ts';
import { plainSpaces } from '../../base/text.ts';
import type { DecodedText } from './decoded.ts';

/** One JSON value: service keys, bindings, what `btp --format json` prints; or a text as JSON. */
export function readJson(text: string): { value: unknown } | undefined {
  const value = parsedJson(text);
  return value === undefined ? undefined : { value };
}

/**
 * JSON objects in other text: the output of `cf service-key` and `cf env`, JSON with comments,
 * trailing commas or raw line breaks, JSON with a word after it. A label before an object is its name,
 * and the lines around labelled objects that have a label and a value belong to them.
 */
export function readJsonInText(text: string): DecodedText | undefined {
  // JSON as such has been read, and may quote other JSON.
  if (parsedJson(text) !== undefined) return undefined;
  const found: (Piece & { readonly heading: string | undefined })[] = [];
  let around = '';
  let at = 0;
  for (let count = 0; count < MOST_PIECES; count++) {
    const start = nextStart(text, at);
    if (start === -1) break;
    const scanned = scanJson(text, start);
    const before = text.slice(at, start);
    const end = before.slice(-LONGEST_LABEL).replace(FENCE, '');
    // A value without an end was cut. Its inner objects may be whole, but something is missing.
    if (scanned === undefined || OTHER_MEMBER.test(end)) return undefined;
    // The value of a member whose object begins before the text does.
    if (MEMBER.test(end)) return { value: undefined, refusal: lostBrace() };
    around += before;
    at = scanned.end;
    const value = parsedJson(scanned.json);
    found.push({ label: labelBefore(end), heading: HEADING.exec(end)?.[1]?.trim(), value });
  }
  const rest = text.slice(at);
  // Headings may be those of the JSON before them, as far as nothing shows that they are not.
  const areBefore = found.every(isNamed) && !/^#{1,6}[ \t]/m.test(rest);
  const whole = found
    .filter(({ value }) => value !== undefined)
    .map(({ label, heading, value }) => ({
      label: label ?? (areBefore ? heading : undefined),
      value,
    }));
  if (whole.length === 0) return undefined;
  around += rest;
  const warnings: Warning[] = [];
  if (isMeaningful(around)) warnings.push(OTHER_TEXT);
  if (whole.length < found.length) warnings.push(LEFT_OUT);
  return { value: withLabels(whole, around), warnings };
}

interface Piece {
  readonly label: string | undefined;
  readonly value: unknown;
}

function isNamed({ label, heading }: { label: string | undefined; heading: string | undefined }) {
  return (label ?? heading) !== undefined;
}

const LONGEST_LABEL = 200;
/** A name in double quotes: that of a member. */
const MEMBER = /"\s*:\s*$/;
/** A name at the beginning of a line. */
const LABEL =
  /(?:^|\n)[ \t]*(?:export[ \t]+|\$env:)?(?:([A-Za-z_][\w.-]*)|"([^"\n]+)"|'([^'\n]+)')(?:[ \t]*[:=]\s*|\t[ \t]*| {2,})["'`]?$/;
/** A heading of Markdown, and the sign of code below it. */
const HEADING = /(?:^|\n)#{1,6}[ \t]+([^\n]{1,80})\s*$/;
const FENCE = /```\w*\s*$/;
/** A member of an object whose names have no double quotes. */
const OTHER_MEMBER = /[{,]\s*'?[\w.-]+'?\s*:\s*$/;
const LABELLED_LINE = /^[ \t]*([A-Za-z_][\w.-]*)(?:[ \t]*[:=][ \t]+|\t[ \t]*| {2,})(\S.*)$/gm;

const OTHER_TEXT: Warning = {
  code: 'W_OTHER_TEXT',
  text: 'The stored credential has other text around its JSON. Store the JSON alone.',
};
const LEFT_OUT: Warning = {
  code: 'W_LEFT_OUT',
  text: 'A part of the stored credential looks like JSON and cannot be read; it is left out. Store the JSON that is meant alone.',
};

function labelBefore(text: string): string | undefined {
  const [, bare, double, single] = LABEL.exec(text) ?? [];
  return bare ?? double ?? single;
}

function lostBrace(): Failure {
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    'The credential is JSON that has lost its first brace, and perhaps more of its beginning.',
    'Store exactly what was handed out, from { to }.',
  );
}

/** One value, or several; what has a label is a member of an object. */
function withLabels(pieces: readonly Piece[], around: string): unknown {
  const labelled = pieces.filter(({ label }) => label !== undefined);
  const names = new Set(labelled.map(({ label }) => label));
  // Two of one name are two documents.
  if (labelled.length === 0 || names.size < labelled.length) {
    return pieces.length === 1 ? pieces[0]?.value : pieces.map(({ value }) => value);
  }
  const beside = [...around.matchAll(LABELLED_LINE)].map(([, name = '', value]) => [name, value]);
  const members = labelled.map(({ label = '', value }): [string, unknown] => [label, value]);
  const object: object = Object.fromEntries([...beside, ...members]);
  const others = pieces.filter(({ label }) => label === undefined).map(({ value }) => value);
  return others.length === 0 ? object : [...others, object];
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
    .replace(/\\?(?:\r\n?|\n)/g, '\\n')
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
