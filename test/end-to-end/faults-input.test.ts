import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bindingSecret } from '../servers/service-keys.ts';
import { arrange, failsUnsent, succeeds } from './faults.ts';
import { failedStep, goodStep, step, warnings } from './step.ts';
import { formOf, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

const credentials = (text: string) => () => ({ inputs: { credentials: text } });

test('an empty credential names the input and why a secret is empty', async () => {
  const message = await failsUnsent('E_INPUT_MISSING', credentials(''));
  expect(message).toContain('credentials');
  expect(message).toMatch(/environment.*pull_request/);
});

test.each([' \n', '\n', '\t'])(
  'the blank credential %j is as good as none, and never a mask',
  async (blank) => {
    const run = await step({ inputs: { credentials: blank, 'client-secret': blank }, secrets: [] });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^::error title=E_INPUT_MISSING::[^\n]+\n$/);
  },
);

test('a key of several lines works, and the warning says how to store it', async () => {
  const { run } = await succeeds(({ client }) => ({
    inputs: { credentials: JSON.stringify(client.key, undefined, 2) },
  }));
  expect(warnings(run)).toEqual([expect.stringMatching(/brace.*jq -c/)]);
});

test('a key of one line works without a warning', async () => {
  const { run } = await succeeds();
  expect(warnings(run)).toEqual([]);
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['on one line', base64],
  ['in lines of 76', (text: string) => `${base64(text).replace(/.{76}/g, '$&\n')}\n`],
  ['in the alphabet of URLs', (text: string) => Buffer.from(text).toString('base64url')],
])('a key in base64 %s works, and its secret is masked first', async (_how, encode) => {
  const { run, client } = await succeeds((world) => ({
    inputs: { credentials: encode(world.client.credentials) },
  }));
  expect(run.stdout.startsWith(`::add-mask::${client.clientSecret}\n`)).toBe(true);
});

test.each(['{"clientid":"sb-zqjx', '{"clientid":"sb-zqjx","clientsecret":"'])(
  'the beginning %j of a key says where it ends, and nothing of it',
  async (text) => {
    const message = await failsUnsent('E_CREDENTIAL_FORMAT', credentials(text));
    expect(message).toMatch(/truncated/);
    expect(message).toMatch(new RegExp(`\\b${text.length}\\b`));
    expect(message).not.toMatch(/zqjx|sb-/);
  },
);

test.each(['[]', 'null', '1', '"text"', 'true'])('the JSON %s holds no client', async (text) => {
  await failsUnsent('E_CREDENTIAL_SHAPE', credentials(text));
});

test('of two members with one name the last one counts, and no prototype changes', async () => {
  const { server, client } = await succeeds((world) => {
    const { clientid: _, ...rest } = world.client.key;
    const others = JSON.stringify(rest).slice(1);
    const hostile = '"__proto__":{"clientid":"evil","url":"https://evil.example"},"constructor":{}';
    return {
      inputs: {
        credentials: `{"clientid":"first","clientid":"${world.client.clientId}",${hostile},${others}`,
      },
    };
  });
  expect(formOf(server.requests[0])).toContainEqual(['client_id', client.clientId]);
  // A member like any other, whatever its name.
  await failsUnsent('E_CREDENTIAL_NO_SECRET', credentials('{"__proto__":{"clientid":"x"}}'));
});

test('a client without a secret is told before anything is sent', async () => {
  for (const clientsecret of ['', null, undefined]) {
    await failsUnsent('E_CREDENTIAL_NO_SECRET', ({ client }) => ({
      inputs: { credentials: JSON.stringify({ ...client.key, clientsecret }) },
    }));
  }
});

test('two whole credentials are a conflict, one part overrides (decision 0009)', async () => {
  const message = await failsUnsent('E_INPUT_CONFLICT', ({ client, server }) => ({
    inputs: {
      credentials: client.credentials,
      'client-id': client.clientId,
      'client-secret': client.clientSecret,
      'token-url': server.url,
    },
  }));
  for (const name of ['credentials', 'client-id', 'client-secret', 'token-url']) {
    expect(message).toContain(name);
  }
  const other = bindingSecret();
  const { server } = await succeeds(({ client }) => ({
    inputs: { credentials: client.credentials, 'client-secret': other },
    secrets: [other],
  }));
  expect(formOf(server.requests[0])).toContainEqual(['client_secret', other]);
});

