import { cpuUsage } from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';

// What the readers of forms look for, whole or in part.
const token = fc.constantFrom(
  ...[
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '`',
    ':',
    '\\',
    '- ',
    '&',
    '%',
    '=',
    '\t',
    ' ',
    '\n',
    '\r',
  ],
  ...[
    'a',
    'A',
    '0',
    '#',
    '|',
    '>',
    '<',
    '*',
    '!',
    '$',
    '-',
    '_',
    '.',
    '/',
    '(',
    ';',
    '?',
    '@',
    '**',
  ],
  ...[
    '\u00a0',
    '\u200b',
    '\0',
    '\u2028',
    '\u3042',
    '${',
    '://',
    '//',
    '/*',
    '*/',
    '\\n',
    '""',
    "\\'",
  ],
  ...['Client ID: a\n', 'name: x\n', 'clientid=a\n', 'clientsecret: x\n', 'key\n', '=\n', 'a: '],
  ...['- a\n', '- a: b\n', '[a]\n', '[[', '---\n', '## ', '  a', 'a b', 'a=b\n', '="', "='", '{\n'],
  ...[
    '&quot;',
    '&#9;',
    '%7B',
    '{"',
    '":',
    '","',
    '"a":{"b":1}',
    'client_id',
    '.clientid=a\n',
    'uaa.',
  ],
  ...['QUJD', 'eyJh', '-----BEGIN', '-----END', 'kind: Secret\n', '<null>', 'url', 'client'],
);
const head = fc.constantFrom(
  ...[
    '',
    '{',
    '{"',
    '{"a":"',
    '[',
    '"',
    "'",
    'a=',
    'a = {\n b = c\n',
    'clientid: a',
    'Client ID: ',
  ],
  ...['> client_id: a', 'kind: Secret\nx: ', '- a: b\n', '[a]\nb = ', 'a="', "a='", 'a=\\:', '# '],
  ...['clientid: a\n', '{"clientid":"a', '{\\"', '{&quot;', '%7B', 'client_secret=', '---\n'],
  ...['clientid: a\nclientsecret: b\nclientid: c\n', '"a": {"b":"', 'a: {"b":1}\n', '{"a":"b"} '],
  ...['[{"name":"a","value":"', '{"kind":"Secret","data":{"a":"', '| a | b', '{"clientid":"a '],
);
const tail = fc.constantFrom(
  ...['', 'x', '"}', '\n', 'b\n> client_secret: 0123456789abcdef', '}', '"', '=', 'b'],
  ...['\nclientsecret: abcdefgh', '","clientsecret":"b","url":"https://h.example"}'],
);
const shape = fc.tuple(head, fc.array(token, { minLength: 1, maxLength: 3 }), tail);

function textOf([start, pieces, end]: readonly [string, string[], string], length: number): string {
  const piece = pieces.join('');
  const times = Math.floor((length - start.length - end.length) / piece.length);
  return start + piece.repeat(Math.max(1, times)) + end;
}

/** The milliseconds of processor time that a text takes until it is a credential or a Failure. */
async function cost(text: string): Promise<number> {
  const before = cpuUsage();
  try {
    const parsed = await readCredential(text);
    await completeCredential(parsed, {}, { provider: 'auto', authMethod: 'auto' }, 0);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect((error as Failure).code).toMatch(/^E_(?:CREDENTIAL|INPUT|URL|PEM|CERT)/);
  }
  return cpuUsage(before).user / 1000;
}

/** Each is four times the one before; four times as long a text takes four times as long. */
const LENGTHS = [1_800, 7_500, 30_000, 120_000];
/** Twice of that, for the processor has other work; quadratic time would be sixteen times. */
const MOST_TIMES = 8;
/** Milliseconds of which nobody could tell the reason. */
const NOISE = 150;

test('four times as long a text takes about four times as long, whatever it repeats', async () => {
  await fc.assert(
    fc.asyncProperty(shape, async (one) => {
      let before = 0;
      for (const length of LENGTHS) {
        const now = await cost(textOf(one, length));
        // Here it ends for what takes more: the next length would take minutes.
        expect(now, `${length} characters`).toBeLessThan(MOST_TIMES * before + NOISE);
        before = now;
      }
    }),
    { numRuns: 60 },
  );
}, 240_000);

test('any short text ends in a credential or a Failure', async () => {
  const text = fc.array(fc.oneof(token, head, tail, fc.constantFrom('&#99999999999;', '\\u0000')), {
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(text, async (pieces) => {
      await cost(pieces.join(''));
    }),
    { numRuns: 3000 },
  );
}, 120_000);

test.each([
  ['a character that Unicode does not have', '{&quot;a&quot;: &quot;&#99999999999;&quot;}'],
  ['half of a character', '{&quot;a&quot;: &quot;&#55296;&quot;}'],
  ['a percent sign alone', '%7B%22a%22:%ZZ'],
  ['an escape without its digits', 'a=\\:\\u00\nclientid=b'],
  ['a PEM block without an end', 'clientid: a\nkey: -----BEGIN X-----'],
])('%s ends in a Failure or a credential, too', async (_name, text) => {
  await cost(text);
});
