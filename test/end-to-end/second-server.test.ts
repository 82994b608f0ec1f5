// Glewlwyd shares no code with the other server, nor with what the action runs on: C, GnuTLS.
import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { hasGlewlwyd, NEEDS_GLEWLWYD } from '../servers/glewlwyd.ts';
import { secondServer } from './second-server.ts';
import { failedStep, goodStep } from './step.ts';

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
/** Blanks are not kept at the ends of an input, so the blank stands inside. */
const EVERY_CHARACTER = `${ASCII.slice(1)} ${randomBytes(12).toString('hex')}`;
const HINT =
  'Check that client id and secret belong together and are stored exactly as they were handed out.';
const BASIC =
  'Some servers take the secret in a Basic header alone: try auth-method: client_secret_basic.';

describe.skipIf(!hasGlewlwyd)(`a second server (${NEEDS_GLEWLWYD})`, () => {
  const server = secondServer();

  async function withSecret(
    clientSecret: string = randomSecret(),
    method: 'client_secret_post' | 'client_secret_basic' = 'client_secret_post',
  ) {
    const step = await server.register({ methods: [method], clientSecret });
    const inputs = { ...step.inputs, 'client-secret': clientSecret, 'auth-method': method };
    return { ...step, inputs, secrets: [clientSecret] };
  }

  test('gives a token for a secret in the body', async () => {
    const options = await withSecret();
    const { outputs } = await goodStep(options);
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({
      client_id: options.clientId,
      scope: 'orders.read',
    });
    expect(outputs).toMatchObject({
      'token-type': 'bearer',
      'expires-in': '3600',
      scope: 'orders.read',
      'client-id': options.clientId,
      provider: 'oauth2',
      'auth-method': 'client_secret_post',
      'token-url': server.tokenUrl,
    });
  });

  test('gives a token for a secret of every printable ASCII character', async () => {
    const { outputs } = await goodStep(await withSecret(EVERY_CHARACTER));
    expect(outputs['access-token']?.split('.')).toHaveLength(3);
  });

  test('gives a token for a secret in a Basic header', async () => {
    const options = await withSecret(randomSecret(), 'client_secret_basic');
    const { outputs } = await goodStep(options);
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({ client_id: options.clientId });
    expect(outputs['auth-method']).toBe('client_secret_basic');
  });

  test('gives a token for a stored credential', async () => {
    const { inputs, ...options } = await withSecret(EVERY_CHARACTER);
    const credentials = JSON.stringify({
      clientid: inputs['client-id'],
      clientsecret: inputs['client-secret'],
      tokenurl: inputs['token-url'],
    });
    const run = await goodStep({ ...options, inputs: { credentials, scope: inputs.scope } });
    expect(decodeJwt(run.outputs['access-token'] ?? '')).toMatchObject({
      client_id: options.clientId,
    });
  });

  test('refuses a wrong secret', async () => {
    const options = await withSecret();
    const wrong = randomSecret();
    const message = await failedStep('E_UNAUTHORIZED', {
      ...options,
      inputs: { ...options.inputs, 'client-secret': wrong },
      secrets: [...options.secrets, wrong],
    });
    expect(message).toBe(server.refusal(`${HINT} ${BASIC}`));
  });

  // RFC 6749 2.3.1 has them form-encoded in a Basic header; this server takes them as they come.
  test('refuses a secret with special characters in a Basic header', async () => {
    const options = await withSecret(`${randomSecret()}+/$`, 'client_secret_basic');
    const basic =
      'Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.';
    expect(await failedStep('E_UNAUTHORIZED', options)).toBe(server.refusal(`${HINT} ${basic}`));
  });

  test.each([
    ['client_secret_basic', 'client_secret_post', `${HINT} ${BASIC}`],
    ['client_secret_post', 'client_secret_basic', HINT],
  ] as const)('refuses a client of %s that uses %s', async (registered, used, hint) => {
    const options = await withSecret(randomSecret(), registered);
    const inputs = { ...options.inputs, 'auth-method': used };
    const message = await failedStep('E_UNAUTHORIZED', { ...options, inputs });
    expect(message).toBe(server.refusal(hint));
  });

  test('refuses a request for no scope at all', async () => {
    const options = await withSecret();
    const { scope: _, ...inputs } = options.inputs;
    const message = await failedStep('E_UNAUTHORIZED', { ...options, inputs });
    const scope = 'Some servers answer so where no scope is asked for: try the input scope.';
    expect(message).toBe(server.refusal(`${HINT} ${BASIC} ${scope}`));
  });

  test('refuses a scope that the client lacks', async () => {
    const options = await withSecret();
    const inputs = { ...options.inputs, scope: 'orders.write' };
    const message = await failedStep('E_HTTP', { ...options, inputs });
    expect(message).toContain('The server answered 400: "scope_invalid" (localhost:');
  });

  test('leaves out a scope that the client lacks, beside one that it has', async () => {
    const options = await withSecret();
    const inputs = { ...options.inputs, scope: 'orders.read orders.write' };
    const { outputs } = await goodStep({ ...options, inputs });
    expect(outputs['scope']).toBe('orders.read');

    await failedStep('E_SCOPE_MISSING', {
      ...options,
      inputs: { ...inputs, 'require-scopes': 'orders.write' },
    });
  });

  test('refuses a client that was deleted while it was in use', async () => {
    const options = await withSecret();
    await goodStep(options);
    await server.deleteClient(options.clientId);
    expect(await failedStep('E_UNAUTHORIZED', options)).toBe(server.refusal(`${HINT} ${BASIC}`));
  });
});

/** Form-encoding leaves it as it is. */
function randomSecret(): string {
  return randomBytes(24).toString('hex');
}
