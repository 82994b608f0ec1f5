// Certificates, logins without a secret and further attempts, each through a tunnel of squid.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import { startGitHubOidc } from '../servers/github-oidc.ts';
import { type RecordedRequest, startHttpsServer } from '../servers/https-server.ts';
import { createPki } from '../servers/pki.ts';
import { hasSquid, NEEDS_SQUID } from '../servers/squid.ts';
import {
  CERTIFICATE_TENANT,
  expectLog,
  GITHUB,
  squidForTests,
  TENANT,
  tokenServer,
} from './real-proxies.ts';
import { failedStep, goodStep } from './step.ts';
import {
  jwt,
  opaqueToken,
  pki,
  serve,
  tokenAnswer,
  trusting,
  x509Client,
  xsuaaClient,
} from './world.ts';

const otherPki = await createPki('Throw-away CA of somebody else');
const clientKeys = await pki.issue({ commonName: 'sb-x509!t1', client: true, rsa: true });
const proxyCertificate = await pki.issue({ commonName: 'localhost', hosts: ['localhost'] });

describe.skipIf(!hasSquid)(`through squid (${NEEDS_SQUID})`, () => {
  const squid = squidForTests({ tls: proxyCertificate });

  test.each(['http', 'https'])('a client certificate is shown, %s proxy', async (scheme) => {
    const token = opaqueToken();
    const server = await serve(() => tokenAnswer(token), { clientCertificates: true });
    const client = x509Client(`https://${TENANT}:${server.port}`, clientKeys);
    const address = scheme === 'http' ? squid.address : squid.secureAddress;

    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: { ...trusting, HTTPS_PROXY: `${scheme}://${address}` },
      secrets: [...client.secrets, token],
      clientId: client.clientId,
    });

    expect(run.outputs['access-token']).toBe(token);
    expect(server.requests).toMatchObject([
      { servername: CERTIFICATE_TENANT, clientCertificateSubject: 'CN=sb-x509!t1' },
    ]);
    expect(await squid.tunnelsTo(server.port)).toEqual([
      `${CERTIFICATE_TENANT}:${server.port} 200`,
    ]);
  });

  test.each<[string, { env?: object; ca: string }]>([
    ['a private CA', { ca: pki.ca }],
    ['a CA beside that of the environment', { env: trusting, ca: otherPki.ca }],
    ['several CAs', { ca: otherPki.ca + pki.ca }],
  ])('the input ca-certificate gives %s', async (_what, { env, ca }) => {
    const server = await tokenServer();
    const run = await goodStep({
      ...server.step,
      inputs: { ...server.step.inputs, 'ca-certificate': ca },
      env: { ...env, HTTPS_PROXY: squid.address },
    });
    expect(run.outputs['access-token']).toBe(server.token);
    expect(await squid.tunnelsTo(server.port)).toEqual([`${server.target} 200`]);
  });

  test('a server of an unknown CA gets a tunnel and no request', async () => {
    const server = await tokenServer();
    const env = { HTTPS_PROXY: squid.address };
    const message = await failedStep('E_TLS_UNTRUSTED', { ...server.step, env });
    expect(message).toContain('If a proxy inspects TLS');
    expect(server.requests).toEqual([]);
    expect(await squid.tunnelsTo(server.port)).toEqual([`${server.target} 200`]);
  });

  test('a job logs in without a secret by two tunnels', async () => {
    const github = await startGitHubOidc();
    onTestFinished(() => github.close());
    const front = await serve(({ path, headers: { authorization = '', accept = '' } }) =>
      fetch(new URL(path, github.url), { headers: { authorization, accept } }).then(
        async (answer) => ({ status: answer.status, body: await answer.text() }),
      ),
    );
    const token = jwt({ iss: `https://${TENANT}` });
    const server = await serve(() => tokenAnswer(token));
    const target = `${TENANT}:${server.port}`;
    const asked = new URL(github.env.ACTIONS_ID_TOKEN_REQUEST_URL);

    const run = await goodStep({
      inputs: {
        'auth-method': 'github_oidc',
        'client-id': 'client',
        'token-url': `https://${target}/oauth2/token`,
      },
      env: {
        ...trusting,
        ...github.env,
        ACTIONS_ID_TOKEN_REQUEST_URL: `https://${GITHUB}:${front.port}${asked.pathname}${asked.search}`,
        HTTPS_PROXY: squid.address,
      },
      secrets: [github.requestToken, token],
    });

    expect(run.outputs['access-token']).toBe(token);
    expect(github.tokens).toHaveLength(1);
    expect(await squid.tunnelsTo(front.port)).toEqual([`${GITHUB}:${front.port} 200`]);
    expect(await squid.tunnelsTo(server.port)).toEqual([`${target} 200`]);
  });

  test.each([
    { statuses: [502, 504, 200], tunnels: 3 },
    { statuses: [502, 504, 408, 502, 200], tunnels: 4 },
    { statuses: [401, 200], tunnels: 1 },
  ])('answers $statuses cost $tunnels tunnels', async ({ statuses, tunnels }) => {
    const token = opaqueToken();
    const server = await serve((_request, index) => ({
      ...tokenAnswer(token),
      status: statuses[index] ?? 500,
    }));
    const target = `${TENANT}:${server.port}`;
    const client = xsuaaClient(`https://${target}`);
    const last = statuses[tunnels - 1];
    const step = {
      inputs: { credentials: client.credentials },
      env: { ...trusting, HTTPS_PROXY: squid.address },
      secrets: [client.clientSecret, token],
      clientId: client.clientId,
    };
    if (last === 200) await goodStep(step);
    else await failedStep(last === 401 ? 'E_UNAUTHORIZED' : 'E_HTTP', step);

    expect(server.requests).toHaveLength(tunnels);
    await expectLog(() => squid.tunnelsTo(server.port), Array(tunnels).fill(`${target} 200`));
  });
});

/** A proxy that ends TLS itself, with certificates of its own CA, and so reads all requests. */
async function startInspectingProxy(
  answer: (request: RecordedRequest) => ReturnType<typeof tokenAnswer>,
) {
  const inside = await startHttpsServer({ pki: otherPki, answer });
  const proxy = await startConnectProxy({ port: inside.port });
  onTestFinished(() => proxy.close());
  onTestFinished(() => inside.close());
  return { ...proxy, requests: inside.requests };
}

test('a proxy that inspects TLS reads nothing before its CA is given', async () => {
  const token = opaqueToken();
  const proxy = await startInspectingProxy(() => tokenAnswer(token));
  const client = xsuaaClient(`https://${TENANT}`);
  const step = {
    inputs: { credentials: client.credentials },
    env: { ...trusting, HTTPS_PROXY: proxy.url },
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  };

  const message = await failedStep('E_TLS_UNTRUSTED', step);
  expect(message).toMatch(
    /^The server's certificate is not trusted \(\w+, tenant\.authentication\.eu10\.hana\.ondemand\.com, 1 attempt\)\. If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate\.$/,
  );
  expect(proxy.requests).toEqual([]);

  const inputs = { ...step.inputs, 'ca-certificate': otherPki.ca };
  const run = await goodStep({ ...step, inputs });
  expect(run.outputs['access-token']).toBe(token);
  expect(proxy.requests).toHaveLength(1);
  expect(proxy.connects).toEqual([`${TENANT}:443`, `${TENANT}:443`]);
});
