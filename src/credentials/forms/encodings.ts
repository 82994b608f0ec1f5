import { isJsonObject, type JsonObject, parsedJson } from '../../base/json.ts';
import { hasControls, textFromBytes } from '../../base/text.ts';

/** Base64 in either alphabet (RFC 4648 4 and 5), in one line or wrapped, of text in any encoding. */
export function readBase64(text: string): { value: string; masks: string[] } | undefined {
  const joined = text.replace(/\\n|\s+/g, '');
  if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)) return undefined;
  const value = textFromBytes(Buffer.from(joined, 'base64'));
  if (!isText(value)) return undefined;
  const lines = text.split(/\s+/).filter((line) => line.length >= SHORTEST);
  return { value, masks: [joined, ...lines] };
}

/** Shorter texts are words, not credentials. */
const SHORTEST = 16;

/** Bytes that happen to be spelled in letters and digits are no text. */
function isText(value: string): boolean {
  return value !== '' && !value.includes('\ufffd') && !hasControls(value.replace(/\s+/g, ''));
}

/** A text between single quotes or backticks, which were meant for a shell. */
export function readQuoted(text: string): { value: string } | undefined {
  const quote = text[0] ?? '';
  const inside = text.length > 2 && text.endsWith(quote) && /['`]/.test(quote);
  return inside ? { value: text.slice(1, -1) } : undefined;
}

/** A value without the quotes that a word processor has made of those around it. */
export function withoutTypographicQuotes(value: string): string {
  return /^[\u2018-\u201f\u00ab\u2039].*[\u2018-\u201f\u00bb\u203a]$/s.test(value)
    ? value.slice(1, -1)
    : value;
}

/** An inline table of TOML, `{ Api = "https://..." }`: JSON with other signs behind the names. */
export function readInlineTable(text: string): { value: JsonObject } | undefined {
  if (!/^\{\s*(?:[\w-]+|"[^"]*"|'[^']*')\s*=/.test(text)) return undefined;
  // An unclosed text goes to the end, and a word is matched whole: no place is looked at twice.
  const json = text.replace(
    /("(?:[^"\\]|\\.)*(?:"|$))(\s*=)?|'([^']*)(?:'|$)(\s*=)?|([A-Za-z_][\w-]*)(\s*=)?/gs,
    (whole, double, sign, single, singleSign, bare, bareSign) => {
      if (bare !== undefined && bareSign === undefined) return whole;
      const name = double ?? JSON.stringify(single ?? bare);
      return (sign ?? singleSign ?? bareSign) === undefined ? name : `${name}:`;
    },
  );
  const value = parsedJson(json);
  return isJsonObject(value) ? { value } : undefined;
}

/** JSON that was escaped for another place and copied from there. */
export function readEscapedJson(text: string): { value: unknown } | undefined {
  for (const [pattern, undo] of ESCAPINGS) {
    const value = pattern.test(text) ? parsedJson(undo(text)) : undefined;
    if (isJsonObject(value) || Array.isArray(value)) return { value };
  }
  return undefined;
}

/** How a tool escapes JSON, and how that is undone. */
type Escaping = readonly [pattern: RegExp, undo: (text: string) => string];

const ESCAPINGS: readonly Escaping[] = [
  // For a shell or a string of a program, without the quotes around: {\"a\": 1}.
  [
    /^[{[](?:[{[\s]|\\[nrt])*\\"/,
    (text) => String(parsedJson(`"${text.replace(/[\r\n]+/g, ' ')}"`)),
  ],
  // A cell of a spreadsheet: "{""a"": 1}".
  [/^"?[{[]\s*""/, (text) => text.replace(/^"|"$/g, '').replaceAll('""', '"')],
  // A web page: {&quot;a&quot;: 1}.
  [/^[{[]\s*&(?:quot|#34);/, (text) => text.replace(/&(\w+|#\d+);/g, entity)],
  // A URL: %7B%22a%22...
  [/^%(?:7B|5B)/i, decoded],
];

function entity(whole: string, name: string): string {
  const known: Readonly<Record<string, string>> = {
    quot: '"',
    amp: '&',
    lt: '<',
    gt: '>',
    apos: "'",
  };
  if (!name.startsWith('#')) return known[name] ?? whole;
  const code = Number(name.slice(1));
  return code <= LAST_CHARACTER ? String.fromCodePoint(code) : whole;
}

/** Of Unicode. */
const LAST_CHARACTER = 0x10ffff;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