test.each(['sb-a89eef4d-1cc2-417...', 'sb-calm', 'sb-calm!'])(
  'the cut client id %s is a warning, and a hint after a refusal',
  async (clientid) => {
    const key = (client: ReturnType<typeof xsuaaClient>) => ({
      inputs: { credentials: JSON.stringify({ ...client.key, clientid }) },
    });
    const { run } = await succeeds(({ client }) => key(client));
    expect(warnings(run)).toEqual([expect.stringMatching(/client id looks cut.*sb-name!b123/)]);
    const world = await arrange(() => ({ status: 401, body: { error: 'unauthorized' } }));
    const message = await failedStep('E_UNAUTHORIZED', world.options(key(world.client)));
    expect(message).toContain('The client id looks cut');
  },
);

/** The secret as the server reads it from the form. */
async function sentSecret(clientSecret: string): Promise<void> {
  const world = await arrange(undefined, clientSecret);
  await goodStep(world.options());
  const { body = '' } = world.server.requests[0] ?? {};
  expect(new URLSearchParams(body).get('client_secret')).toBe(clientSecret);
  if (clientSecret.includes('+')) expect(body).toContain('%2B');
}

test('a secret of 28 characters of base64 arrives byte for byte', async () => {
  await sentSecret('aB3+dE/gH1jK+mN0pQ2rS/uV4w8=');
});

test.each(['%', '&', '=', '#', ';', ' ', "'", '"', '`', '\\', '<', '>', '\u00e4\u20ac'])(
  'a secret with %j inside arrives byte for byte',
  (character) => sentSecret(`${randomUUID()}${character}${opaqueToken()}`),
);

test('a secret with shell escapes is sent as it is, and a refusal names them', async () => {
  const secret = `${randomUUID()}\\$${opaqueToken()}=`;
  await sentSecret(secret);
  const world = await arrange(() => ({ status: 401, body: { error: 'unauthorized' } }), secret);
  const message = await failedStep('E_UNAUTHORIZED', world.options());
  expect(message).toContain('backslash before a special character');
});

test.each(['true', '{', '}', 'a', '1'])(
  'the secret %j is a warning, and a mask only where that hides nothing common',
  async (secret) => {
    const token = opaqueToken();
    const server = await serve(() => tokenAnswer(token));
    const client = xsuaaClient(server.url, secret);
    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: trusting,
      secrets: [token],
    });
    expect(warnings(run)).toEqual([expect.stringMatching(/shorter than 6|placeholder/)]);
    const masks = run.stdout.split('\n').filter((line) => line === `::add-mask::${secret}`);
    expect(masks).toHaveLength(/^[a1]$/.test(secret) ? 1 : 0);
  },
);

test.each([
  ['allowed_hosts', 'Did you mean allowed-hosts?'],
  ['Client_Secret', 'Did you mean client-secret?'],
  ['requirescopes', 'Did you mean require-scopes?'],
  ['refresh', 'this version has no refresh yet'],
])('the input %s fails before any request: %s', async (name, words) => {
  const message = await failsUnsent('E_INPUT_INVALID', ({ client }) => ({
    inputs: { credentials: client.credentials, [name]: 'true' },
  }));
  expect(message).toContain(words);
});

test('an input that nobody knows is a warning beside the token', async () => {
  const { run } = await succeeds(({ client }) => ({
    inputs: { credentials: client.credentials, webhook: 'x', refresh: 'false' },
  }));
  expect(warnings(run)).toEqual([expect.stringContaining('they do nothing: webhook.')]);
});

test.each<[given: string, missing: string, inputs: Record<string, string>]>([
  ['client-id', 'client-secret and token-url', { 'client-id': 'sb-a!t1' }],
  ['client-secret and token-url', 'client-id', { 'client-secret': 'y', 'token-url': 'https://a' }],
  [
    'client-id and certificate',
    'private-key and token-url',
    { 'client-id': 'a', certificate: 'b' },
  ],
])('%s alone name what is missing: %s', async (given, missing, inputs) => {
  const message = await failsUnsent('E_INPUT_MISSING', () => ({ inputs }));
  expect(message).toContain(`there are ${given}; missing: ${missing}.`);
});

test.each([
  ['https://undefined/oauth/token', 'E_URL_INVALID', 'undefined or null'],
  ['https:///oauth/token', 'E_URL_INVALID', 'has no host'],
  ['oauth/token', 'E_URL_INVALID', 'has no host'],
  ['https://acme..example.com/oauth/token', 'E_URL_INVALID', 'has an empty part in its host'],
])('an empty variable in the token URL %s is told', async (tokenUrl, code, words) => {
  const message = await failsUnsent(code, ({ client }) => ({
    inputs: {
      'client-id': client.clientId,
      'client-secret': client.clientSecret,
      'token-url': tokenUrl,
    },
  }));
  expect(message).toContain(words);
});
