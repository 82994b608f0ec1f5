import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { HttpRequest } from '../../../src/http/http.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { recordingRunner } from '../../context.ts';
import { authorityContext } from './authority-context.ts';
import { cfWorld, START } from './cloud-foundry-world.ts';

const SETTINGS = {
  kind: 'cloud-foundry',
  api: 'https://api.cf.eu10.hana.ondemand.com',
  organization: 'acme',
  space: 'prod',
  instance: 'calm-api',
};

/** An authority whose API names this UAA server; everything else is refused. */
function opened(
  settings: JsonObject,
  { uaa = '', allowedHosts }: { uaa?: unknown; allowedHosts?: readonly string[] | undefined } = {},
) {
  const requests: HttpRequest[] = [];
  const runner = recordingRunner();
  const links = { uaa: { href: uaa }, login: null };
  const open = () =>
    cloudFoundry.open(settings, '{"username":"jane","password":"Pw-of-jane"}', context);
  const context = authorityContext({
    runner,
    transport: async (request) => {
      requests.push(request);
      const status = request.method === 'GET' ? 200 : 401;
      return { status, headers: {}, body: Buffer.from(JSON.stringify({ links })) };
    },
    timing: { now: () => START, random: () => 0, sleep: async () => {} },
    deadline: START + 1000,
    allowedHosts,
  });
  return { open, requests, masked: runner.masks, hosts: () => requests.map(({ url }) => url.host) };
}

describe('settings', () => {
  test.each([
    ['no api', { api: undefined }, 'E_CONFIG'],
    ['an api that is a number', { api: 7 }, 'E_CONFIG'],
    ['no organization', { organization: '' }, 'E_CONFIG'],
    ['a space of two lines', { space: 'prod\ntest' }, 'E_CONFIG'],
    ['a blank instance', { instance: ' ' }, 'E_CONFIG'],
    ['half a character', { instance: '\ud800' }, 'E_CONFIG'],
    ['parameters as a text', { parameters: '{}' }, 'E_CONFIG'],
    ['parameters as a list', { parameters: [] }, 'E_CONFIG'],
    ['plain HTTP', { api: 'http://api.cf.example.com' }, 'E_URL_INSECURE'],
    ['no URL', { api: 'api cf' }, 'E_URL_INVALID'],
    ['a password in the URL', { api: 'https://u:Pw-in-url@api.example.com' }, 'E_URL_USERINFO'],
  ])('with %s are refused before anything is sent', (_what, wrong, code) => {
    const { open, requests, masked } = opened({ ...SETTINGS, ...wrong });
    expect(open).toThrow(expect.objectContaining({ code }));
    expect(open).not.toThrow(/Pw-/);
    expect(requests).toEqual([]);
    expect(masked).toContain('Pw-of-jane');
  });

  test('say which of them is wrong, and what is expected', () => {
    for (const [name, value] of Object.entries({ space: 7, parameters: 'x' })) {
      expect(opened({ ...SETTINGS, [name]: value }).open).toThrow(
        expect.objectContaining({
          message: `The setting ${name} of the authority cloud-foundry is missing or not what it must be. It needs api (https://api.cf.eu10.hana.ondemand.com or the like), organization, space and instance, and may have parameters, an object.`,
        }),
      );
    }
    expect(opened({ ...SETTINGS, api: 'a b' }).open).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('The api of the authority cloud-foundry is not a URL.'),
      }),
    );
  });

  test('name an API below a path, with or without a slash at its end', async () => {
    const api = 'https://api.cf.example.com/cf/';
    const { open, requests } = opened(
      { ...SETTINGS, api },
      { uaa: 'https://uaa.cf.example.com/x/', allowedHosts: ['*.cf.example.com'] },
    );
    await expect(open().check()).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(requests.map(({ url }) => url.href)).toEqual([
      'https://api.cf.example.com/cf/',
      'https://uaa.cf.example.com/x/oauth/token',
    ]);
  });
});

