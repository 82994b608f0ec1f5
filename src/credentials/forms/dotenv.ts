import type { Form } from './form.ts';

/** `export NAME='value'`, also as PowerShell, cmd and Terraform write it. */
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;

/**
 * Lines of NAME=value, as in .env files, shell scripts and `terraform output`. A `$` in a value is
 * never expanded: client secrets of XSUAA have one.
 */
export const dotenv: Form = {
  name: 'dotenv',
  read(text) {
    const values = new Map<string, string>();
    const lines = text.split(/\r?\n/);
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] ?? '';
      if (line.trim() === '' || /^\s*(?:#|\/\/)/.test(line)) continue;
      const [start, name] = ASSIGNMENT.exec(line) ?? [];
      if (start === undefined || name === undefined) return undefined;
      const first = line.slice(start.length);
      const last = endOfValue(lines, at, first);
      if (last === -1) return undefined;
      values.set(name, unquoted([first, ...lines.slice(at + 1, last + 1)].join('\n')));
      at = last;
    }
    return values.size === 0 ? undefined : { value: Object.fromEntries(values) };
  },
};

/** The line on which a value ends: a quoted one may go on over several lines. -1: it never ends. */
function endOfValue(lines: readonly string[], at: number, first: string): number {
  const quote = first[0] ?? '';
  if (!/["'`]/.test(quote) || closes(first.slice(1), quote)) return at;
  for (let end = at + 1; end < lines.length; end++) {
    if (closes(lines[end] ?? '', quote)) return end;
  }
  return -1;
}

function closes(text: string, quote: string): boolean {
  const end = text.trimEnd();
  if (!end.endsWith(quote)) return QUOTED.test(quote + end);
  let backslashes = 0;
  while (end[end.length - 2 - backslashes] === '\\') backslashes++;
  return quote !== '"' || backslashes % 2 === 0;
}

const QUOTED = /^(["'`])(.*)\1\s*(?:#[^\n]*)?$/s;

/** What stands between quotes, or before a comment. In double quotes a backslash escapes. */
function unquoted(text: string): string {
  const [, quote, inside] = QUOTED.exec(text) ?? [];
  if (inside === undefined) return text.slice(0, commentStart(text)).trim();
  if (quote !== '"') return inside;
  return inside.replace(/\\(["$`\\nr])/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
  );
}

function commentStart(text: string): number {
  const start = text.search(/\s#/);
  return start === -1 ? text.length : start;
}
