import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bindingSecret } from '../servers/service-keys.ts';
import { failedStep } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

type Client = ReturnType<typeof xsuaaClient>;

interface Refusal {
  readonly inputs: (client: Client, url: string) => Record<string, string>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly says?: RegExp;
}

function key(change: (client: Client) => object): Refusal['inputs'] {
  return (client) => ({ credentials: JSON.stringify({ ...client.key, ...change(client) }) });
}

function text(credentials: string): Refusal['inputs'] {
  return () => ({ credentials });
}

/** Separate parts, with this token URL. */
function parts(tokenUrl: (url: string, client: Client) => string): Refusal['inputs'] {
  return (client, url) => ({
    'client-id': client.clientId,
    'client-secret': client.clientSecret,
    'token-url': tokenUrl(url, client),
  });
}

function whole(others: Record<string, string>): Refusal['inputs'] {
  return (client) => ({ credentials: client.credentials, ...others });
}

function withoutScheme(url: string): string {
  return url.replace('https://', '');
}

type Case = readonly [what: string, code: string, refusal: Refusal];

const REFUSALS: readonly Case[] = [
  ['no credential', 'E_INPUT_MISSING', { inputs: text(''), says: /pull_request/ }],
  ['a blank credential', 'E_INPUT_MISSING', { inputs: text(' \r\n\t') }],
  [
    'a truncated key',
    'E_CREDENTIAL_FORMAT',
    {
      inputs: ({ credentials }) => ({ credentials: credentials.slice(0, -20) }),
      says: /truncated/,
    },
  ],
  [
    'a key whose quotes a shell has eaten',
    'E_CREDENTIAL_FORMAT',
    { inputs: ({ credentials }) => ({ credentials: credentials.replaceAll('"', '') }) },
  ],
  [
    'a secret alone',
    'E_CREDENTIAL_FORMAT',
    { inputs: ({ clientSecret }) => ({ credentials: clientSecret }) },
  ],
  ['an empty array', 'E_CREDENTIAL_SHAPE', { inputs: () => ({ credentials: '[]' }) }],
  ['a number', 'E_CREDENTIAL_SHAPE', { inputs: text('17') }],
  ['null', 'E_CREDENTIAL_SHAPE', { inputs: text('null') }],
  ['an empty object', 'E_CREDENTIAL_SHAPE', { inputs: text('{}') }],
  [
    'a key without its secret',
    'E_CREDENTIAL_NO_SECRET',
    { inputs: key(() => ({ clientsecret: undefined })) },
  ],
  [
    'a key with an empty secret',
    'E_CREDENTIAL_NO_SECRET',
    { inputs: key(() => ({ clientsecret: '' })) },
  ],
  [
    'a key with null for a secret',
    'E_CREDENTIAL_NO_SECRET',
    { inputs: key(() => ({ clientsecret: null })) },
  ],
  [
    'a key for HTTP Basic',
    'E_CREDENTIAL_BASIC_ONLY',
    {
      inputs: ({ clientSecret }, url) => ({
        credentials: JSON.stringify({ url, username: 'JOB_USER', password: clientSecret }),
      }),
    },
  ],
  [
    'a key for people',
    'E_CREDENTIAL_GRANT',
    { inputs: key(() => ({ grant_type: 'user_token' })), says: /user_token/ },
  ],
  [
    'two complete credentials',
    'E_INPUT_CONFLICT',
    {
      inputs: (client, url) => ({
        credentials: client.credentials,
        ...parts((u) => u)(client, url),
      }),
    },
  ],
  [
    'http in a key',
    'E_URL_INSECURE',
    { inputs: key(() => ({ url: 'http://uaa.example.com' })), says: /uaa\.example\.com/ },
  ],
  [
    'a typed http URL',
    'E_URL_INSECURE',
    { inputs: parts(() => 'http://uaa.example.com/oauth/token') },
  ],
  [
    'a user name and password in the URL',
    'E_URL_USERINFO',
    {
      inputs: parts((url, { clientSecret }) => {
        const password = encodeURIComponent(clientSecret);
        return `https://user:${password}@${withoutScheme(url)}/oauth/token`;
      }),
    },
  ],
  ['a fragment', 'E_URL_FRAGMENT', { inputs: parts((url) => `${url}/oauth/token#top`) }],
  ['an empty fragment', 'E_URL_FRAGMENT', { inputs: parts((url) => `${url}/oauth/token#`) }],
  [
    'a doubled token path',
    'E_URL_DOUBLED',
    { inputs: parts((url) => `${url}/oauth/token/oauth/token`) },
  ],
  [
    'a secret in the query',
    'E_URL_SECRET_IN_QUERY',
    {
      inputs: parts((url, { clientSecret }) => {
        return `${url}/oauth/token?client_secret=${encodeURIComponent(clientSecret)}`;
      }),
    },
  ],
  ['a URL with a space in it', 'E_URL_INVALID', { inputs: parts((url) => `${url}/oauth token`) }],
  [
    'a secret in place of the URL',
    'E_URL_INVALID',
    {
      inputs: ({ clientId, clientSecret }, url) => ({
        'client-id': clientId,
        'client-secret': url,
        'token-url': clientSecret,
      }),
    },
  ],
  [
    'a host that is not allowed',
    'E_HOST_NOT_ALLOWED',
    {
      inputs: whole({ 'allowed-hosts': '*.hana.ondemand.com login.etrusted.com localhost:443' }),
      says: /localhost:\d+\. Nothing was sent there\. If that host is right, add localhost:\d+ to/,
    },
  ],
  ...['', ' ', '\n', ', ,'].map(
    (hosts): Case => [
      `a list of hosts that came out empty: ${JSON.stringify(hosts)}`,
      'E_INPUT_INVALID',
      {
        inputs: whole({ 'allowed-hosts': hosts }),
        says: /allowed-hosts is given, but names no host/,
      },
    ],
  ),
  [
    'a star within a host',
    'E_INPUT_INVALID',
    { inputs: whole({ 'allowed-hosts': 'localhost api.*.example' }), says: /^Host 2 .* star/ },
  ],
  ['a second line in the client id', 'E_INPUT_CHARSET', { inputs: whole({ 'client-id': 'a\nb' }) }],
  ['a timeout without a unit', 'E_INPUT_INVALID', { inputs: whole({ timeout: '60' }) }],
  ['an endpoint that is not there', 'E_INPUT_INVALID', { inputs: whole({ endpoint: 'scim2' }) }],
  ['a provider that is not known', 'E_INPUT_INVALID', { inputs: whole({ provider: 'okta' }) }],
  [
    'a parameter that the action sets itself',
    'E_INPUT_INVALID',
    { inputs: whole({ parameters: 'client_secret=x' }) },
  ],
  [
    'a parameter that is given twice',
    'E_INPUT_CONFLICT',
    { inputs: whole({ scope: 'a', parameters: 'scope=b' }) },
  ],
  ['an env-prefix of the runner', 'E_NAME', { inputs: whole({ 'env-prefix': 'GITHUB' }) }],
  ['an env-prefix with a line break', 'E_NAME', { inputs: whole({ 'env-prefix': 'A\nB' }) }],
  [
    'TLS without a check',
    'E_TLS_DISABLED',
    { inputs: whole({}), env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
  ],
  ['no GITHUB_OUTPUT', 'E_RUNNER', { inputs: whole({}), env: { GITHUB_OUTPUT: undefined } }],
  [
    'a GITHUB_OUTPUT that is a folder',
    'E_RUNNER',
    { inputs: whole({}), env: { GITHUB_OUTPUT: '/' } },
  ],
  [
    'no GITHUB_ENV for an env-prefix',
    'E_RUNNER',
    { inputs: whole({ 'env-prefix': 'CALM' }), env: { GITHUB_ENV: undefined } },
  ],
];

test.each(REFUSALS)('%s fails with %s before any request', async (_what, code, refusal) => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);

  const message = await failedStep(code, {
    inputs: refusal.inputs(client, server.url),
    env: { ...trusting, ...refusal.env },
    secrets: [client.clientSecret, client.clientSecret.toLowerCase(), token],
    clientId: client.clientId,
  });

  expect(server.requests).toEqual([]);
  expect(message).toMatch(refusal.says ?? /[.?]$/);
});

test('a second secret in a key is as secret as the first', async () => {
  const server = await serve(() => ({ status: 401, body: { error: 'unauthorized' } }));
  const client = xsuaaClient(server.url);
  const [other, password] = [bindingSecret(), randomUUID()];
  const broker = { clientsecret: other, url: `https://user:${password}@broker.example.com` };
  const credentials = JSON.stringify({ uaa: client.key, endpoints: { a: broker.url }, broker });

  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: { credentials },
    env: trusting,
    secrets: [client.clientSecret, other, password],
    clientId: client.clientId,
  });

  expect(message).toContain('The server answered 401');
  expect(server.requests).toHaveLength(1);
});
