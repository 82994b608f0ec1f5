import { describe, expect, test } from 'vitest';
import type { CredentialOptions } from '../../src/credentials/complete.ts';
import { complete, HOST, KEY } from './complete-document.ts';

describe('the provider', () => {
  const client = { clientid: 'a', clientsecret: 'b' };
  test.each<[string, object, Partial<CredentialOptions>, object]>([
    [
      'etrusted by its host',
      { ...client, token_url: 'https://login.etrusted.com' },
      {},
      {
        provider: 'etrusted',
        apiUrl: 'https://api.etrusted.com',
        parameters: { audience: 'https://api.etrusted.com' },
      },
    ],
    [
      'etrusted by choice',
      client,
      { provider: 'etrusted' },
      { provider: 'etrusted', tokenUrl: new URL('https://login.etrusted.com/oauth/token') },
    ],
    [
      'no etrusted by a similar host',
      { ...client, token_url: 'https://login.etrusted.com.evil.example/t' },
      {},
      { provider: 'oauth2', parameters: {} },
    ],
    [
      'ias by its host',
      { ...client, url: 'https://a.accounts.ondemand.com' },
      {},
      { provider: 'ias', tokenUrl: new URL('https://a.accounts.ondemand.com/oauth2/token') },
    ],
    [
      'ias by its credential type',
      { ...client, url: 'https://a.example', 'credential-type': 'SECRET' },
      {},
      { provider: 'ias' },
    ],
    [
      'ias with its tenant',
      { ...client, url: 'https://a.example', app_tid: 'tenant' },
      {},
      { provider: 'ias', parameters: { app_tid: 'tenant' } },
    ],
    [
      'xsuaa by its credential type',
      { ...client, url: 'https://a.example', 'credential-type': 'binding-secret' },
      {},
      { provider: 'xsuaa' },
    ],
    [
      'xsuaa where nothing is known',
      { ...client, url: 'https://a.example' },
      {},
      { provider: 'xsuaa' },
    ],
    [
      'xsuaa before oauth2',
      { ...client, clientid: 'sb-a', tokenurl: 'https://a.example' },
      {},
      { provider: 'xsuaa' },
    ],
    [
      'oauth2 by its token URL',
      { ...client, tokenurl: 'https://a.example/t' },
      {},
      { provider: 'oauth2' },
    ],
    [
      'the chosen one',
      { ...KEY, url: 'https://own.example' },
      { provider: 'ias' },
      { provider: 'ias', tokenUrl: new URL('https://own.example/oauth2/token') },
    ],
    [
      'no etrusted by a label alone where the client is at another host',
      { label: 'etrusted', ...KEY },
      {},
      { provider: 'xsuaa', tokenUrl: new URL(`${HOST}/oauth/token`) },
    ],
    [
      'no etrusted by an audience alone where the client is of XSUAA',
      { ...KEY, audience: 'https://api.etrusted.com' },
      {},
      { provider: 'xsuaa', tokenUrl: new URL(`${HOST}/oauth/token`) },
    ],
    [
      'no ias by a member called domain',
      { ...client, domain: 'a.eu.auth0.com', token_url: 'https://a.eu.auth0.com/oauth/token' },
      {},
      { provider: 'oauth2' },
    ],
  ])('is %s', async (_name, document, choices, expected) => {
    expect(await complete(document, {}, choices)).toMatchObject(expected);
  });
});
