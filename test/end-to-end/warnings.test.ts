import { expect, test } from 'vitest';
import { goodStep, warnings } from './step.ts';
import { jwt, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

test('env-prefix exports token, API URL and expiry to later steps', async () => {
  const token = jwt();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: { credentials: client.credentials, 'env-prefix': 'CALM_2' },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  expect(run.exported).toEqual({
    CALM_2_ACCESS_TOKEN: token,
    CALM_2_API_URL: server.url,
    CALM_2_EXPIRES_AT: run.outputs['expires-at'],
  });
});

test('values with delimiters and line ends cannot set another output', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient(server.url);
  const endpoints = {
    'a\nevil=1': 'https://a.example.com',
    b: 'https://b.example.com/ghadelimiter_',
  };

  const run = await goodStep({
    inputs: { credentials: JSON.stringify({ uaa: client.key, endpoints }) },
    env: trusting,
    secrets: [client.clientSecret],
  });

  expect(run.outputs).not.toHaveProperty('evil');
  expect(run.outputs['endpoints']).toBe('{"b":"https://b.example.com/ghadelimiter_"}');
});

/** The warnings of a run that succeeds. */
async function warned(
  others: Record<string, unknown>,
  inputs: Record<string, string> = {},
  credentials = (client: ReturnType<typeof xsuaaClient>) => client.credentials,
) {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token, others));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: credentials(client), ...inputs },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });
  expect(run.outputs['access-token']).toBe(token);
  return warnings(run);
}

test('a good run warns of nothing', async () => {
  expect(await warned({})).toEqual([]);
  expect(await warned({ scope: 'b a' }, { scope: 'a b' })).toEqual([]);
});

test('a scope that was asked for and not granted is a warning', async () => {
  expect(await warned({ scope: 'a' }, { scope: 'a b c' })).toEqual([
    'The server did not grant the requested scopes b and c.',
  ]);
});

test.each(['\n', '\r\n'])('a key of several lines is a warning, with line end %j', async (end) => {
  const pretty = await warned({}, {}, ({ key }) =>
    JSON.stringify(key, undefined, 2).replaceAll('\n', end),
  );
  expect(pretty).toEqual([expect.stringContaining('jq -c .')]);
});

test('a line break at the end of a key is no warning', async () => {
  expect(await warned({}, {}, ({ credentials }) => `\uFEFF${credentials}\r\n`)).toEqual([]);
});

test('a doubled token path in a key is mended, with a warning', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const tokenurl = `${server.url}/oauth/token/oauth/token`;
  const run = await goodStep({
    inputs: { credentials: JSON.stringify({ ...client.key, tokenurl }) },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(server.requests.map(({ path }) => path)).toEqual(['/oauth/token']);
  expect(warnings(run)).toEqual([expect.stringContaining('twice')]);
});

test('a short secret is a warning', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient(server.url, 'Xy7$+');
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret],
  });
  expect(warnings(run)).toEqual([expect.stringContaining('shorter than 6')]);
});

test.each([
  ['ahead of', -600_000],
  ['behind', 600_000],
])('a clock 10 minutes %s the server is a warning, and the server is right', async (side, skew) => {
  const token = opaqueToken();
  const serverTime = new Date(Math.floor((Date.now() + skew) / 1000) * 1000);
  const server = await serve(() => ({
    headers: { date: serverTime.toUTCString() },
    body: { access_token: token, token_type: 'Bearer', expires_in: 900 },
  }));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  const expiry = new Date(serverTime.getTime() + 900_000);
  expect(run.outputs['expires-at']).toBe(expiry.toISOString().replace('.000Z', 'Z'));
  expect(warnings(run)).toEqual([
    expect.stringMatching(new RegExp(`^The clock of this runner is (?:59|60)\\d s ${side} `)),
  ]);
});

test('without expires_in the claims of the token say when it ends', async () => {
  const exp = Math.floor(Date.now() / 1000) + 1800;
  const server = await serve(() => tokenAnswer(jwt({ exp }), { expires_in: undefined }));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret],
  });
  const end = Date.parse(run.outputs['expires-at'] ?? '') / 1000;
  expect(Math.abs(end - exp)).toBeLessThanOrEqual(1);
});
