import { describe, expect, test } from 'vitest';
import { namedSecrets, secretLeaves, urlSecrets } from '../../src/secrets/in-documents.ts';

/** Secrets by their characters, whatever their names leave open. */
const [A, B, C] = ['inv3nted$One$1', 'inv3nted$Two$2', 'inv3nted$Three$3'];

describe('what stands under the name of a secret', () => {
  test('is masked without the space around it', () => {
    expect(secretLeaves({ password: ` ${A}\n` })).toEqual([A]);
  });

  test('counts as each text of a list, and nothing else there', () => {
    expect(secretLeaves({ password: [A, 7, B] })).toEqual([A, B]);
  });

  test.each([
    ['https://user:w0rd-1@host.example/path', ['user:w0rd-1', 'w0rd-1']],
    [' amqps+x://user:w0rd-1@host.example', ['user:w0rd-1', 'w0rd-1']],
    ['jdbc:postgresql://host.example/db?user=a&password=w0rd-1', ['w0rd-1']],
    ['https://host.example/', []],
    ['words https://host.example/', ['words https://host.example/']],
    ['Server=a;Password=w0rd-1;', ['Server=a;Password=w0rd-1;', 'w0rd-1']],
    ['7://word', ['7://word']],
    ['//word', ['//word']],
  ])('is a URL, of which its secrets count: %s', (text, secrets) => {
    expect(secretLeaves({ connection_string: text })).toEqual(secrets);
  });

  test('is an object: its own names decide', () => {
    expect(secretLeaves({ secret: { password: A, note: B } })).toEqual([A]);
  });

  test('is no secret where it is a number, a word or a name', () => {
    const attributes = {
      'client.secret.expiration.time': '0',
      'client.secret.creation.time': '1699999999',
      secretExpiryDays: '365',
      secretName: 'CALM_SERVICE_KEY',
      secretStore: 'azure-key-vault',
      password: 'release',
      token: 'production',
      pin: '1234',
    };
    expect(secretLeaves({ attributes })).toEqual([]);
  });

  test('is not shown even where it is a word', () => {
    expect(
      namedSecrets({ password: 'release', token: 'root', secret_store: 'vault', pwd: '' }),
    ).toEqual(['release']);
    expect(namedSecrets([{ key: 'pin', value: '12' }])).toEqual(['12']);
  });
});

describe('of a name and a value', () => {
  test.each([
    ['key', { key: 'accounts_service_url', value: 'https://a.example' }, []],
    ['key', { key: 'clientsecret', value: A }, [A]],
    ['name', { name: 'db_password', value: A }, [A]],
    ['label', { label: 'api key', value: A }, [A]],
    ['label', { label: 'api-key', value: A }, [A]],
    ['id', { id: 'password', value: A }, [A]],
    ['Key', { Key: 'accounts_service_url', Value: 'https://a.example' }, []],
    ['Name', { Name: 'db_password', Value: A }, [A]],
    ['key', { object: 'secret', key: 'CALM_CREDENTIAL', value: `{"clientsecret":"${A}"}` }, [A]],
    ['flag', { sensitive: true, type: 'string', value: A }, [A]],
    ['flag', { name: 'x', isSecret: true, value: A }, [A]],
    ['flag', { key: 'x', masked: true, value: A }, [A]],
    ['type', { key: 'x', type: 'secret', value: A }, [A]],
    ['type', { label: 'x', type: 'CONCEALED', value: A }, [A]],
    ['type', { label: 'x', type: 'STRING', value: A }, []],
  ])('the %s names the value: %j', (_what, pair, secrets) => {
    expect(secretLeaves(pair)).toEqual(secrets);
    expect(secretLeaves({ values: [pair] })).toEqual(secrets);
  });

  test('the name around both counts where there is no other', () => {
    expect(secretLeaves({ client_secret: { value: A, type: 'string' } })).toEqual([A]);
    expect(secretLeaves({ client_secret: { value: A, id: 'x17' } })).toEqual([A]);
    expect(secretLeaves({ client_id: { value: A, type: 'string' } })).toEqual([]);
  });

  test('each spelling of it counts', () => {
    expect(secretLeaves({ key: 'password', value: A, Value: B })).toEqual([A, B]);
    expect(secretLeaves({ name: 'x', value: 'y', userPin: A })).toEqual([A]);
  });

  test('a private key is no name', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
    expect(secretLeaves({ key, value: 'x' })).toEqual([key]);
  });

  test('the value has members of its own', () => {
    expect(secretLeaves([{ key: 'password', value: { secret: A } }])).toEqual([A]);
  });
});

