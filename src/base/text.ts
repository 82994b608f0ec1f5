import { Failure } from './failure.ts';

/** The length, in UTF-16 code units, at which foreign text is cut. */
const LIMIT = 300;

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

function withoutControls(text: string): string {
  return text.replace(unicode('[\\p{C}\\p{Zl}\\p{Zp}\\s]+', 'gu'), ' ');
}

/**
 * A regular expression over Unicode classes. Not a literal: V8 checks each literal when it reads the
 * file, and to build these classes takes it longer than to read everything else.
 */
function unicode(pattern: string, flags: string): RegExp {
  return new RegExp(pattern, flags);
}

/** Nothing but printable ASCII? Nearly all text is. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

export function hasControls(text: string): boolean {
  return !isPlain(text) && unicode('\\p{Cc}', 'u').test(text);
}

/** White space, or a character that no eye would see. */
export function hasGaps(text: string): boolean {
  return text.includes(' ') || (!isPlain(text) && unicode('[\\s\\p{C}]', 'u').test(text));
}

/** `a`, `a or b`, `a, b or c`: for lists of names in a sentence. */
export function listOf(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const head = names.slice(0, -1).join(', ');
  const tail = names.at(-1) ?? '';
  return head === '' ? tail : `${head} ${last} ${tail}`;
}

/**
 * A value that goes into a request, unchanged: it has one line and no control characters.
 *
 * @throws Failure E_INPUT_CHARSET; `what` names the value.
 */
export function requireText(text: string, what: string): string {
  // Half a character would be sent as another one.
  if (!hasControls(text) && text.isWellFormed()) return text;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The ${what} holds a line break or another control character.`,
    { next: 'Was more than one value pasted?' },
  );
}

/** Spaces that are no ASCII space: they come with text that was copied from a web page. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;

const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

/** Text from bytes in UTF-8 or UTF-16, with or without a byte order mark. */
export function textOf(bytes: Buffer): string {
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
 * Text without what a file or a clipboard added to it: byte order marks, the zero bytes of UTF-16
 * that was read as something else, white space at both ends.
 */
export function cleaned(text: string): string {
  const withoutZeros = text.includes('\0') ? text.replace(/\0/g, '').replace(/^\ufffd+/, '') : text;
  return withoutZeros.replace(/^\ufeff+/, '').trim();
}

/** The same text with plain spaces, and without characters that look like nothing. */
export function plainSpaces(text: string): string {
  return text.replace(OTHER_SPACES, ' ').replace(INVISIBLE, '');
}

/** `Client_ID`, `client-id` and `clientId` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '').replaceAll('-', '').replaceAll('.', '');
}

const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;

/** Without white space and without characters that no eye would see, at both ends. */
export function trimmed(text: string): string {
  const trim = text.trim();
  // The rest is rare: what no eye sees, and trim() leaves, lies far beyond ASCII.
  if (!isHigh(trim.at(0)) && !isHigh(trim.at(-1))) return trim;
  let [start, end] = [0, trim.length];
  while (start < end && BLANK.test(trim.charAt(start))) start++;
  while (end > start && BLANK.test(trim.charAt(end - 1))) end--;
  return trim.slice(start, end);
}

function isHigh(character: string | undefined): boolean {
  return character !== undefined && character > '\u2000';
}
