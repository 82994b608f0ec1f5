import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { wrappings } from './wrappings.ts';

/** Letters of which no word of ours is made. */
const distinctive = fc.stringMatching(/^[\u03b1-\u03c9XQZJ]{6,30}$/);

/** What the forms, containers and shapes look for. */
const fragment = fc.constantFrom(
  ...['{', '}', '[', ']', '"', "'", '`', ',', ':', '=', '\\', '\\"', '\\n', '\n', '\r\n', '\t'],
  ...[' ', '  ', '    ', '/*', '*/', '//', '#', '!', '|', '>-', '---', '- ', '%', '&a', '*a', '<<'],
  ...[
    '\ufeff',
    '\u00a0',
    '\u2028',
    '\0',
    '\ud800',
    '\u2019',
    '\\u00',
    '\\:',
    '&',
    '$',
    '${',
    '://',
  ],
  ...['null', '<null>', 'true', '1e999', '{}', '[]', '""', 'OK', 'export ', 'set ', '$env:'],
  ...['CALM_CLIENT_ID=', 'CALM_CLIENT_SECRET=', 'client_id', 'clientid', 'clientsecret', '_'],
  ...['Client ID: ', 'Client Secret\t', 'certificate\n', 'key: ', 'kind: Secret\n', 'kind: List\n'],
  ...[
    'data:\n',
    'stringData:\n',
    'items:',
    'metadata:\n  name: ',
    '  key: |\n    ',
    'value',
    'type',
  ],
  ...[
    '"VCAP_SERVICES":',
    '"credentials":',
    '"uaa":',
    '"messaging":',
    '"oa2":',
    '"name":',
    '"tags":',
  ],
  ...['__proto__', '"__proto__":', '"constructor":', '"toString":', '"clientid":', '"secret":'],
  ...['-----BEGIN X-----', '-----END X-----', 'eyJjbGllbnRpZCI6ICJhIn0=', 'e30=', 'IyE='],
);
const names = [
  'clientid',
  'clientsecret',
  'url',
  'name',
  'label',
  'uaa',
  'oa2',
  '__proto__',
  'key',
];
const leaf = fc.oneof(
  distinctive,
  distinctive.map((text) => `https://user:${text}@host.example`),
  fc.constantFrom<unknown>('', 1, null, [], {}),
);
const document = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    // Names may be secrets, too.
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...names), distinctive), tie('value')), {
        maxLength: 6,
      })
      .map(Object.fromEntries),
  ),
})).value;

const wrapped = fc
  .tuple(document, fc.array(fc.constantFrom(...Object.keys(wrappings)), { maxLength: 4 }))
  .map(([value, layers]) => {
    let one = { value, masks: [] as readonly string[] };
    for (const layer of layers) one = wrappings[layer]?.(one) ?? one;
    return typeof one.value === 'string' ? one.value : (JSON.stringify(one.value) ?? '');
  });
const cut = fc
  .tuple(wrapped, fc.nat(), fc.nat(), fc.oneof(fragment, fc.constant('')))
  .map(([text, from, length, piece]) => {
    const start = from % (text.length + 1);
    return text.slice(0, start) + piece + text.slice(start + (length % 20));
  });
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.array(fc.oneof(fragment, distinctive), { maxLength: 40 }).map((parts) => parts.join('')),
  wrapped,
  cut,
);
const CODES = [
  'E_CREDENTIAL_FORMAT',
  'E_CREDENTIAL_SHAPE',
  'E_CREDENTIAL_BASIC_ONLY',
  'E_CREDENTIAL_AMBIGUOUS',
  'E_INPUT_INVALID',
];

/** The secrets are looked for in these; names of bindings may be shown where none is in them. */
const LEAVES = /(?=([\u03b1-\u03c9XQZJ]{6}))/g;

test('any text is read, or is a Failure of one line', async () => {
  const seen = new Set<string>();
  const binding = fc.option(fc.constantFrom('a', 'dev', '__proto__'), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(text, binding, async (input, wanted) => {
      try {
        const { fields } = await readCredential(input, wanted);
        expect(fields.clientId).toMatch(/\S/);
        seen.add('read');
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        const { code, message } = error as Failure;
        expect(CODES).toContain(code);
        expect(message).not.toMatch(/\n|\r/);
        seen.add(code);
      }
    }),
    { numRuns: 4000 },
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining(['read', CODES[0], CODES[1]]));
});

/** As many clients as there are names, each with the same secret. */
const ambiguous = fc
  .tuple(distinctive, fc.array(fc.tuple(fc.nat(3), distinctive), { minLength: 2, maxLength: 5 }))
  .map(([secret, entries]) => {
    const clients = entries.map(([kind, other], index) => ({
      name: [secret, `my-${secret}-key`, other, 'plain'][kind],
      credentials: { clientid: `id-${index}`, clientsecret: secret, key: other },
    }));
    return { clients, secrets: [secret, ...entries.map(([, other]) => other)] };
  });

test('a message shows no secret, not even one that stands in a name', async () => {
  await fc.assert(
    fc.asyncProperty(
      ambiguous,
      fc.constantFrom(...Object.keys(wrappings)),
      fc.option(distinctive, { nil: undefined }),
      async ({ clients, secrets }, layer, wanted) => {
        const one = wrappings[layer]?.({ value: clients, masks: [] });
        fc.pre(one !== undefined);
        const input = typeof one.value === 'string' ? one.value : JSON.stringify(one.value);
        const error = await readCredential(input, wanted).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Failure);
        const { message } = error as Failure;
        for (const secret of secrets) {
          for (const [, piece = ''] of secret.matchAll(LEAVES)) {
            expect(message).not.toContain(piece);
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('a text that cannot be read is not shown in part', async () => {
  const damaged = fc
    .tuple(distinctive, fc.array(fragment, { maxLength: 6 }), fc.array(fragment, { maxLength: 6 }))
    .map(([secret, before, after]) => before.join('') + secret + after.join(''));
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, cut), async (input) => {
      const reason = await readCredential(input).catch((error: unknown) => error);
      // Where several clients were found their names are shown on purpose.
      fc.pre(reason instanceof Failure && reason.code !== 'E_CREDENTIAL_AMBIGUOUS');
      for (const [, piece = ''] of input.matchAll(LEAVES)) {
        expect(reason.message).not.toContain(piece);
      }
    }),
    { numRuns: 3000 },
  );
});
