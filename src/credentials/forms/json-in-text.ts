import type { Form } from './form.ts';
import { parsedJson } from './json.ts';
import { scanJson } from './scan-json.ts';

/** So many pieces are looked at: more are no credential, and each costs time. */
const PIECES = 100;

/**
 * JSON objects in other text: the output of `cf service-key` and `cf env`, JSON with comments,
 * trailing commas or raw line breaks, JSON with a word after it.
 */
export const jsonInText: Form = {
  name: 'JSON in text',
  read(text) {
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
          remark: 'The stored credential has other text around its JSON. Store the JSON alone.',
        }
      : { value };
  },
};

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
