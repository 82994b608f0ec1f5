/** Hides secrets in text by the rules of the GitHub runner (actions/runner, `SecretMasker.cs`). */
export interface Masker {
  /** Masks the whole value, each of its lines, and what the runner derives from both. */
  add(value: string): void;
  /** The text with every masked range as `***`; ranges that touch become one. */
  mask(text: string): string;
}

type Encoder = (value: string) => string;

// The runner's list, in the order in which it registers them.
const ENCODERS: readonly Encoder[] = [
  (value) => base64From(value, 0),
  (value) => base64From(value, 1),
  (value) => base64From(value, 2),
  (value) => value.replaceAll('"', '\\"'),
  (value) => value.replaceAll("'", "''"),
  jsonString,
  uriData,
  xmlData,
  withoutDoubleQuotes,
  beforeAmpersand,
  afterAmpersand,
];

export function createMasker(): Masker {
  const secrets = new Set<string>();
  const addOne = (value: string) => {
    if (value === '') return;
    for (const encoded of [value, ...ENCODERS.map((encode) => encode(value))]) {
      if (encoded !== '') secrets.add(encoded);
    }
  };
  return {
    add: (value) => {
      addOne(value);
      for (const line of value.split(/[\r\n]/)) addOne(line.trim());
    },
    mask: (text) => replaceRanges(text, merge(findAll(text, secrets))),
  };
}

interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

function findAll(text: string, secrets: Iterable<string>): Range[] {
  const ranges: Range[] = [];
  for (const secret of secrets) {
    // One step further, not one secret further: occurrences may overlap each other.
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      ranges.push({ start: at, end: at + secret.length });
    }
  }
  return ranges.sort((a, b) => a.start - b.start);
}

function merge(sorted: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged.splice(-1, 1, { start: last.start, end: Math.max(last.end, range.end) });
    } else {
      merged.push(range);
    }
  }
  return merged;
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of ranges) {
    result += `${text.slice(from, start)}***`;
    from = end;
  }
  return result + text.slice(from);
}

// base64(`user:password`) holds the password at one of three bit offsets, hence the shifts.
function base64From(value: string, shift: number): string {
  const bytes = Buffer.from(value, 'utf8');
  return (bytes.length > shift ? bytes.subarray(shift) : bytes).toString('base64');
}

// As Newtonsoft.Json does it, which also escapes the three Unicode line ends.
function jsonString(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (end) => `\\u${codeOf(end).toString(16).padStart(4, '0')}`);
}

// RFC 3986: encodeURIComponent leaves five reserved characters alone.
function uriData(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${codeOf(character).toString(16).toUpperCase()}`,
  );
}

function xmlData(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function withoutDoubleQuotes(value: string): string {
  const quoted = value.length > 8 && value.startsWith('"') && value.endsWith('"');
  return quoted ? value.slice(1, -1) : '';
}

// PowerShell's error messages cut a command at `&` and colour the character after `&+`.
function beforeAmpersand(value: string): string {
  const coloured = value.indexOf('&+');
  return unlessShort(value.slice(0, coloured >= 0 ? coloured + 2 : value.lastIndexOf('&') + 1));
}

function afterAmpersand(value: string): string {
  if (!value.includes('&')) return '';
  const coloured = value.indexOf('&+');
  return unlessShort(value.slice(coloured >= 0 ? coloured + 3 : value.lastIndexOf('&') + 1));
}

function unlessShort(section: string): string {
  return section.length >= 6 ? section : '';
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}
