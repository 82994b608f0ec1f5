import { isJsonObject } from '../credential.ts';
import type { Form } from './form.ts';
import { parsedJson } from './json.ts';

/** How a tool wrote JSON into something else, and how that is undone. */
type Escaping = readonly [looks: RegExp, undo: (text: string) => string];

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
  [/^%(?:7B|5B)/i, (text) => decoded(text)],
];

/** JSON that was escaped for another place and copied from there. */
export const escapedJson: Form = {
  name: 'escaped JSON',
  read(text) {
    for (const [looks, undo] of ESCAPINGS) {
      const value = looks.test(text) ? parsedJson(undo(text)) : undefined;
      if (isJsonObject(value) || Array.isArray(value)) return { value };
    }
    return undefined;
  },
};

function entity(whole: string, name: string): string {
  const known: Readonly<Record<string, string>> = {
    quot: '"',
    amp: '&',
    lt: '<',
    gt: '>',
    apos: "'",
  };
  return (
    known[name] ?? (name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : whole)
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
