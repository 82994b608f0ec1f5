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
