import { describe, expect, test } from 'vitest';
import { secretLeaves } from '../../src/secrets/in-documents.ts';

const LONG = 'hidden-words';
const SHORT = 'hidden-word';

describe('by its name a value is a secret', () => {
  test.each([
    'client_secret',
    'clientsecret',
    'old-Password',
    'db.passwd',
    'pwd',
    'passphrase',
    'passcode',
    'private_key',
    'apiKey',
    'tls.key',
    'access_token',
    'refreshToken',
    'connectionString',
    'client_secret_2',
    'secret_value',
    'private_key_pem',
    'key',
  ])('however short: %s', (name) => {
    expect(secretLeaves({ [name]: 'x' })).toEqual(['x']);
  });

  test.each(['signing_key', 'token', 'id_token', 'jwt', 'assertion', 'proxy-authorization'])(
    'from twelve characters on: %s',
    (name) => {
      expect(secretLeaves({ [name]: LONG })).toEqual([LONG]);
      expect(secretLeaves({ [name]: SHORT })).toEqual([]);
    },
  );

  test.each([
    'clientid',
    'url',
    'verificationkey',
    'public_key',
    'old_public_key',
    'previousVerificationKey',
    'publicKeys',
    'secret_name',
    'client_secret_id',
    'secret-type',
    'secretUrl',
    'secret_uri',
    'secretRef',
    'secret_created_at',
    'private_key_expiry_date',
    'keyboard',
    'tokens',
    'passwords_policy',
  ])('not: %s', (name) => {
    expect(secretLeaves({ [name]: LONG })).toEqual([]);
  });
});

describe('what stands under the name of a secret', () => {
  test('is masked without the space around it', () => {
    expect(secretLeaves({ password: ' a b\n' })).toEqual(['a b']);
  });

  test('counts as each text of a list, and nothing else there', () => {
    expect(secretLeaves({ password: ['a', 7, 'b'] })).toEqual(['a', 'b']);
  });

  test.each([
    ['https://user:word@host.example/path', ['user:word', 'word']],
    [' amqps+x://user:word@host.example', ['user:word', 'word']],
    ['https://host.example/', []],
    ['words https://host.example/', ['words https://host.example/']],
    ['7://word', ['7://word']],
    ['//word', ['//word']],
  ])('is a URL, of which its secrets count: %s', (text, secrets) => {
    expect(secretLeaves({ connection_string: text })).toEqual(secrets);
  });

  test('is an object: its own names decide', () => {
    expect(secretLeaves({ secret: { password: 'a', note: 'b' } })).toEqual(['a']);
  });
});

describe('key', () => {
  test('with a value beside it names that value', () => {
    expect(secretLeaves({ key: 'language', value: 'de' })).toEqual([]);
    expect(secretLeaves([{ key: 'password', value: { secret: 'a' } }])).toEqual(['a']);
  });

  test('in another spelling is no private key', () => {
    expect(secretLeaves({ KEY: 'x' })).toEqual([]);
  });
});

describe('a text under any other name', () => {
  test.each([
    ['{"password":"a"}', ['a']],
    ['[{"password":"a"}]', ['a']],
    ['{"password":', []],
    [' {"password":"a"}', []],
    ['password', []],
    ['https://user:word@host.example/', ['user:word', 'word']],
    ['{user:word@host.example/', ['{user:word', 'word']],
  ])('may be a document or a URL: %j', (text, secrets) => {
    expect(secretLeaves({ note: text })).toEqual(expect.arrayContaining(secrets));
    if (secrets.length === 0) expect(secretLeaves({ note: text })).toEqual([]);
  });
});

describe('a document', () => {
  function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
    let document: unknown = { password: 'low' };
    for (let level = 0; level < levels; level++) document = wrap(document);
    return document;
  }

  test.each([
    ['objects', (inner: unknown) => ({ a: inner })],
    ['lists', (inner: unknown) => [inner]],
  ])('is read eleven %s down and no further', (_what, wrap) => {
    expect(secretLeaves(nested(11, wrap))).toEqual(['low']);
    expect(secretLeaves(nested(12, wrap))).toEqual([]);
  });

  test('written as text within text is read that far as well', () => {
    const asText = (inner: unknown) => [JSON.stringify(inner)];
    expect(secretLeaves(nested(5, asText))).toEqual(['low']);
    expect(secretLeaves(nested(6, asText))).toEqual([]);
  });

  test.each([null, undefined, 7, true])('%s holds nothing', (document) => {
    expect(secretLeaves(document)).toEqual([]);
    expect(secretLeaves({ password: document })).toEqual([]);
  });
});

describe('secret leaves', () => {
  const deep = (depth: number): unknown => (depth === 0 ? { password: 'low' } : [deep(depth - 1)]);
  test.each<[string, unknown, string[]]>([
    ['a secret', { clientsecret: ' a ' }, ['a']],
    [
      'every spelling',
      { clientSecret: 'a', client_secret: 'b', CLIENT_SECRET: 'c' },
      ['a', 'b', 'c'],
    ],
    ['keys', { key: 'a', 'tls.key': 'b', private_key: 'c', privateKey: 'd' }, ['a', 'b', 'c', 'd']],
    [
      'other secrets',
      { password: 'a', apikey: 'b', access_token: 'c', refreshToken: 'd', hmac_secret: 'e' },
      ['a', 'b', 'c', 'd', 'e'],
    ],
    [
      'whatever stands below',
      { uaa: { clientsecret: 'a' }, list: [{ password: 'b' }] },
      ['a', 'b'],
    ],
    [
      'secrets in URLs',
      { uri: 'amqp://user:word@host/', u: 'https://h/?client_secret=x&a=b' },
      ['user:word', 'word', 'x'],
    ],
    ['a secret in a list', { clientsecret: ['a', 'b'] }, ['a', 'b']],
    [
      'no ids, URLs and public keys',
      {
        clientid: 'a',
        url: 'https://b',
        verificationkey: 'c',
        certificate: 'd',
        keyid: 'e',
        xsappname: 'f',
      },
      [],
    ],
    ['nothing in scalars', 'secret', []],
    ['nothing in null', null, []],
    ['eleven lists down', deep(11), ['low']],
  ])('%s', (_name, document, expected) => {
    expect(secretLeaves(document)).toEqual(expected);
  });

  test('a document without end is left in time', () => {
    const loop: Record<string, unknown> = { password: 'a' };
    loop['loop'] = loop;
    expect(new Set(secretLeaves(loop))).toEqual(new Set(['a']));
  });
});
