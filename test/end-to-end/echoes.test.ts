import { expect, test } from 'vitest';
import type { Answer } from '../servers/https-server.ts';
import { formEncoded } from './leaks.ts';
import { failedStep, goodStep } from './step.ts';
import { jwt, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

type Echo = (secret: string, clientId: string) => string;

const base64 = (text: string) => Buffer.from(text).toString('base64');
/** The first half of the UUID that secrets begin with. */
const part = (secret: string) => secret.slice(0, 18);
const half = (text: string) => text.slice(0, Math.ceil(text.length / 2));

const ECHOES: readonly (readonly [how: string, echo: Echo])[] = [
  ['as it is', (secret) => secret],
  ['in base64', base64],
  ['in base64, one byte later', (secret) => base64(`:${secret}`)],
  ['in base64, two bytes later', (secret) => base64(`::${secret}`)],
  ['in base64 of short lines', (secret) => base64(secret).replace(/.{7}/g, '$&\r\n')],
  ['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
  ['as a Basic pair', (secret, id) => base64(`${id}:${secret}`)],
  ['as an encoded Basic pair', (secret, id) => base64(`${formEncoded(id)}:${formEncoded(secret)}`)],
  ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
  ['in capital hexadecimal', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['percent-encoded', encodeURIComponent],
  ['percent-encoded throughout', (secret) => secret.replace(/./g, (c) => percent(c))],
  ['form-encoded, beside a lone %', (secret) => `100% ${formEncoded(secret)}`],
  ['escaped for JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
  ['by its first half', half],
  ['by its second half', (secret) => secret.slice(half(secret).length)],
  [
    'with control characters between',
    (secret) => `${half(secret)}\u0007${secret.slice(half(secret).length)}`,
  ],
  ['in capitals', (secret) => secret.toUpperCase()],
  [
    'as workflow commands',
    (secret) => `x\n::notice::${secret}\n##[error]${secret}\n::stop-commands::x`,
  ],
];

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}

async function failedAgainst(code: string, answer: (secret: string, token: string) => Answer) {
  const token = opaqueToken();
  const server = await serve(({ body }) => {
    return answer(new URLSearchParams(body).get('client_secret') ?? '', token);
  });
  const client = xsuaaClient(server.url);
  const message = await failedStep(code, {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [
      client.clientSecret,
      client.clientSecret.toUpperCase(),
      part(client.clientSecret),
      token,
    ],
    clientId: client.clientId,
  });
  expect(server.requests).toHaveLength(1);
  return message;
}

test.each(ECHOES)('a secret that the server echoes %s is not shown', async (_how, echo) => {
  const message = await failedAgainst('E_UNAUTHORIZED', (secret) => {
    const description = `Bad credentials: ${echo(secret, 'sb-demo!t1')}`;
    return { status: 401, body: { error: 'unauthorized', error_description: description } };
  });
  expect(message).toContain('The server answered 401: "unauthorized", a reason that');
});

test('a reason is one line without commands, colours and direction marks', async () => {
  const reason = 'no\r\n::set-output name=access-token::x\u001b[31m##[error]\u202Ex';
  const message = await failedAgainst('E_UNAUTHORIZED', () => {
    return { status: 401, body: { error: 'unauthorized', error_description: reason } };
  });
  expect(message).toContain('"no : :set-output name=access-token: :x [31m## [error] x"');
});

test('a long reason is cut', async () => {
  const message = await failedAgainst('E_HTTP', () => {
    return { status: 400, body: { error: 'e', error_description: 'x'.repeat(200_000) } };
  });
  expect(message).toContain(`"${'x'.repeat(300)}..."`);
});

/** Places from which something gets into a message of failure. */
test.each<[where: string, code: string, answer: (echo: string, token: string) => Answer]>([
  ['error', 'E_HTTP', (echo) => ({ status: 400, body: { error: echo } })],
  [
    'x-vcap-request-id',
    'E_HTTP',
    (echo) => ({
      status: 400,
      headers: { 'x-vcap-request-id': echo },
      body: {},
    }),
  ],
  [
    'location, as a host',
    'E_REDIRECT',
    (echo) => ({
      status: 302,
      headers: { location: `https://${Buffer.from(echo).toString('hex')}.example.com` },
    }),
  ],
  [
    'location, as a path',
    'E_REDIRECT',
    (echo) => ({ status: 302, headers: { location: `/${encodeURIComponent(echo)}` } }),
  ],
  [
    'content-type',
    'E_TOKEN_NOT_JSON',
    (echo) => ({ headers: { 'content-type': `text/${echo}` }, body: '<html>' }),
  ],
  ['the body', 'E_TOKEN_NOT_JSON', (echo) => ({ body: echo })],
  ['token_type', 'E_TOKEN_TYPE', (echo, token) => tokenAnswer(token, { token_type: echo })],
])('a part of a secret in %s is not shown', async (_where, code, answer) => {
  await failedAgainst(code, (secret, token) => answer(part(secret), token));
});

test('a token that comes with an OAuth error is not shown', async () => {
  await failedAgainst('E_UNAUTHORIZED', (_secret, token) =>
    tokenAnswer(token, { error: 'access_denied', error_description: `revoked ${token}` }),
  );
});

test('a token of 18 characters that stands in token_type too is not shown', async () => {
  const token = opaqueToken().replace(/[-_]/g, 'x').slice(0, 18);
  const server = await serve(() => tokenAnswer(token, { token_type: token }));
  const client = xsuaaClient(server.url);
  await failedStep('E_TOKEN_TYPE', {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
});

test.each<[where: string, others: (token: string, secret: string) => Record<string, unknown>]>([
  ['the token in scope', (token) => ({ scope: `a ${token} b` })],
  ['the secret in scope', (_token, secret) => ({ scope: `a ${secret} b` })],
  [
    'the token in base64url in scope',
    (token) => ({ scope: Buffer.from(token).toString('base64url') }),
  ],
  [
    'the secret in hexadecimal in scope',
    (_t, secret) => ({ scope: Buffer.from(secret).toString('hex') }),
  ],
  ['half the secret in scope', (_token, secret) => ({ scope: half(secret) })],
  ['other tokens beside it', () => ({ refresh_token: opaqueToken(), id_token: jwt() })],
  [
    'members that nobody asked for',
    (token, secret) => ({ [secret]: token, note: [token, secret] }),
  ],
])('a good answer with %s shows nothing of it', async (_where, others) => {
  const token = opaqueToken();
  const server = await serve(({ body }) =>
    tokenAnswer(token, others(token, new URLSearchParams(body).get('client_secret') ?? '')),
  );
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(run.outputs).not.toHaveProperty('refresh-token');
  expect(run.outputs).not.toHaveProperty('scope');
});

test.each<[where: string, echo: (secret: string, parameter: string) => string]>([
  ['a piece of nine characters', (secret) => secret.slice(9, 18)],
  ['the Basic value', (secret) => base64(`sb-demo!t1:${secret}`)],
  ['the form-encoded Basic value', (secret) => base64(`sb-demo%21t1:${formEncoded(secret)}`)],
  ['a piece of a secret parameter', (_secret, parameter) => parameter.slice(3, 14)],
  [
    'a secret parameter in base64url',
    (_s, parameter) => Buffer.from(parameter).toString('base64url'),
  ],
])('a good answer whose scope and claims hold %s shows nothing of it', async (_where, echo) => {
  const parameter = 'correct-horse-battery';
  const claimed = { iss: '', zid: '', scope: [''] };
  const server = await serve(({ body }) => {
    const text = echo(new URLSearchParams(body).get('client_secret') ?? '', parameter);
    return tokenAnswer(jwt({ ...claimed, iss: text, zid: `zone ${text}` }), { scope: text });
  });
  const { key, clientSecret } = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: {
      credentials: JSON.stringify({ ...key, zoneid: '', identityzoneid: '', tenantid: '' }),
      parameters: `api_key=${parameter}`,
    },
    env: trusting,
    secrets: [clientSecret, parameter],
  });
  for (const name of ['issuer', 'zone  ', 'scopes']) {
    expect(run.stdout).toContain(`\n${name.padEnd(16)}not shown`);
  }
  expect(run.outputs).not.toHaveProperty('scope');
});

test('words in place of other tokens become no masks', async () => {
  const token = opaqueToken();
  const server = await serve(() =>
    tokenAnswer(token, { refresh_token: 'none', id_token: 'true', scope: 'none.of.it' }),
  );
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.stdout).not.toMatch(/::add-mask::(?:none|true)\n/);
  expect(run.outputs['scope']).toBe('none.of.it');
});

test.each(['ok', 'not-authorized', 'tokn1'])(
  'the word %s is no token, and no mask',
  async (word) => {
    const server = await serve(() => tokenAnswer(word));
    const client = xsuaaClient(server.url);
    const options = {
      inputs: { credentials: client.credentials },
      env: trusting,
      secrets: [client.clientSecret],
    };
    const message = await failedStep(
      word === 'tokn1' ? 'E_TOKEN_SIZE' : 'E_TOKEN_MISSING',
      options,
    );
    expect(message).not.toContain(`"${word}"`);
  },
);

test('a scope that repeats nothing is an output, whatever the claims beside it repeat', async () => {
  const server = await serve(({ body }) => {
    const secret = new URLSearchParams(body).get('client_secret') ?? '';
    return tokenAnswer(jwt({ iss: secret }), { scope: 'app.Read app.Write' });
  });
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret],
  });
  expect(run.stdout).toContain('\nissuer          not shown');
  expect(run.stdout).toContain('\nscopes          app.Read app.Write\n');
  expect(run.outputs['scope']).toBe('app.Read app.Write');
});

