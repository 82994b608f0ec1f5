import { Failure } from './failure.ts';

// What messages show

/**
 * Makes one harmless line of text that came from outside: control characters, line breaks, ANSI and
 * bidirectional marks become spaces, the starts of workflow commands (`::`, `##[`) are broken up,
 * and the rest is cut to 300 characters.
 */
export function oneLine(text: string, limit: number = LIMIT): string {
  const start = text.slice(0, limit * 4);
  let line = (isPlain(start) ? start : withoutControls(start)).trim();
  if (line.includes('::')) line = line.replace(/:(?=:)/g, ': ');
  line = line.replaceAll('##[', '## [');
  return line.length > limit ? `${line.slice(0, limit)}...` : line;
}

/** The length, in UTF-16 code units, at which foreign text is cut. */
const LIMIT = 300;

function withoutControls(text: string): string {
  return text.replace(unicode('[\\p{C}\\p{Zl}\\p{Zp}\\s]+', 'gu'), ' ');
}

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export function listOf(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const head = names.slice(0, -1).join(', ');
  const tail = names.at(-1) ?? '';
  return head === '' ? tail : `${head} ${last} ${tail}`;
}

// What a value may hold

/**
 * Refuses a value that cannot go into a request: one with line breaks or other control characters.
 *
 * @throws Failure E_INPUT_CHARSET; `what` names the value.
 */
export function requireText(text: string, what: string): string {
  // Half a character would be sent as another one.
  if (!hasControls(text) && text.isWellFormed()) return text;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The ${what} holds a line break or another control character.`,
    'Was more than one value pasted?',
  );
}

/** Does a text hold a line break or another control character? */
export function hasControls(text: string): boolean {
  return !isPlain(text) && unicode('\\p{Cc}', 'u').test(text);
}

/** Does a text hold white space, or another invisible character? */
export function hasInvisible(text: string): boolean {
  return text.includes(' ') || (!isPlain(text) && unicode('[\\s\\p{C}]', 'u').test(text));
}

/** Nothing but printable ASCII? Nearly all text is. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/**
 * A regular expression over Unicode classes. Not a literal: V8 checks each literal when it reads the
 * file, and to build these classes takes it longer than to read everything else.
 */
function unicode(pattern: string, flags: string): RegExp {
  return new RegExp(pattern, flags);
}

// What files, clipboards and issuers make of a text

/** Text from bytes in UTF-8 or UTF-16, with or without a byte order mark. */
export function textFromBytes(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes).toString('utf16le');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  // Text for which UTF-16 is used begins with an ASCII character, whose other byte is zero.
  if (bytes[1] === 0) return bytes.toString('utf16le');
  if (bytes[0] === 0) return swapped(bytes).toString('utf16le');
  return bytes.toString();
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/**
 * A text without what a file or a clipboard added to it: byte order marks, the zero bytes of UTF-16
 * that was read as something else, white space at both ends.
 */
export function withoutFileMarks(text: string): string {
  const withoutZeros = text.includes('\0') ? text.replace(/\0/g, '').replace(/^\ufffd+/, '') : text;
  return withoutZeros.replace(/^\ufeff+/, '').trim();
}

/** A text with plain spaces in place of other ones, and without invisible characters. */
export function plainSpaces(text: string): string {
  return text.replace(OTHER_SPACES, ' ').replace(INVISIBLE, '');
}

/** Text that was copied from a web page has them. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

/** A text without white space and other invisible characters at both ends. */
export function trimInvisible(text: string): string {
  const trim = text.trim();
  // The rest is rare: invisible characters that trim() leaves are far beyond ASCII.
  if (!isHigh(trim.at(0)) && !isHigh(trim.at(-1))) return trim;
  let [start, end] = [0, trim.length];
  while (start < end && BLANK.test(trim.charAt(start))) start++;
  while (end > start && BLANK.test(trim.charAt(end - 1))) end--;
  return trim.slice(start, end);
}

const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;

function isHigh(character: string | undefined): boolean {
  return character !== undefined && character > '\u2000';
}

/** A name without case and separators: `Client_ID`, `client-id` and `clientId` are `clientid`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '').replaceAll('-', '').replaceAll('.', '');
}

/**
 * The one of `names` that was probably meant: the nearest by inserted, left out, changed and swapped
 * characters, case and separators aside. One such edit may be in a name of 3 to 9 characters, two in
 * a longer one. Undefined where none is so near.
 */
export function nearestOf(name: string, names: readonly string[]): string | undefined {
  const written = plainName(name.slice(0, 100));
  let nearest: { readonly known: string; readonly edits: number } | undefined;
  for (const known of names) {
    const plain = plainName(known);
    const allowed = plain.length >= 10 ? 2 : Number(plain.length >= 3);
    if (Math.abs(plain.length - written.length) > allowed) continue;
    const edits = editsBetween(written, plain);
    if (edits <= allowed && edits < (nearest?.edits ?? 3)) nearest = { known, edits };
  }
  return nearest?.known;
}

/** Optimal string alignment: Levenshtein's distance, where two swapped neighbours are one edit. */
function editsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped =
        i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + Number(!isSame),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