describe('the login goes', () => {
  test.each([
    ['uaa.cf.eu10.hana.ondemand.com', SETTINGS.api],
    ['login.cf.eu10.hana.ondemand.com', SETTINGS.api],
    ['api.cf.eu10.hana.ondemand.com', SETTINGS.api],
    ['uaa.eu10.sys.example.com', 'https://api.eu10.sys.example.com'],
    ['cf.internal:8443', 'https://cf.internal'],
  ])('to %s beside %s', async (uaa, api) => {
    const allowedHosts = api === SETTINGS.api ? undefined : [new URL(api).host, uaa];
    const { open, hosts } = opened({ ...SETTINGS, api }, { uaa: `https://${uaa}`, allowedHosts });
    await expect(open().check()).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(hosts().at(-1)).toBe(uaa);
  });

  test.each([
    ['evil.test', SETTINGS.api],
    ['uaa.cf.us10.hana.ondemand.com', SETTINGS.api],
    ['anybody.cfapps.eu10.hana.ondemand.com', SETTINGS.api],
    ['xcf.eu10.hana.ondemand.com', SETTINGS.api],
    ['evil.com', 'https://api.com'],
    ['uaa.internal', 'https://cf.internal'],
    ['127.0.0.1', SETTINGS.api],
    ['uaa.cf.example.com', 'https://myapi.cf.example.com'],
    ['anybody.cf.eu10.hana.ondemand.com', SETTINGS.api],
  ])('never to %s beside %s, not even where both are allowed', async (uaa, api) => {
    const allowedHosts = ['*.hana.ondemand.com', new URL(api).host, uaa];
    const { open, requests } = opened(
      { ...SETTINGS, api },
      { uaa: `https://${uaa}`, allowedHosts },
    );
    await expect(open().check()).rejects.toMatchObject({
      code: 'E_HOST_NOT_ALLOWED',
      message: `The Cloud Foundry API ${new URL(api).host} names the UAA server ${uaa}, which is not in the domain of the API. The login was not sent. Is api of the authority right? The login goes to login or uaa in the domain of the API, and allowed-hosts does not widen that.`,
    });
    expect(requests).toHaveLength(1);
  });

  test('nowhere that allowed-hosts does not name', async () => {
    const near = 'https://uaa.cf.eu10.hana.ondemand.com';
    const only = ['api.cf.eu10.hana.ondemand.com'];
    const refused = opened(SETTINGS, { uaa: near, allowedHosts: only });
    await expect(refused.open().check()).rejects.toMatchObject({
      code: 'E_HOST_NOT_ALLOWED',
      message:
        'The Cloud Foundry API api.cf.eu10.hana.ondemand.com names the UAA server uaa.cf.eu10.hana.ondemand.com, which is not among the allowed-hosts. The login was not sent. If the host is right, name both in allowed-hosts.',
    });
    expect(refused.hosts()).toEqual(only);
  });

  test.each([[[]], [['*.example.com']]])(
    'nowhere where the API is not among %j',
    (allowedHosts) => {
      const { open, requests } = opened(SETTINGS, { allowedHosts });
      expect(open).toThrow(
        expect.objectContaining({
          code: 'E_HOST_NOT_ALLOWED',
          message:
            'The Cloud Foundry API api.cf.eu10.hana.ondemand.com is not among the allowed-hosts. Nothing was sent. If that host is right, add api.cf.eu10.hana.ondemand.com to allowed-hosts of the step. If not, find out who has changed the inventory.',
        }),
      );
      expect(requests).toEqual([]);
    },
  );

  test.each([
    'http://uaa.cf.eu10.hana.ondemand.com',
    'ftp://uaa.cf.eu10.hana.ondemand.com',
    'https://jane:x@uaa.cf.eu10.hana.ondemand.com',
    'uaa',
  ])('not to %s, which is no plain https URL', async (uaa) => {
    const { open, requests } = opened(SETTINGS, { uaa });
    await expect(open().check()).rejects.toMatchObject({
      code: 'E_AUTHORITY',
      message: expect.stringContaining('names a UAA server that has no plain https URL'),
    });
    expect(requests).toHaveLength(1);
  });

  test.each([[undefined], [''], [7], [{}]])('nowhere where the API names %j', async (uaa) => {
    const { open, requests } = opened(SETTINGS, { uaa });
    await expect(open().check()).rejects.toMatchObject({
      code: 'E_AUTHORITY',
      message:
        'The Cloud Foundry API does not tell where its UAA server is. The Cloud Foundry API answered 200 (api.cf.eu10.hana.ondemand.com, 1 attempt). Is api of the authority right, for example https://api.cf.eu10.hana.ondemand.com? Is there a proxy between that answers itself?',
    });
    expect(requests).toHaveLength(1);
  });
});

describe('the discovery', () => {
  test('is repeated after a failure that may pass', async () => {
    const { authority, server, sleeps } = await cfWorld();
    server.inject('discovery', 'cut', { status: 503 });
    await authority.check();
    expect(sleeps).toEqual([150, 1500]);
  });

  test('that fails is told with the answer', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('discovery', { status: 404, body: 'Not found' });
    expect((await failure(authority.check())).message).toContain(
      'does not tell where its UAA server is. The Cloud Foundry API answered 404 (HOST, 1 attempt).',
    );
    expect(server.calls).toEqual(['discovery']);
  });
});
