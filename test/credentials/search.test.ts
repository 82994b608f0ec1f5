import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { chooseClient, type FoundClient, findClients } from '../../src/credentials/search.ts';

/** Reads a credential, which is a text already or becomes JSON. */
function read(credential: unknown, binding?: string) {
  const text = typeof credential === 'string' ? credential : JSON.stringify(credential);
  return readCredential(text, binding);
}

async function failureOf(credential: unknown, binding?: string): Promise<Failure> {
  const reason = await read(credential, binding).catch((error: unknown) => error);
  if (reason instanceof Failure) return reason;
  throw new Error('it was read');
}

const service = (name: string, more: object = {}) => ({
  name,
  credentials: { clientid: `id-of-${name}`, clientsecret: `secret-of-${name}` },
  ...more,
});
const VCAP = {
  VCAP_SERVICES: {
    calm: [
      service('calm-dev', {
        tags: ['alm', 'Dev'],
        instance_name: 'calm-i',
        binding_name: 'calm-b',
      }),
      service('calm-prod', { tags: ['alm', 'prod'] }),
    ],
    xsuaa: [service('calm', { label: 'xsuaa', tags: ['login'] })],
    'user-provided': [service('Own', { label: 'user-provided' }), service('own')],
    postgresql: [{ name: 'db', credentials: { username: 'u', password: 'word-of-db' } }],
  },
};

describe('a binding is chosen', () => {
  test.each([
    ['by its name', 'calm-prod', 'calm-prod'],
    ['by its name in another case', 'CALM-PROD', 'calm-prod'],
    ['by its exact name before another case', 'own', 'own'],
    ['by its exact name before another case', 'Own', 'Own'],
    ['by its name before a label', 'calm', 'calm'],
    ['by the name of its instance', 'calm-i', 'calm-dev'],
    ['by the name of its binding', 'Calm-B', 'calm-dev'],
    ['by its label', 'XSUAA', 'calm'],
    ['by its tag', 'login', 'calm'],
    ['by its tag in another case', 'DEV', 'calm-dev'],
  ])('%s (%s)', async (_name, binding, name) => {
    expect((await read(VCAP, binding)).fields).toMatchObject({
      clientId: `id-of-${name}`,
      clientSecret: `secret-of-${name}`,
    });
  });

  test.each<[string, unknown, string, string]>([
    ['a prefix of variables', 'A_CLIENT_ID=x\nB_CLIENT_ID=y', 'b', 'y'],
    ['the name of a member', { dev: { clientid: 'x' }, prod: { clientid: 'y' } }, 'prod', 'y'],
    [
      'the name in a list',
      [
        { name: 'dev', clientid: 'x' },
        { name: 'prod', clientid: 'y' },
      ],
      'prod',
      'y',
    ],
    [
      'the Name of a destination',
      [
        { Name: 'A', clientId: 'x' },
        { Name: 'B', clientId: 'y' },
      ],
      'B',
      'y',
    ],
    [
      'an output of Terraform',
      { a: { type: 's', value: { clientid: 'x' } }, b: { type: 's', value: '{"clientid":"y"}' } },
      'b',
      'y',
    ],
    [
      'the name of a Kubernetes Secret',
      'kind: Secret\nmetadata:\n  name: a\nstringData:\n  clientid: x\n---\nkind: Secret\nmetadata:\n  name: b\nstringData:\n  clientid: y\n',
      'b',
      'y',
    ],
    [
      '__proto__',
      '{"__proto__": {"clientid": "x"}, "constructor": {"clientid": "y"}}',
      '__proto__',
      'x',
    ],
    [
      'constructor',
      '{"__proto__": {"clientid": "x"}, "constructor": {"clientid": "y"}}',
      'constructor',
      'y',
    ],
    [
      'the only one, of several that are alike',
      [
        { clientid: 'x', name: 'a' },
        { clientid: 'x', name: 'a' },
      ],
      'a',
      'x',
    ],
  ])('by %s', async (_name, credential, binding, clientId) => {
    expect((await read(credential, binding)).fields).toMatchObject({ clientId });
  });

  test('and what it is called says which service it is of', async () => {
    expect((await read(VCAP, 'calm-dev')).fields.serviceLabel).toBe('calm');
    expect((await read(VCAP, 'own')).fields.serviceLabel).toBe('user-provided');
  });

  test('and the secrets of all others are masked, too', async () => {
    const { secrets } = await read(VCAP, 'own');
    for (const name of ['calm-dev', 'calm-prod', 'calm', 'Own', 'own']) {
      expect(secrets).toContain(`secret-of-${name}`);
    }
    expect(secrets).toContain('word-of-db');
  });
});

