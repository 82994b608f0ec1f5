import { describe, expect, test } from 'vitest';
import { closedContainers, containers, namesOf } from '../../src/credentials/containers.ts';

/** What a container finds in a document; undefined if it is no such container. */
type Case = readonly [name: string, document: object, contents?: readonly object[]];

const CLIENT = { clientid: 'a', clientsecret: 'b' };

function open(name: string, document: object) {
  const container = [...closedContainers, ...containers].find((one) => one.name === name);
  expect(container).toBeDefined();
  return container?.open(document as never);
}

function describeContainer(name: string, cases: readonly Case[]) {
  describe(`the container ${name}`, () => {
    test.each(cases.map(([what, document, contents]) => ({ what, document, contents })))(
      '$what',
      ({ document, contents }) => {
        const opened = open(name, document);
        if (contents === undefined) {
          expect(opened).toBeUndefined();
          return;
        }
        expect(opened).toHaveLength(contents.length);
        for (const [index, one] of contents.entries()) expect(opened?.[index]).toMatchObject(one);
      },
    );
  });
}

describeContainer('credentials envelope', [
  ['opens credentials', { credentials: CLIENT }, [{ value: CLIENT }]],
  [
    'takes the URI beside them in',
    { credentials: CLIENT, uri: 'u' },
    [{ value: { ...CLIENT, uri: 'u' } }],
  ],
  ['prefers the URI in them', { credentials: { uri: 'u' }, uri: 'v' }, [{ value: { uri: 'u' } }]],
  ['opens credentials that are a text', { credentials: 'e30=', uri: 'u' }, [{ value: 'e30=' }]],
  [
    'keeps names, label and tags',
    {
      credentials: 1,
      name: 'a',
      instance_name: 'b',
      binding_name: 'c',
      label: 'd',
      tags: ['e', 1],
    },
    [{ names: ['a', 'b', 'c'], label: 'd', tags: ['e'] }],
  ],
  ['leaves credentials that are null alone', { credentials: null, uaa: CLIENT }],
  ['leaves other documents alone', { name: 'a' }],
]);

test('names are texts, and not too many', () => {
  expect(namesOf({ name: null, instance_name: '', binding_name: 7, label: {} })).toEqual({
    names: [],
    label: undefined,
    tags: [],
  });
  expect(namesOf({ tags: Array.from({ length: 1000 }, String) }).tags).toHaveLength(50);
});

describeContainer('VCAP_SERVICES', [
  ['opens VCAP_SERVICES', { VCAP_SERVICES: { a: [] }, x: CLIENT }, [{ value: { a: [] } }]],
  ['opens VCAP_SERVICES that is a text', { VCAP_SERVICES: '{}' }, [{ value: '{}' }]],
  [
    'opens the services in it with their label',
    { a: [{ credentials: 1 }, { credentials: 2 }], 'user-provided': [{ credentials: 3 }], b: [] },
    [
      { value: { credentials: 1 }, label: 'a' },
      { value: { credentials: 2 }, label: 'a' },
      { value: { credentials: 3 }, label: 'user-provided' },
    ],
  ],
  [
    'opens services with strange names',
    JSON.parse('{"__proto__": [{"credentials": 1}], "constructor": [{"credentials": 2}]}'),
    [{ label: '__proto__' }, { label: 'constructor' }],
  ],
  ['leaves lists of other things alone', { a: [{ name: 'b' }], b: [1], c: [null] }],
]);

describeContainer('Kubernetes Secret', [
  [
    'decodes data',
    { kind: 'Secret', metadata: { name: 'n' }, data: { clientid: 'YQ==', clientsecret: 'Yg==' } },
    [{ value: CLIENT, names: ['n'], masks: ['Yg=='] }],
  ],
  ['decodes folded data', { kind: 'Secret', data: { a: 'Y\n W Jj' } }, [{ value: { a: 'abc' } }]],
  [
    'prefers stringData',
    { kind: 'Secret', data: { clientid: 'eA==' }, stringData: CLIENT },
    [{ value: CLIENT }],
  ],
  [
    'opens a List',
    { kind: 'List', items: [{ kind: 'Secret' }, 1] },
    [{ value: { kind: 'Secret' } }, { value: 1 }],
  ],
  ['does without data', { kind: 'Secret', data: null, metadata: 'x' }, [{ value: {}, names: [] }]],
  ['skips data that is no text', { kind: 'Secret', data: { a: 1, b: null } }, [{ value: {} }]],
  ['leaves other kinds alone', { kind: 'ConfigMap', data: { a: 'b' } }],
  ['leaves a List without items alone', { kind: 'List' }],
]);

