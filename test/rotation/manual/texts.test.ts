import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../../src/rotation/manual/decide.ts';
import { type Marker, markerLine, readMarker } from '../../../src/rotation/manual/notices.ts';
import { readPair } from '../../../src/rotation/manual/pair.ts';
import {
  block,
  code,
  disableText,
  replaceText,
  shellWord,
  whyReplace,
} from '../../../src/rotation/manual/steps.ts';
import { testContext } from '../../context.ts';
import { jobOf, newWorld, OWNER, START, TOKEN_URL } from './manual-world.ts';

const markers: fc.Arbitrary<Marker> = fc.record({
  kind: fc.constantFrom('replace', 'disable'),
  client: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), {
    nil: undefined,
  }),
  since: fc.option(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), {
    nil: undefined,
  }),
  leaked: fc.boolean(),
  done: fc.boolean(),
});

async function pairOf(lines: readonly string[]) {
  const { secrets } = testContext();
  const { pasted } = await readPair({ tokenUrl: undefined, secrets }, lines.join('\n'));
  if (pasted === undefined) throw new Error('A run has stored it.');
  return { ...pasted, createdAt: new Date(START), previous: undefined };
}

const about = (instructions?: string, environment: string | undefined = 'production') => {
  const job = jobOf(newWorld());
  return { ...job, handwork: { ...job.handwork, instructions, environment } };
};

const eTrusted = [
  'Client ID: abc__shop',
  'Client Secret: s',
  'Token URL: https://login.etrusted.com',
];