describe('a binding is not chosen', () => {
  test.each<[string, unknown, string | undefined, string, RegExp]>([
    [
      'where there are several',
      VCAP,
      undefined,
      'E_CREDENTIAL_AMBIGUOUS',
      /holds 5 OAuth clients: calm-dev, calm-prod, calm, Own and own\. Name/,
    ],
    [
      'by a label of several',
      VCAP,
      'user-provided',
      'E_CREDENTIAL_AMBIGUOUS',
      /holds 2 OAuth clients to which the input binding fits: Own and own\./,
    ],
    [
      'by a tag of several',
      VCAP,
      'ALM',
      'E_CREDENTIAL_AMBIGUOUS',
      /fits: calm-dev and calm-prod\./,
    ],
    [
      'by another name',
      VCAP,
      'other',
      'E_INPUT_INVALID',
      /fits none of the clients in the credential; they are calm-dev, /,
    ],
    ['by the name of something else', VCAP, 'db', 'E_INPUT_INVALID', /fits none/],
    [
      'by a name where it has none',
      { clientid: 'x' },
      'a',
      'E_INPUT_INVALID',
      /does not fit the one client in the credential, x\. Remove/,
    ],
    [
      'where none has a name, so that their ids are shown',
      [{ clientid: 'x' }, { clientid: 'y' }],
      undefined,
      'E_CREDENTIAL_AMBIGUOUS',
      /2 OAuth clients: x and y\./,
    ],
    [
      'where one has no name',
      [{ clientid: 'x', clientsecret: 'z' }, service('a')],
      undefined,
      'E_CREDENTIAL_AMBIGUOUS',
      /: x and a\./,
    ],
  ])('%s', async (_name, credential, binding, code, message) => {
    const failure = await failureOf(credential, binding);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
    expect(failure.message).not.toMatch(/secret-of/);
  });

  test.each([
    ['is a secret', 'secret-of-b'],
    ['holds a secret', 'my-secret-of-b-key'],
    ['is very long', 'x'.repeat(101)],
    ['has line breaks', 'x\ny'],
    ['has an escape', '\u001b[31mx'],
  ])('and a name that %s is not shown', async (_name, name) => {
    const { message } = await failureOf([{ ...service('b'), name }, service('c')]);
    expect(message).toContain(': id-of-b and c.');
    expect(message).not.toContain(name.slice(0, 5));
  });

  test('and a prefix that is a secret is shown in neither case', async () => {
    const text =
      'HIDDEN_CLIENT_ID=a\nHIDDEN_CLIENT_SECRET=HIDDEN\nB_CLIENT_ID=b\nB_CLIENT_SECRET=c';
    expect((await failureOf(text)).message).toContain(': a and B.');
  });

  test('and an empty secret hides no names', async () => {
    const clients = [
      { name: 'a', clientid: 'x', clientsecret: '' },
      { name: 'b', clientid: 'y' },
    ];
    expect((await failureOf({ list: clients })).message).toContain(': a and b.');
  });

  test('and workflow commands in names are broken up', async () => {
    const { message } = await failureOf([service('::add-mask::x'), service('##[group]')]);
    expect(message).not.toMatch(/::|##\[/);
  });

  test('and no more than 20 names are shown', async () => {
    const clients = Array.from({ length: 30 }, (_, index) => service(`n${index}`));
    expect((await failureOf(clients)).message).toMatch(
      /holds 30 .*: n0, n1, .*, n19 and 10 more\./,
    );
  });

  test('and all names of a client are tried before it has none', () => {
    const binding = (...names: string[]): FoundClient => ({
      id: names.join(),
      isFriend: false,
      client: {},
      document: {},
      names,
      labels: ['label'],
      tags: [],
    });
    const choose = () =>
      chooseClient([binding('secret', 'b'), binding('secret')], undefined, new Set(['secret']));
    expect(choose).toThrow(': b and one without a name of its own.');
  });
});

describe('layers are taken off', () => {
  test.each<[string, unknown, object]>([
    ['of a client that is a text', '"{\\"clientid\\": \\"a\\"}"', { clientId: 'a' }],
    [
      'of an envelope, whose name is no name of the client',
      { name: 'n', credentials: { clientid: 'a' } },
      { clientId: 'a' },
    ],
    ['of JSON in one member', { KEY: '{"uaa": {"clientid": "a"}}' }, { clientId: 'a' }],
    ['of base64 in base64 in a variable', `KEY=${twice('{"clientid": "a"}')}`, { clientId: 'a' }],
    [
      'where another member is no credential',
      { x: 'y'.repeat(50), key: { clientid: 'a' } },
      { clientId: 'a' },
    ],
    [
      'where the context beside it looks like one',
      { context: { clientid: 7, uaa: {} }, uaa: { clientid: 'a' } },
      { clientId: 'a' },
    ],
    [
      'where credentials are null',
      { credentials: null, oauth: { clientid: 'a' } },
      { clientId: 'a' },
    ],
  ])('%s', async (_name, credential, fields) => {
    expect((await read(credential)).fields).toMatchObject(fields);
  });

  test('as many as 32', async () => {
    const within = (depth: number): unknown =>
      depth === 0 ? { clientid: 'a' } : [within(depth - 1)];
    expect((await read(within(30))).fields).toEqual({ clientId: 'a' });
    expect((await failureOf(within(40))).code).toBe('E_CREDENTIAL_SHAPE');
  });

  test.each<[string, string]>([
    ['an object with a whole client in it', '{"credentials": {"clientid": "a"}, "x": "'],
    ['a list', '[{"clientid": "a", "clientsecret": "b"}, {"clientid": "c"'],
    ['the output of cf', 'Getting key...\n\n{"credentials": {"uaa": {"clientid": "a"}'],
    ['VCAP_SERVICES', 'VCAP_SERVICES: {"x": [{"credentials": {"clientid": "a"}}], "y": [{'],
    ['escaped JSON', '{\\"uaa\\": {\\"clientid\\": \\"a\\"}'],
  ])('not off %s that was cut', async (_name, text) => {
    expect((await failureOf(text)).code).toBe('E_CREDENTIAL_FORMAT');
  });

  test.each<[string, string, boolean]>([
    ['JSON', '[1]', true],
    ['a quoted word', "'word'", false],
    ['base64 of a word', Buffer.from('one long word of text').toString('base64'), false],
    ['base64 of JSON', Buffer.from('{"some": "text"}').toString('base64'), true],
    ['variables', 'A=b', true],
    ['words', 'a b', false],
  ])('and %s without a client counts as read or not', async (_name, text, isReadable) => {
    expect(await findClients(text)).toMatchObject({ clients: [], isReadable });
  });

  test('and names of objects do no harm', async () => {
    const text = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
    expect((await failureOf(text)).code).toBe('E_CREDENTIAL_SHAPE');
    await failureOf('__proto__=a\n__proto___CLIENT_ID=');
    expect({}).not.toHaveProperty('polluted');
  });

  test('and a text in which JSON was found is warned about', async () => {
    const { warnings } = await read('Getting key...\n{"clientid": "a"}');
    expect(warnings).toMatchObject([{ code: 'W_OTHER_TEXT' }]);
  });

  test('and nothing of what does not lead to a client is masked as base64', async () => {
    const text = Buffer.from('no credential at all').toString('base64');
    expect((await findClients(text)).secrets.size).toBe(0);
  });
});

function twice(text: string): string {
  return Buffer.from(Buffer.from(text).toString('base64')).toString('base64');
}

test('a secret with the sign of a URL in it is a secret, and a URL is none', async () => {
  const client = { clientid: 'a', clientsecret: 'b$://c', 'api-key': 'https://d.example/e' };
  expect((await read(client)).secrets).toEqual(['b$://c']);
});
