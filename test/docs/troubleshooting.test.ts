import { describe, expect, test } from 'vitest';
import { Failure, type FailureCode, sectionAddress } from '../../src/base/failure.ts';
import { explainError } from '../../src/http/explain.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { fetchToken } from '../../src/token/fetch-token.ts';
import { testContext } from '../context.ts';
import { credential, response } from '../token/samples.ts';
import { failuresIn, filesIn, GAP, type Thrown, text } from './sources.ts';

const page = text('docs/troubleshooting.md');

/** What is below each heading of a code, by the heading. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      // The heading of the next part of the page is none of this section.
      const [heading = '', ...lines] = section.replace(/^# [\s\S]*/m, '').split('\n');
      return [heading, lines.join('\n').trim()] as const;
    }),
);

/** What is quoted there. */
const quotes = new Map(
  [...sections].map(([heading, section]) => {
    const found = [...section.matchAll(/^> (.+)$/gm)].map(([, quote = '']) => quote);
    return [heading, found] as const;
  }),
);

const thrown = filesIn('src').flatMap((file) => failuresIn(file));

/** Where the code comes from elsewhere, and how the message is covered then. */
const PASSED_ON: Readonly<Record<string, string>> = {
  'src/action/credential-set.ts': 'the first of many failures',
  'src/base/failure.ts': 'a failure with other parts',
  'src/http/explain.ts': 'the table of error codes, see below',
  'src/token/refusal.ts': 'what the server answered, see below',
};

describe('a message that is pasted into a search leads to its code', () => {
  test('every place that makes a failure is looked at', () => {
    const without = thrown.filter(({ codes }) => codes.length === 0).map(({ file }) => file);
    expect([...new Set(without)].sort()).toEqual(Object.keys(PASSED_ON));
    expect(thrown.length - without.length).toBeGreaterThan(75);
  });

  test.each(named(thrown))('%s: %s', (code, ...messages) => {
    expect(
      quotesOf(code).filter((quote) => messages.some((each) => fits(quote, each))),
    ).not.toEqual([]);
  });

  test.each(ofErrors())('%s: %s', (code, message) => {
    expect(quotesOf(code).filter((quote) => fits(quote, message))).not.toEqual([]);
  });

  test.each<[code: string, status: number, body: object, headers: Record<string, string>]>([
    ['E_HTTP', 400, { error: 'invalid_scope' }, {}],
    ['E_UNAUTHORIZED', 401, { error: 'unauthorized' }, {}],
    ['E_RATE_LIMITED', 429, {}, {}],
    ['E_REDIRECT', 302, {}, { location: 'https://other.example/' }],
  ])('%s: an answer with status %i', async (code, status, body, headers) => {
    const failure = await refused(response(status, body, headers));
    expect(failure.code).toBe(code);
    const message = failure.message.replaceAll(/\((?:[^()]*), \d attempts?\)/g, `(${GAP})`);
    expect(quotesOf(code).filter((quote) => fits(quote, message, 19))).not.toEqual([]);
  });

  test('what is not quoted is found missing', () => {
    expect(fits('The server ... something else', 'The server did nothing of that kind.')).toBe(
      false,
    );
    expect(fits('...', 'The server did nothing of that kind.')).toBe(false);
  });
});

