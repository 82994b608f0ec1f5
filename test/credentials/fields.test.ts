import { describe, expect, test } from 'vitest';
import { plainName } from '../../src/base/text.ts';
import { type Fields, fieldsOf, stringMembers } from '../../src/credentials/fields.ts';
import { shapes } from '../../src/credentials/shapes.ts';
import { secretLeaves } from '../../src/secrets/in-documents.ts';

test.each(['clientid', 'clientId', 'ClientID', 'client_id', 'CLIENT_ID', 'client-id', 'client.id'])(
  '%s is one name',
  (name) => {
    expect(plainName(name)).toBe('clientid');
  },
);

test.each<[string, keyof Fields]>([
  ['client_id', 'clientId'],
  ['clientsecret', 'clientSecret'],
  ['secret', 'clientSecret'],
  ['certificate', 'certificate'],
  ['tls.crt', 'certificate'],
  ['key', 'privateKey'],
  ['privateKey', 'privateKey'],
  ['tls.key', 'privateKey'],
  ['credential-type', 'credentialType'],
  ['grant_type', 'grantType'],
  ['url', 'url'],
  ['tokenurl', 'tokenUrl'],
  ['tokenUrl', 'tokenUrl'],
  ['token_endpoint', 'tokenUrl'],
  ['token_service_url', 'tokenUrl'],
  ['oauthUrl', 'tokenUrl'],
  ['oauth_token_url', 'tokenUrl'],
  ['authUrl', 'tokenUrl'],
  ['authenticationUrl', 'tokenUrl'],
  ['tokenurlsuffix', 'tokenUrlSuffix'],
  ['certurl', 'certUrl'],
  ['apiurl', 'apiUrl'],
  ['uaadomain', 'uaaDomain'],
  ['xsappname', 'xsAppName'],
  ['domains', 'domains'],
  ['domain', 'domains'],
  ['app_tid', 'applicationTenant'],
  ['username', 'userName'],
  ['User', 'userName'],
  ['Password', 'password'],
])('%s is read as %s', (name, field) => {
  expect(fieldsOf({ [name]: ' value ' })).toEqual({ [field]: 'value' });
});

test.each([
  [{ secret: 'b', clientsecret: 'a' }, { clientSecret: 'a' }],
  [{ token_endpoint: 'b', tokenurl: 'a' }, { tokenUrl: 'a' }],
  [{ domains: ['a', 'b'] }, { domains: 'a' }],
  [{ clientid: '', secret: '  ', url: '<null>' }, {}],
  [{ secret: null, url: { a: 1 }, key: [], certificate: [{}], clientid: 1.5 }, {}],
  [
    { clientid: 7, tokenServiceAddClientCredentialsInBody: false },
    { clientId: '7', credentialsInBody: 'false' },
  ],
  [{ clientid: '', 'client-id': 'a' }, { clientId: 'a' }],
])('of %j the fields are %j', (object, fields) => {
  expect(fieldsOf(object)).toEqual(fields);
});

test('members keep to the object itself, whatever their names', () => {
  const document = JSON.parse('{"__proto__": "a", "constructor": "b", "clientid": "c"}');
  expect([...stringMembers(document).keys()].sort()).toEqual(['clientid', 'constructor', 'proto']);
});

describe('shapes', () => {
  test.each([
    ['flat', { clientid: 'a' }, { clientid: 'a' }],
    ['flat', { client_id: 'a' }, { client_id: 'a' }],
    ['flat', { clientid: '' }, undefined],
    ['flat', { uaa: { clientid: 'a' } }, undefined],
    ['uaa', { uaa: { clientid: 'a' } }, { clientid: 'a' }],
    ['uaa', { uaa: 'a' }, undefined],
    ['uaa', { uaa: null }, undefined],
    ['uaa', {}, undefined],
  ])('%s: the client of %j is %j', (name, document, client) => {
    expect(shapes.find((shape) => shape.name === name)?.find(document)?.client).toEqual(client);
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
