// What a stored credential says about its token requests, and where it is never sent.
import { expect, test } from 'vitest';
import { bindingSecret } from '../servers/service-keys.ts';
import { failedStep, goodStep, warnings } from './step.ts';
import {
  formOf,
  keyLines,
  opaqueToken,
  pki,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  xsuaaClient,
} from './world.ts';

const CLIENT = { client_id: 'release-pipeline', client_secret: bindingSecret() };

/** The request for a token by such a credential. */
async function sent(stored: object, inputs: Record<string, string> = {}, secrets: string[] = []) {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token, { scope: 'a.read b.write' }));
  const credentials = JSON.stringify({ ...CLIENT, token_url: `${server.url}/token`, ...stored });
  const run = await goodStep({
    inputs: { credentials, ...inputs },
    env: trusting,
    secrets: [CLIENT.client_secret, token, ...secrets],
  });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  return { run, form: formOf(request), headers: request?.headers ?? {} };
}

test('stored parameters are sent, and the inputs win', async () => {
  const stored = { scope: ['a.read', 'b.write'], audience: 'https://stored.example' };
  const { form } = await sent(stored, { audience: 'https://typed.example' });
  expect(form).toContainEqual(['scope', 'a.read b.write']);
  expect(form.filter(([name]) => name === 'audience')).toEqual([
    ['audience', 'https://typed.example'],
  ]);
});

test('the parameters of a destination are sent or told', async () => {
  const { form, run } = await sent({
    Authentication: 'OAuth2ClientCredentials',
    scope: 'a.read',
    'tokenService.body.tenant': 'acme',
    'tokenServiceURL.headers.x-tenant': 'acme',
  });
  expect(form).toContainEqual(['scope', 'a.read']);
  expect(form).toContainEqual(['tenant', 'acme']);
  expect(warnings(run)).toEqual([
    expect.stringMatching(/^The credential holds tokenServiceURL\.headers\.x-tenant, which is not/),
  ]);
});

test('a grant that a vendor has named is sent as it is stored', async () => {
  const { form, headers } = await sent({ grant_type: 'openapi_2lo' });
  expect(form).toEqual([['grant_type', 'openapi_2lo']]);
  expect(headers['authorization']).toMatch(/^Basic /);
});

test('a private key alone signs', async () => {
  const { privateKey } = await pki.issue({ commonName: 'client', client: true });
  const stored = { client_secret: undefined, private_key: privateKey };
  const { form, run } = await sent(stored, {}, keyLines(privateKey));
  expect(form.map(([name]) => name)).toContain('client_assertion');
  expect(run.outputs['auth-method']).toBe('private_key_jwt');
});

test.each(['etrusted', 'ias'])('provider %s sends no key of XSUAA to anybody', async (provider) => {
  const { requests, connects, env } = await serveEverywhere(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient('https://acme.authentication.eu10.hana.ondemand.com');
  const message = await failedStep('E_INPUT_CONFLICT', {
    inputs: { credentials: JSON.stringify({ uaa: client.key }), provider },
    env,
    secrets: client.secrets,
  });
  expect(message).toContain('acme.authentication.eu10.hana.ondemand.com');
  expect(requests).toEqual([]);
  expect(connects).toEqual([]);
});

test.each(['serviceurls', 'endpoints'])('one of several %s is a notice', async (name) => {
  const urls = { AI_API_URL: 'https://ai.example', DATA_API_URL: 'https://data.example' };
  const { run } = await sent({ [name]: urls });
  expect(JSON.parse(run.outputs['endpoints'] ?? '')).toEqual(urls);
  expect(run.outputs['api-url']).toBe('https://ai.example');
  expect(run.stdout).toMatch(/::notice title=W_ENDPOINT_TAKEN::[^\n]*AI_API_URL and DATA_API_URL/);
  const chosen = await sent({ [name]: urls }, { endpoint: 'DATA_API_URL' });
  expect(chosen.run.outputs['api-url']).toBe('https://data.example');
  expect(chosen.run.stdout).not.toContain('::notice');
});
