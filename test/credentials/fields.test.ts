import { expect, test } from 'vitest';
import { type Fields, fieldsOf, stringMembers } from '../../src/credentials/fields.ts';

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
  ['token_endpoint_auth_method', 'authMethod'],
  ['scope', 'scope'],
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
