import { describe, expect, test } from 'vitest';
import { failureForMember, forMember } from '../../src/action/set-advice.ts';
import { SETTINGS } from '../../src/action/set-options.ts';
import { Failure } from '../../src/base/failure.ts';
import { filesIn, textsIn } from '../docs/sources.ts';

describe('a message about one member of a set', () => {
  test.each([
    ['Give the input token-url.', 'Give ety.token-url in set-options.'],
    [
      'Give the input token-url, or provider: etrusted if it is an eTrusted client.',
      'Give ety.token-url in set-options, or ety.provider=etrusted in set-options if it is an eTrusted client.',
    ],
    ['Check token-url, or the url.', 'Check ety.token-url in set-options, or the url.'],
    [
      'try auth-method: client_secret_post.',
      'try ety.auth-method=client_secret_post in set-options.',
    ],
    [
      'Check the inputs scope, resource and audience.',
      'Check ety.scope, ety.resource and ety.audience in set-options.',
    ],
    [
      'Name the one that is meant in the input binding.',
      'Name the one that is meant in ety.binding in set-options.',
    ],
    [
      'Give it in the inputs certificate and private-key, or another.',
      'Give it in the members certificate and key in the JSON of ety, or another.',
    ],
    [
      'It belongs into the input client-secret, beside client-id and token-url.',
      'It belongs into the member clientsecret in the JSON of ety, beside the member clientid in the JSON of ety and ety.token-url in set-options.',
    ],
    [
      'A whole key belongs into the input credentials; the secret is one member of it.',
      'A whole key belongs into the line ety= of credential-set; the secret is one member of it.',
    ],
    [
      'Give that CA in the input ca-certificate.',
      'Give that CA in the input ca-certificate (of the whole set).',
    ],
    ['Remove the input provider, or not.', 'Give ety.provider=auto in set-options, or not.'],
    [
      'Remove the input endpoint, or give api-url.',
      'Remove the input endpoint, and give it to each member that has it (NAME.endpoint=... in set-options), or give ety.api-url in set-options.',
    ],
    ['Raise the input timeout.', 'Raise the input timeout (of the whole set).'],
  ])('%s', (advice, expected) => {
    expect(forMember(advice, 'ety')).toBe(expected);
  });

  test('leaves what is no input, and what a server said', () => {
    for (const text of [
      'The server answered 400: "use the input token-url or provider: x".',
      'The scope, the audience and the provider are words; a resource at https://a/token-url/b.',
      'Line 1 of the input credential-set has no credential after its name.',
      'The input endpoint names none of the endpoints.',
      'The output api-url is the one of Api.',
    ]) {
      expect(forMember(text, 'ety')).toBe(text);
    }
  });

  test.each(['provider', 'auth-method', 'endpoint', 'binding'])(
    'tells to remove %s where the member has it for itself',
    (name) => {
      const settings = new Map([[name, 'x']]);
      expect(forMember(`Remove the input ${name}.`, 'ety', settings)).toBe(
        `Remove ety.${name} in set-options.`,
      );
    },
  );

  test('says what is stated of an input of its own', () => {
    expect(
      failureForMember(
        new Failure('E_INPUT_INVALID', 'The input provider must be auto or ias.'),
        'ety',
        new Map([['provider', 'sap']]),
      ).message,
    ).toBe('ety.provider in set-options must be auto or ias.');
  });
});

/** Where the messages about one member come from. */
const files = ['src/base', 'src/secrets', 'src/http', 'src/credentials', 'src/token']
  .flatMap((folder) => filesIn(folder))
  .concat('src/action/obtain-token.ts');

const ADVICE = /\b(?:give|set|use|try|add|name|remove|raise|in|into) (?:the )?(?:inputs? )?/;
const SETTING = new RegExp(
  [
    // As an input, whatever is done with it.
    `\\binputs? (?:[a-z-]+(?:, | and | or ))*(?:${SETTINGS.join('|')})\\b(?!-)`,
    `(?<!output |[\\w.-])(?:${SETTINGS.filter((name) => name.includes('-')).join('|')})(?![\\w-])`,
    // As a word after what tells to do something with it.
    `${ADVICE.source}(?:${SETTINGS.join('|')})\\b(?!-)`,
    '\\b(?:provider|auth-method): \\w',
  ].join('|'),
  'i',
);

describe('of all messages that can come for one member', () => {
  const texts = files.flatMap((file) => textsIn(file).map((text) => [file, text] as const));
  const mentions = texts.filter(([, text]) => SETTING.test(text));

  test('none tells to remove an input without its name', () => {
    const removing = texts.map(([, text]) => text).filter((text) => /remove the input/i.test(text));
    expect(removing.length).toBeGreaterThan(2);
    expect(removing.filter((text) => !/remove the input [a-z]/i.test(text))).toEqual([]);
  });

  test('many name an input', () => {
    expect(texts.length).toBeGreaterThan(300);
    expect(mentions.length).toBeGreaterThan(10);
  });

  test.each(mentions)('none tells to set one for all members: %s: %s', (_, text) => {
    const settings = new Map(SETTINGS.map((name) => [name, 'x']));
    const told = forMember(text, 'ety', settings).replace(/ety\.[a-z-]+(?:=\w+)?/g, '');
    expect(told).not.toMatch(SETTING);
  });
});