test('claims that echo the secret or hold commands show neither', async () => {
  const server = await serve(({ body }) => {
    const secret = new URLSearchParams(body).get('client_secret') ?? '';
    return tokenAnswer(jwt({ iss: secret, zid: 'a\n::error::b', scope: [secret, 'x\ny'] }));
  });
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    // Without its zone: the token would be of another one.
    inputs: {
      credentials: JSON.stringify({ ...client.key, zoneid: '', identityzoneid: '', tenantid: '' }),
    },
    env: trusting,
    secrets: [client.clientSecret],
  });
  expect(run.stdout).toContain('\nissuer          not shown');
  expect(run.stdout).toContain('\nzone            a : :error: :b\n');
});

test.each(['.', ' ', '\u200b', '::'])(
  'claims that hold the secret with %j between its characters do not show it',
  async (between) => {
    const server = await serve(({ body }) => {
      const secret = new URLSearchParams(body).get('client_secret') ?? '';
      return tokenAnswer(jwt({ iss: `a ${[...secret].join(between)}` }));
    });
    const client = xsuaaClient(server.url);
    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: trusting,
      secrets: [client.clientSecret],
    });
    expect(run.stdout).toContain('\nissuer          not shown');
  },
);

test('a secret among the further parameters is masked, and its echo not shown', async () => {
  const assertion = opaqueToken();
  const server = await serve(() => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: `not valid: ${assertion}` },
  }));
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_HTTP', {
    inputs: { credentials: client.credentials, parameters: `assertion=${assertion}` },
    env: trusting,
    secrets: [client.clientSecret, assertion],
  });
  expect(message).toContain('not shown');
});

test.each([
  [
    'hexadecimal with colons',
    (secret: string) => Buffer.from(secret).toString('hex').replace(/../g, '$&:'),
  ],
  ['with dots between', (secret: string) => [...secret].join('.')],
  ['backwards', (secret: string) => [...secret].reverse().join('')],
])('a secret that comes back %s is not shown', async (_how, disguise) => {
  const server = await serve(({ body }) => {
    const secret = new URLSearchParams(body).get('client_secret') ?? '';
    return { status: 401, body: { error: 'invalid_client', error_description: disguise(secret) } };
  });
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret],
  });
  expect(message).toContain('not shown');
});
