import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/credentials/fields.ts';
import {
  ias,
  typedTokenUrl,
  uaaMutualTlsUrl,
  uaaTokenUrl,
} from '../../src/credentials/providers.ts';

test.each([
  ['https://a.example', 'https://a.example/oauth/token'],
  ['https://a.example/', 'https://a.example/oauth/token'],
  ['https://a.example/oauth2/token', 'https://a.example/oauth2/token'],
  ['https://a.example/anything', 'https://a.example/anything'],
  ['https://a.example:1/?x=1', 'https://a.example:1/oauth/token?x=1'],
  ['https://a.example/oauth/token/', 'https://a.example/oauth/token/'],
])('typed: %s is used as %s', (text, href) => {
  expect(typedTokenUrl(text).href).toBe(href);
});

test.each([
  '/oauth/token/oauth/token',
  '/oauth2/token/oauth2/token',
  '/oauth/token/oauth/token/',
  '/p/oauth/token/oauth/token',
])('typed: %s is refused', (path) => {
  expect(() => typedTokenUrl(`https://a.example${path}`)).toThrow(
    expect.objectContaining({ code: 'E_URL_DOUBLED' }),
  );
});

describe('of a UAA', () => {
  test.each<[Fields, string | undefined]>([
    [{}, undefined],
    [{ url: 'https://a.example' }, 'https://a.example/oauth/token'],
    [{ url: 'https://a.example/' }, 'https://a.example/oauth/token'],
    [{ url: 'https://a.example/oauth/token' }, 'https://a.example/oauth/token'],
    [
      { url: 'https://a.example:40654/uaa-security' },
      'https://a.example:40654/uaa-security/oauth/token',
    ],
    [{ url: 'https://a.example/?x=1' }, 'https://a.example/oauth/token?x=1'],
    [{ tokenUrl: 'https://a.example' }, 'https://a.example/oauth/token'],
    [{ tokenUrl: 'https://a.example', url: 'https://b.example' }, 'https://a.example/oauth/token'],
    [{ tokenUrl: 'https://a.example/oauth/token' }, 'https://a.example/oauth/token'],
    [{ tokenUrl: 'https://a.example/oauth/token?x=1' }, 'https://a.example/oauth/token?x=1'],
    [{ tokenUrl: 'https://a.example/oauth/token/oauth/token' }, 'https://a.example/oauth/token'],
    [
      { tokenUrl: 'https://a.example:1/p/oauth/token/oauth/token/' },
      'https://a.example:1/p/oauth/token',
    ],
    [
      { tokenUrl: 'https://a.example', tokenUrlSuffix: '/oauth2/token' },
      'https://a.example/oauth2/token',
    ],
    [{ tokenUrl: 'https://a.example/p' }, 'https://a.example/p/oauth/token'],
    [
      { tokenUrl: 'https://a.example/oauth2/api/v1/token' },
      'https://a.example/oauth2/api/v1/token',
    ],
  ])('%j: %s', (fields, href) => {
    expect(uaaTokenUrl(fields)?.href).toBe(href);
  });

  const plain = 'https://t.authentication.eu10.hana.ondemand.com';
  const mutual = 'https://t.authentication.cert.eu10.hana.ondemand.com';
  test.each<[Fields, string | undefined]>([
    [{ certUrl: mutual, url: plain }, `${mutual}/oauth/token`],
    [{ certUrl: `${mutual}/oauth/token` }, `${mutual}/oauth/token`],
    [{ certUrl: `${mutual}/oauth/token/` }, `${mutual}/oauth/token`],
    [{ url: plain }, `${mutual}/oauth/token`],
    [{ url: mutual }, `${mutual}/oauth/token`],
    [{ tokenUrl: `${plain}:8443/oauth/token?x=1` }, `${mutual}:8443/oauth/token?x=1`],
    [{ url: 'https://uaa.example' }, undefined],
    [{}, undefined],
  ])('with a certificate, %j: %s', (fields, href) => {
    expect(uaaMutualTlsUrl(fields)?.href).toBe(href);
  });
});

test.each<[Fields, string | undefined]>([
  [{ url: 'https://a.accounts.ondemand.com' }, 'https://a.accounts.ondemand.com/oauth2/token'],
  [
    { url: 'https://a.accounts.ondemand.com/oauth2/token' },
    'https://a.accounts.ondemand.com/oauth2/token',
  ],
  [{ url: 'https://a.example:1/p/' }, 'https://a.example:1/p/oauth2/token'],
  [
    { tokenUrl: 'https://a.example/x/token', url: 'https://b.example' },
    'https://a.example/x/token',
  ],
  [{}, undefined],
])('of SAP Cloud Identity Services, %j: %s', (fields, href) => {
  expect(ias.tokenUrl(fields, 'secret')?.href).toBe(href);
});
