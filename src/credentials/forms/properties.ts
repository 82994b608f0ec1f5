import type { Form } from './form.ts';

/** Characters that Java escapes in a properties file, and nothing else does. */
const MARK = /(?:^|\n)[\w.-]+[ \t]*=(?:[^\n]*[^\\\n])?\\[:=#!]/;

/** A Java properties file, such as a destination that the SAP BTP cockpit exports. */
export const properties: Form = {
  name: 'properties',
  read(text) {
    if (!MARK.test(text) || /^[{["]/.test(text)) return undefined;
    const values = new Map<string, string>();
    for (const line of text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/)) {
      if (line.trim() === '' || /^\s*[#!]/.test(line)) continue;
      const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
      // Java has no quotes: this is a shell's.
      if (name === undefined || value === undefined || /^["']/.test(value)) return undefined;
      values.set(unescaped(name), unescaped(value));
    }
    return { value: Object.fromEntries(values) };
  },
};

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex?: string, character?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: '\n', r: '\r', t: '\t', f: '\f' }[character ?? ''] ?? character ?? '';
  });
}
