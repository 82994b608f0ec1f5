import { describe, expect, test } from 'vitest';
import { member, shapes } from '../../src/credentials/shapes.ts';

/** The client in a document, and the document in which its URLs stand, where that is another one. */
type Case = readonly [name: string, document: object, client?: object, around?: object];

const CLIENT = { clientid: 'a', clientsecret: 'b' };

function describeShape(name: string, cases: readonly Case[]) {
  const shape = shapes.find((one) => one.name === name);
  describe(`the shape ${name}`, () => {
    test.each(
      cases.map(([name, document, client, around = document]) => ({
        name,
        document,
        client,
        around,
      })),
    )('$name', ({ document, client, around }) => {
      const found = shape?.find(document as never);
      expect(shape).toBeDefined();
      if (client === undefined) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ client, document: around });
    });
  });
}

describeShape('flat', [
  ['has the client at the top', CLIENT, CLIENT],
  ['has the id in any spelling', { 'Client-ID': 'a' }, { 'Client-ID': 'a' }],
  ['may have a number for an id', { client_id: 7 }, { client_id: 7 }],
  ['has no id that is blank', { clientid: ' ' }],
  ['has no id that is null', { clientid: null, client_id: '<null>' }],
  ['has no id that is an object', { clientid: {} }],
]);

describeShape('uaa', [
  ['has the client below', { uaa: CLIENT, url: 'u' }, CLIENT],
  ['has its name in any case', { UAA: CLIENT }, CLIENT],
  ['is no list', { uaa: [CLIENT] }],
  ['is no text', { uaa: '{"clientid": "a"}' }],
  ['has an id', { uaa: { clientsecret: 'b' } }],
]);

describeShape('oauth', [
  ['has all below', { oauth: CLIENT, url: 'u' }, CLIENT, CLIENT],
  ['has its name in any case', { OAuth: CLIENT }, CLIENT, CLIENT],
  ['has an id', { oauth: { url: 'u' } }],
]);

const amqp = { oa2: { clientid: 'x' }, protocol: ['amqp10ws'], uri: 'wss://x' };
const rest = { oa2: CLIENT, protocol: ['httprest'], uri: 'https://r' };
describeShape('messaging', [
  [
    'has a client for REST, and the URI of each protocol',
    { messaging: [amqp, rest], management: [] },
    CLIENT,
    { endpoints: { amqp10ws: 'wss://x', httprest: 'https://r' } },
  ],
  [
    'has the first client without REST',
    { messaging: [amqp] },
    amqp.oa2,
    { endpoints: { amqp10ws: 'wss://x' } },
  ],
  ['may be one group', { Messaging: rest }, CLIENT, { endpoints: { httprest: 'https://r' } }],
  [
    'may have protocols in a text',
    { messaging: [{ oa2: CLIENT, protocol: 'httprest' }] },
    CLIENT,
    { endpoints: { httprest: undefined } },
  ],
  [
    'skips groups without a client',
    { messaging: [1, null, { oa2: null }, { oa2: {} }, rest] },
    CLIENT,
    { endpoints: { httprest: 'https://r' } },
  ],
  ['has a group', { messaging: [] }],
]);

describeShape('oa2', [
  [
    'has other names for its members',
    { oa2: { client: 'a', secret: 'b', endpoint: 'u' } },
    { client: 'a', secret: 'b', endpoint: 'u', clientid: 'a', tokenurl: 'u' },
  ],
  ['has a client', { oa2: { secret: 'b' } }],
  ['is no text', { oa2: 'a' }],
]);

describeShape('credential store', [
  [
    'has its client id as user name',
    { username: 'a', oauth_token_url: 'u' },
    { username: 'a', oauth_token_url: 'u', clientid: 'a' },
  ],
  ['has a token URL', { username: 'a', password: 'b' }],
  ['has a user name', { oauth_token_url: 'u' }],
]);

test('a member is found by its name before it is found by another spelling', () => {
  expect(member({ U_A_A: 1, uaa: 2 }, 'uaa')).toBe(2);
  expect(member({ U_A_A: 1 }, 'uaa')).toBe(1);
  expect(member({ other: 1 }, 'uaa')).toBeUndefined();
});

test('no shape finds a client in nothing, and all have names of their own', () => {
  for (const shape of shapes) expect(shape.find({})).toBeUndefined();
  expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
});

describe('of two shapes', () => {
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
