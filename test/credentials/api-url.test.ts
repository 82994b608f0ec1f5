import { describe, expect, test } from 'vitest';
import { apiUrlOf, endpointsOf } from '../../src/credentials/api-url.ts';
import { readCredential } from '../../src/credentials/read.ts';

const HOST = 'https://t.authentication.eu10.hana.ondemand.com';

async function apiUrl(document: unknown, chosen?: string): Promise<string | undefined> {
  return apiUrlOf(
    await readCredential(JSON.stringify(document)),
    chosen,
    new URL(`${HOST}/oauth/token`),
  );
}

test.each([
  [{ Api: 'https://a' }, { Api: 'https://a' }],
  [
    { a: ' https://a ', b: 'https://b/x' },
    { a: 'https://a', b: 'https://b/x' },
  ],
  [
    { a: { uri: 'https://a' }, b: { url: 'https://b' }, c: { other: 'https://c' } },
    { a: 'https://a', b: 'https://b' },
  ],
  [{ a: 'no url', b: 7, c: null, d: ['https://d'], e: 'https://a b' }, {}],
  ['https://a', {}],
  [null, {}],
])('the endpoints %j are %j', (endpoints, expected) => {
  expect(endpointsOf({ endpoints })).toEqual(expected);
});

test('a name of an endpoint has no control characters, and is otherwise as it was given', () => {
  const endpoints = { 'a\nb': 'https://a', 'c::d': 'https://c' };
  expect(endpointsOf({ endpoints })).toEqual({ 'c::d': 'https://c' });
});

describe('the API URL', () => {
  const client = { clientid: 'a', url: HOST };
  const nested = { uaa: client };
  test.each<[string, unknown, string | undefined]>([
    [
      'first endpoint',
      { endpoints: { a: 'https://a', b: 'https://b' }, uri: 'https://c', ...nested },
      'https://a',
    ],
    ['uri beside the client', { uri: 'https://c', url: 'https://d', ...nested }, 'https://c'],
    ['target_url beside the client', { target_url: 'https://c', ...nested }, 'https://c'],
    ['url beside the client', { url: 'https://d', ...nested }, 'https://d'],
    ['apiurl in the client', { uaa: { ...client, apiurl: 'https://e' } }, 'https://e'],
    ['nothing but the client', nested, undefined],
    ['flat: url on another host', { clientid: 'a', tokenurl: HOST, url: 'https://d' }, 'https://d'],
    ['flat: url on the token host', client, undefined],
    [
      'flat: url of the token host without cert',
      { ...client, url: HOST.replace('.authentication.', '.authentication.cert.') },
      undefined,
    ],
    ['flat: apiurl', { ...client, apiurl: 'https://e' }, 'https://e'],
    [
      'flat: sm_url before all',
      { ...client, sm_url: 'https://f', apiurl: 'https://e' },
      'https://f',
    ],
    [
      'flat: a uaadomain means that url is the token server',
      { clientid: 'a', url: 'https://d', uaadomain: 'x' },
      undefined,
    ],
    ['no URL at all', { uaa: client, uri: 'not a url' }, undefined],
  ])('%s', async (_name, document, expected) => {
    expect(await apiUrl(document)).toBe(expected);
  });

  const two = { endpoints: { Api: 'https://a', api: 'https://b', Events: 'https://c' }, ...nested };
  test.each([
    ['Api', 'https://a'],
    ['api', 'https://b'],
    ['EVENTS', 'https://c'],
  ])('the endpoint %s is chosen by name', async (name, expected) => {
    expect(await apiUrl(two, name)).toBe(expected);
  });

  test('an unknown endpoint is refused with the known ones', async () => {
    await expect(apiUrl(two, 'none')).rejects.toThrow(
      expect.objectContaining({
        code: 'E_INPUT_INVALID',
        message: expect.stringContaining('they are Api, api and Events'),
      }),
    );
    await expect(apiUrl(nested, 'none')).rejects.toThrow(/credential has none/);
    await expect(apiUrl(two, 'constructor')).rejects.toThrow(/names none/);
  });
});