describe('a text under any other name', () => {
  test.each([
    [`{"password":"${A}"}`, [A]],
    [`[{"password":"${A}"}]`, [A]],
    ['{"password":', []],
    ['password', []],
    ['https://user:w0rd-1@host.example/', ['user:w0rd-1', 'w0rd-1']],
  ])('may be a document or a URL: %j', (text, secrets) => {
    expect(secretLeaves({ note: text })).toEqual(secrets);
  });

  test('is looked through as well where its name is that of a secret', () => {
    const text = `{"password":"${A}"}`;
    expect(secretLeaves({ secret: text })).toEqual([text, A]);
  });
});

test.each([
  ['https://user:passw0rd@a.example', ['user:passw0rd', 'passw0rd']],
  ['user:passw0rd@proxy.example:3128', ['user:passw0rd', 'passw0rd']],
  ['user:passw0rd@localhost:3128', ['user:passw0rd', 'passw0rd']],
  ['https://:passw0rd@a.example', [':passw0rd', 'passw0rd']],
  [' https://user:p%40ss-1@a.example ', ['user:p%40ss-1', 'p%40ss-1', 'user:p@ss-1', 'p@ss-1']],
  ['https://user:p@ss-1@a.example', ['user:p@ss-1', 'p@ss-1']],
  ['amqps://release:production@a.example/v', ['release:production']],
  ['https://5f4dcc3b5aa765d61d8327deb882cf99@git.example/', ['5f4dcc3b5aa765d61d8327deb882cf99']],
  ['https://a.example/?client_secret=w0rd-1&PASSWORD=w0rd-2&scope=z', ['w0rd-1', 'w0rd-2']],
  ['https://a.example/?client_secret=%20w0rd%2B+1', ['%20w0rd%2B+1', ' w0rd+ 1']],
  ['https://a.example/#access_token=w0rd-1', ['w0rd-1']],
  ['a.example?refresh_token=inv3nted-token', ['inv3nted-token']],
  ['AccountName=release;AccountKey=w0rd+1/a==;', ['w0rd+1/a==', 'w0rd 1/a==']],
  ['https://a.example/?password&client_secret=', []],
  ['https://a.example/?=x', []],
  ['https://@a.example', []],
  ['https://a.example/?mail=a@b', []],
  ['https://a.example', []],
  ['https://release@a.example', []],
  ['ssh://git@git.example:22/acme/portal.git', []],
  ['release@acme.example', []],
  ['git@github.com:acme/portal.git', []],
  ['mailto:release-team@acme.example', []],
  ['npm:portal-react@1.2.3', []],
  ['acme/portal:release-candidate@sha256:5f4dcc3b5aa765d6', []],
  ['portal:release-candidate@sha256:5f4dcc3b5aa765d6', []],
  ['Owners: release-team@acme.example', []],
  ['user:pass', []],
  ['', []],
])('the secrets in %s are %j', (text, secrets) => {
  expect(urlSecrets(text).toSorted()).toEqual(secrets.toSorted());
});

describe('a document', () => {
  function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
    let document: unknown = { password: A };
    for (let level = 0; level < levels; level++) document = wrap(document);
    return document;
  }

  test.each([
    ['objects', (inner: unknown) => ({ a: inner })],
    ['lists', (inner: unknown) => [inner]],
  ])('is read ten %s down and no further', (_what, wrap) => {
    expect(secretLeaves(nested(10, wrap))).toEqual([A]);
    expect(secretLeaves(nested(11, wrap))).toEqual([]);
  });

  test.each([null, undefined, 7, true])('%s holds nothing', (document) => {
    expect(secretLeaves(document)).toEqual([]);
    expect(secretLeaves({ password: document })).toEqual([]);
  });

  test('without end is left in time', () => {
    const loop: Record<string, unknown> = { password: A };
    loop['loop'] = loop;
    expect(new Set(secretLeaves(loop))).toEqual(new Set([A]));
  });

  test('of 120,000 characters takes no longer than to read it', () => {
    const long = (part: string) => part.repeat(120_000 / part.length);
    for (const part of ['1', 'a', 'aA', 'a=', '@', ':@', 'pin1', '-', '_', '${', 'https://', ' ']) {
      // It would take minutes in quadratic time.
      secretLeaves({ password: long(part), token: `${long(part)}!`, [long(part)]: long(part) });
    }
  });

  test('is searched wherever its secrets are', () => {
    expect(
      secretLeaves({ uaa: { clientsecret: A }, list: [{ password: B, deep: [[C]] }] }),
    ).toEqual([A, B]);
    expect(
      secretLeaves({ uri: `amqp://user:${A}@host/`, u: `https://h/?client_secret=${B}` }),
    ).toEqual([`user:${A}`, A, B]);
  });

  test.each([
    'clientid',
    'verificationkey',
    'certificate',
    'keyid',
    'xsappname',
    'zoneid',
    'scope',
  ])('has a %s that is no secret', (name) => {
    expect(secretLeaves({ [name]: A })).toEqual([]);
  });
});
