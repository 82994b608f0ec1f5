import { describe, expect, test } from 'vitest';
import { failuresIn, filesIn, type Thrown, text } from './sources.ts';

/** What is quoted below each heading, by the heading. */
const quotes = new Map(
  text('docs/troubleshooting.md')
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const found = [...section.matchAll(/^> (.+)$/gm)].map(([, quote = '']) => quote);
      return [section.slice(0, section.indexOf('\n')), found] as const;
    }),
);

const thrown = filesIn('src').flatMap((file) => failuresIn(file));

/** Where the code or the whole message comes from elsewhere, and how it is covered then. */
const PASSED_ON: Readonly<Record<string, string>> = {
  'src/action/set-failure.ts': 'the first of many failures',
  'src/http/errors.ts': 'the table of error codes, see below, and a failure with what was sent',
  'src/rotation/authorities/btp-exchange.ts': 'a failure with its place',
  'src/rotation/destinations/github/requests.ts': 'a failure before anything was sent',
  'src/rotation/store-everywhere.ts': 'the failure of a destination, with what was put back',
  'src/token/fetch-token.ts': 'a failure with its place',
  'src/token/refusal.ts': 'what the server answered, see below',
};

describe('a message that is pasted into a search leads to its code', () => {
  test('every place that makes a failure is looked at', () => {
    const without = thrown.filter(({ codes }) => codes.length === 0).map(({ file }) => file);
    expect([...new Set(without)].sort()).toEqual(Object.keys(PASSED_ON).sort());
    expect(thrown.length - without.length).toBeGreaterThan(75);
  });

  test.each(named(thrown))('%s: %s', (code, skeleton) => {
    expect(quotes.get(code)?.filter((quote) => fits(quote, skeleton))).not.toEqual([]);
  });

  test.each(tableOfErrors())('%s: %s', (code, message) => {
    expect(quotes.get(code)?.filter((quote) => fits(quote, message))).not.toEqual([]);
  });

  test.each([
    ['E_HTTP', 'The server answered 400: "invalid_scope" (host, 1 attempt).'],
    ['E_UNAUTHORIZED', 'The server answered 401: "unauthorized" (host, 1 attempt).'],
    ['E_RATE_LIMITED', 'The server answered 429 (host, 4 attempts).'],
    ['E_REDIRECT', redirectText()],
  ])('%s: %s', (code, message) => {
    expect(quotes.get(code)?.filter((quote) => fits(quote, message, 19))).not.toEqual([]);
  });

  test('what is not quoted is found missing', () => {
    expect(fits('The server ... something else', 'The server did nothing of that kind.')).toBe(
      false,
    );
    expect(fits('...', 'The server did nothing of that kind.')).toBe(false);
  });
});

/** Beside the limits of an attempt, after which nothing can be said but that they were reached. */
const onTheWire = thrown.filter(
  ({ file, pieces }) =>
    /^src\/(?:http|token)\//.test(file) && !pieces.join('').startsWith('There was  within'),
);

test.each([...named(onTheWire), ...tableOfErrors()])('%s says what to do: %s', (_code, message) => {
  expect(message).toMatch(/[.?)] (?:[A-Z]\w+ .*[.?]|\.\.\.)/);
});

/** Those that say something by themselves; what is put together elsewhere is quoted by its parts. */
function named(all: readonly Thrown[]): [code: string, skeleton: string][] {
  return all
    .filter(({ pieces }) => pieces.join('').length >= 14)
    .flatMap(({ codes, pieces }) =>
      codes.map((code): [string, string] => [code, skeletonOf(pieces)]),
    );
}

function skeletonOf(pieces: readonly string[]): string {
  return ['', ...pieces, ''].join('...').replace(/\.{4,}/g, '...');
}

/** Do all fragments of the quote stand in the message, and are they more than a few words? */
function fits(quote: string, message: string, least: number = 14): boolean {
  const fragments = withoutFacts(quote)
    .split(/\.{3,}/)
    .map((fragment) => fragment.trim());
  const length = fragments.reduce((sum, fragment) => sum + fragment.length, 0);
  return length >= least && fragments.every((fragment) => withoutFacts(message).includes(fragment));
}

/** Facts in brackets are added to what happened when it is put into words. */
function withoutFacts(words: string): string {
  return words.replace(/ \((?:status )?\.\.\.(?: \.\.\.)?\)/g, '');
}

/** The messages by error code of Node, with the texts that several of them share. */
function tableOfErrors(): [code: string, message: string][] {
  const source = text('src/http/errors.ts');
  const shared = new Map(
    [...source.matchAll(/^const (\w+) =\s*'([^']*)';$/gm)].map(([, name, value]) => [name, value]),
  );
  const written = (literal = '') => shared.get(literal) ?? literal.slice(1, -1);
  const rows = source.matchAll(
    /\[\s*'(E_[A-Z_]+)',\s+\w+,\s+('[^']*'|"[^"]*"|\w+),\s+('[^']*'|\w+),?\s*\]/g,
  );
  return [...rows].map(([, code = '', happened, next]) => [
    code,
    `${written(happened)} ${written(next)}`,
  ]);
}

function redirectText(): string {
  const found = /`(The server answered \$\{[^`]+ points to [^`]+)`/.exec(
    text('src/token/refusal.ts'),
  );
  return (found?.[1] ?? '').replace(/\$\{[^}]+\}/g, '...');
}