describe('the page', () => {
  const said = filesIn('src')
    .filter((file) => file !== 'src/base/failure.ts')
    .map((file) => text(file))
    .join('\n');
  const codes = [...sections.keys()];

  test.each(codes)('says under %s what happened and what to do', (code) => {
    const section = sections.get(code) ?? '';
    const advice = section
      .replace(/^> .*$/gm, '')
      .replace(/\s+/g, ' ')
      .trim();
    expect(advice.length).toBeGreaterThan(80);
    expect(advice).toMatch(/[.:|]$|```$/);
    if (said.includes(`'${code}'`)) expect(section).toMatch(/^> ./m);
  });

  test('has the place to which an annotation leads, once', () => {
    for (const code of codes) {
      const address = sectionAddress(code as FailureCode);
      expect(address).toMatch(
        /^https:\/\/github\.com\/.*\/docs\/troubleshooting\.md#[ew]_[a-z_]+$/,
      );
      const anchor = address.slice(address.indexOf('#') + 1);
      expect(anchors(page).filter((each) => each === anchor)).toEqual([anchor]);
    }
  });

  test('names each code in its index, and links to nothing that is not there', () => {
    const [, index = ''] = /^# Find the section$([\s\S]*?)^# /m.exec(page) ?? [];
    const linked = [...index.matchAll(/\[([EW]_[A-Z_]+)\]\(#([a-z_]+)\)/g)];
    for (const [, code = '', anchor] of linked) expect(anchor).toBe(code.toLowerCase());
    expect([...new Set(linked.map(([, code]) => code))].sort()).toEqual(codes.toSorted());
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) {
      expect(anchors(page)).toContain(anchor);
    }
  });

  test('lists the codes in the order of its parts', () => {
    const parts = page
      .split(/^# /m)
      .slice(3)
      .map((part): [title: string, codes: string[]] => [
        part.slice(0, part.indexOf('\n')),
        [...part.matchAll(/^## (\w+)$/gm)].map(([, code = '']) => code),
      ]);
    const rows = [...page.matchAll(/^\| \[(.+?)\]\(#.+?\) \| (\[[EW]_.*) \|$/gm)].map(
      ([, title, links = '']) => [title, [...links.matchAll(/\[(\w+)\]/g)].map(([, code]) => code)],
    );
    expect(rows).toEqual(parts);
    expect(parts.at(-1)?.[1].every((code) => code.startsWith('W_'))).toBe(true);
  });

  test('has no two quotes that run together', () => {
    expect(runningTogether(page)).toEqual([]);
    expect(runningTogether('> one\n> two')).toEqual(['> two']);
    expect(runningTogether('> one\nmore of it')).toEqual(['more of it']);
    expect(runningTogether('before\n> one')).toEqual(['> one']);
    expect(runningTogether('> one\n\n> two\n\nafter')).toEqual([]);
  });
});

/** As GitHub makes them of headings. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Lines that Markdown makes one paragraph of with the quote, or the text, before them. */
function runningTogether(markdown: string): string[] {
  const lines = markdown.split('\n');
  return lines.filter((line, index) => {
    const before = lines[index - 1] ?? '';
    const one = line.startsWith('>') || before.startsWith('>');
    return one && line.trim() !== '' && before.trim() !== '';
  });
}

/** Beside the limits of an attempt, after which nothing can be said but that they were reached. */
const onTheWire = thrown.filter(
  ({ file, happened }) =>
    /^src\/(?:http|token)\//.test(file) && !happened.startsWith(`There was ${GAP} within`),
);

test.each([...named(onTheWire), ...ofErrors()])('%s says what to do: %s', (...[, message]) => {
  expect(message).toMatch(/[.?)\u2026] (?:[A-Z]\w+ .*[.?]|\u2026)/u);
});

/**
 * The code, and the message with its facts and without them, as a quote may have it. Only those that
 * say something by themselves; what is put together elsewhere is quoted by its parts.
 */
function named(all: readonly Thrown[]): [code: string, message: string, withFacts: string][] {
  return all
    .filter(({ happened, next = '' }) => `${happened}${next}`.replaceAll(GAP, '').length >= 14)
    .flatMap(({ codes, happened, hasFacts, next }) => {
      const then = next === undefined ? '' : ` ${next}`;
      const what = hasFacts ? happened.replace(/\.?$/, ` (${GAP}).`) : happened;
      return codes.map((code): [string, string, string] => [
        code,
        `${happened}${then}`,
        `${what}${then}`,
      ]);
    });
}

function quotesOf(code: string): readonly string[] {
  return quotes.get(code) ?? [];
}

/** Do all fragments of the quote stand in the message, and are they more than a few words? */
function fits(quote: string, message: string, least: number = 14): boolean {
  const fragments = quote.split(/\.{3,}/).map((fragment) => fragment.trim());
  const length = fragments.reduce((sum, fragment) => sum + fragment.length, 0);
  return length >= least && fragments.every((fragment) => message.includes(fragment));
}

/** The messages by error code of Node. */
function ofErrors(): [code: string, message: string][] {
  const known = [
    ...text('src/http/explain.ts').matchAll(/^ {2}([A-Z][A-Z_]+): (?:\[|[A-Z])/gm),
  ].map(([, code = '']) => code);
  expect(known.length).toBeGreaterThan(5);
  return known.map((code) => {
    const failure = explainError(Object.assign(new Error(), { code }), 'connect', false);
    return [failure.code, failure.message];
  });
}

/** What a user is told where a token server answers so, every time. */
async function refused(answer: HttpResponse): Promise<Failure> {
  const context = testContext({ transport: async () => answer });
  const result = await fetchToken(credential(), { resource: [], others: [] }, context).catch(
    (error: unknown) => error,
  );
  if (result instanceof Failure) return result;
  throw new Error('a token came');
}