/** The text outside of blocks of code and code spans, which is all that GitHub gives a meaning. */
function outside(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const run = /^ *(`{3,})/.exec(line)?.[1];
    if (fence === undefined && run !== undefined) fence = run;
    else if (fence !== undefined) {
      if (line.trim().startsWith(fence) && line.trim().replaceAll('`', '') === '')
        fence = undefined;
    } else lines.push(line.replace(/`[^`]*`/g, ''));
  }
  expect(fence).toBeUndefined();
  return lines.join('\n');
}

describe('the marker of an issue', () => {
  test('is read as it was written, whatever the client is called', () => {
    fc.assert(
      fc.property(markers, (marker) => {
        const line = markerLine(OWNER, marker);
        expect(line).toMatch(/^<!-- [\x21-\x7e]+( [\x21-\x7e]+)* -->$/);
        expect(line.slice(0, -3)).not.toContain('>');
        expect(readMarker(OWNER, `${line}\nany words`)).toEqual(marker);
      }),
    );
  });

  test.each([
    '',
    '<!-- api-client-credentials: reviews 4711 -->',
    '<!-- api-client-credentials: reviews 4711 other since= client= -->',
    ' <!-- api-client-credentials: reviews 4711 replace since= client= -->',
  ])('is not seen in %j', (body) => {
    expect(readMarker(OWNER, body)).toBeUndefined();
  });

  test('that somebody has changed names nobody', () => {
    const body = '<!-- api-client-credentials: reviews 4711 replace since=never client=%E0%A4 -->';
    expect(readMarker(OWNER, body)).toMatchObject({ client: undefined, since: undefined });
  });
});

test.each(RULES.filter((rule) => rule.do === 'ask'))('the reason $because has words', (rule) => {
  expect(whyReplace(rule.because)).toMatch(/^\w.*\.$/);
});

describe('the steps', () => {
  test('name the exact commands, and read the value from a file', async () => {
    const { title, body } = replaceText(about(), await pairOf(eTrusted), 'age');
    expect(title).toBe('Replace the API client of reviews (REVIEWS_CLIENT)');
    expect(body).toContain(
      '\n   gh secret set REVIEWS_CLIENT --env production --repo acme/portal < client.txt && rm client.txt\n',
    );
    expect(body).toContain('\n   gh workflow run rotation.yml --repo acme/portal\n');
    expect(body).not.toMatch(/--body|-b /);
  });

  test('name for eTrusted what is known of its Control Centre', async () => {
    const pair = await pairOf(eTrusted);
    expect(replaceText(about(), pair, 'age').body).toContain(
      '1. In the eTrusted Control Centre, as a user with the admin role, create another API client',
    );
    const previous = { name: 'old__shop', leaked: false };
    expect(disableText(about(), pair, previous).body).toContain(
      'turn `Client enabled` off for it.',
    );
  });

  test('name the token URL of eTrusted also where only a label tells whose the client is', async () => {
    const pair = await pairOf(['ETRUSTED_CLIENT_ID=a', 'ETRUSTED_CLIENT_SECRET=s']);
    const { body } = replaceText(about(), pair, 'age');
    expect(body).toContain('\n   Token URL: https://login.etrusted.com/oauth/token\n');
    expect(body).toContain('In the eTrusted Control Centre');
  });

  test('name what stays the same from one client to the next, without what a URL hides', async () => {
    const pair = await pairOf([
      'Client ID: a',
      'Client Secret: s',
      'Token URL: https://login.example.com/oauth/token?key=hidden',
      'API URL: https://user:hidden@api.example.com/v1',
      'Audience: https://api.example.com',
    ]);
    const { body } = replaceText(about(), pair, 'age');
    for (const line of [
      'Client ID: ...',
      'Client Secret: ...',
      'Token URL: https://login.example.com/oauth/token',
      'API URL: https://api.example.com/v1',
      'audience: https://api.example.com',
    ]) {
      expect(body).toContain(`\n   ${line}\n`);
    }
    expect(body).not.toContain('hidden');
  });

  test('can be followed by what is known alone: what is filled in is read as a pair', async () => {
    const { body } = replaceText(about(), await pairOf(eTrusted), 'age');
    const lines = /```text\n([\s\S]*?)```/.exec(body)?.[1] ?? '';
    const filled = lines.replace('Client ID: ...', 'Client ID: b').replace(': ...', ': t');
    expect(await pairOf([filled])).toMatchObject({ clientId: 'b', fields: { clientSecret: 't' } });
  });

  test('are the same on each day', async () => {
    const pair = await pairOf(eTrusted);
    expect(replaceText(about(), pair, 'age')).toEqual(replaceText(about(), pair, 'age'));
  });

  test('never say the secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.constantFrom('age', 'leaked', 'dead'), async (secret, why) => {
        const pair = await pairOf([
          'Client ID: a',
          `Client Secret: ${secret}`,
          `Token URL: ${TOKEN_URL}`,
        ]);
        const { title, body } = replaceText(about(), pair, why);
        expect(`${title}\n${body}`).not.toContain(secret);
      }),
    );
  });

  test('give no meaning to what the inventory says, whatever that is', async () => {
    const pair = await pairOf(eTrusted);
    const hostile = fc.string({
      unit: fc.constantFrom(
        '@',
        'team',
        '`',
        '``',
        '```',
        '~~~',
        '\n',
        '\r\n',
        ' ',
        '<!--',
        '-->',
        '<b>',
        '#1',
        '\u202e',
        '\u001b',
      ),
      maxLength: 200,
    });
    fc.assert(
      fc.property(hostile, (instructions) => {
        const { body } = replaceText(about(instructions), pair, 'age');
        expect(outside(body)).not.toMatch(/[@<>#\u202e]|\p{Cc}(?<!\n)/u);
      }),
    );
  });

  test('cut what is too long to be read', async () => {
    const long = 'word '.repeat(10_000);
    expect(replaceText(about(long), undefined, 'missing').body.length).toBeLessThan(8000);
  });
});

describe('a name of others', () => {
  test.each([
    ['a`b|c\nd', '`a b c d`'],
    ['@team', '`@team`'],
  ])('%j is a code span', (name, span) => {
    expect(code(name)).toBe(span);
  });

  test.each([
    ['production', 'production'],
    ["it's $(rm)", `'it'\\''s $(rm)'`],
    ['a b', "'a b'"],
    ['', "''"],
  ])('%j is one word for a shell', (name, word) => {
    expect(shellWord(name)).toBe(word);
  });

  test('cannot end its block', () => {
    expect(block('sh', ['a', '```', '`````b'])).toEqual([
      '``````sh',
      'a',
      '```',
      '`````b',
      '``````',
    ]);
  });
});