test.each<[string, string, boolean]>([
  ['clientsecret', 'a', true],
  ['password', 'a', true],
  ['tls.key', 'a', true],
  ['credentials', '{"clientid": "a"}', true],
  ['credentials', '\n ["a"]', true],
  ['.env', 'A=b\nC=d', true],
  ['.env', "A='b'", true],
  ['key', 'short', true],
  ['wrapped', 'QUJD'.repeat(40), true],
  ['utf16', '{\0"\0', true],
  ['clientid', 'sb-x!b1|calm!b2', false],
  ['label', 'calm', false],
  ['url', 'https://example.authentication.eu10.hana.ondemand.com/oauth/token?a=b', false],
])('the base64 of %s in a Kubernetes Secret (%j) is a secret: %s', (name, text, secret) => {
  const encoded = Buffer.from(text).toString('base64');
  const [content] = open('Kubernetes Secret', { kind: 'Secret', data: { [name]: encoded } }) ?? [];
  expect(content?.masks).toEqual(secret ? [encoded] : []);
});

describeContainer('Terraform output', [
  [
    'opens outputs',
    { a: { sensitive: true, type: 'string', value: 'b' }, c: { value: CLIENT, type: 'object' } },
    [{ value: { a: 'b', c: CLIENT } }],
  ],
  ['leaves an empty document alone', {}],
  ['leaves documents with other members alone', { a: { value: 1, type: 'x' }, b: 1 }],
  ['leaves values without a type alone', { a: { value: 1 } }],
]);

describeContainer('JSON in members', [
  [
    'parses members',
    { a: ' {"b": 1}', c: '[2]', d: 'e' },
    [{ value: { a: { b: 1 }, c: [2], d: 'e' } }],
  ],
  ['keeps what is no JSON', { a: '{}', b: '{x' }, [{ value: { a: {}, b: '{x' } }]],
  ['leaves numbers and texts in quotes alone', { a: '1', b: '"{}"', c: 'null' }],
]);

describeContainer('names with a prefix', [
  [
    'takes a prefix off',
    { CALM_CLIENT_ID: 'a', CALM_CLIENT_SECRET: 'b', OTHER: 'c' },
    [{ value: { CLIENT_ID: 'a', CLIENT_SECRET: 'b' }, names: ['CALM'], label: 'calm' }],
  ],
  [
    'reads camel case',
    { calmClientId: 'a', calmTokenUrl: 'b' },
    [{ value: { ClientId: 'a', TokenUrl: 'b' } }],
  ],
  [
    'reads points',
    { 'attribute.client_id': 'a' },
    [{ value: { client_id: 'a' }, names: ['attribute'] }],
  ],
  [
    'reads words',
    { 'my client id': 'a', 'my token url': 'b' },
    [{ value: { clientid: 'a', tokenurl: 'b' } }],
  ],
  [
    'opens several, each with a token URL that is common to all',
    { A_CLIENT_ID: 'a', A_SECRET: 'b', B_CLIENT_ID: 'c', TOKEN_URL: 'd', URL: 'e' },
    [
      { value: { CLIENT_ID: 'a', SECRET: 'b', TOKEN_URL: 'd' }, names: ['A'] },
      { value: { CLIENT_ID: 'c', TOKEN_URL: 'd' }, names: ['B'] },
    ],
  ],
  [
    'tells a prefix from the beginning of a name',
    { T_CLIENT_ID: 'a', TOKEN_URL: 'b' },
    [{ value: { CLIENT_ID: 'a', TOKEN_URL: 'b' } }],
  ],
  ['reads __proto__ as a prefix', { __proto___CLIENT_ID: 'a' }, [{ names: ['__proto__'] }]],
  [
    'leaves a client id without a value alone',
    { A_CLIENT_ID: '', B_CLIENT_ID: {}, C_CLIENT_ID: '<null>' },
  ],
  ['leaves other names alone', { A_CLIENT_IDS: 'a', CLIENT_ID: 'b' }],
]);

describeContainer('members', [
  [
    'opens objects with their names',
    { a: CLIENT, b: { name: 'c' } },
    [{ names: ['a'] }, { names: ['b', 'c'] }],
  ],
  ['opens lists', { a: [CLIENT] }, [{ value: [CLIENT], names: ['a'] }]],
  ['opens long texts only', { a: 'x'.repeat(16), b: 'x'.repeat(15) }, [{ names: ['a'] }]],
  ['opens strange names', JSON.parse('{"__proto__": {"a": 1}}'), [{ names: ['__proto__'] }]],
  ['leaves numbers, flags and null alone', { a: 1, b: true, c: null }],
]);

test('no container takes an empty document, and all have names of their own', () => {
  for (const container of containers) expect(container.open({})).toBeUndefined();
  expect(new Set(containers.map(({ name }) => name)).size).toBe(containers.length);
});
