import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import {
  GITHUB_ISSUER,
  type GitHubOidc,
  SUBJECT,
  startGitHubOidc,
} from '../servers/github-oidc.ts';
import type { Answer, RecordedRequest } from '../servers/https-server.ts';
import { failedStep, goodStep, pinned, type StepOptions } from './step.ts';
import { formOf, jwt, serve, serveEverywhere, tokenAnswer, trusting } from './world.ts';

const CLIENT_ID = randomUUID();
const IAS = 'https://tenant.accounts.ondemand.com';
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

async function gitHub(options?: Parameters<typeof startGitHubOidc>[0]): Promise<GitHubOidc> {
  const server = await startGitHubOidc(options);
  onTestFinished(() => server.close());
  return server;
}

function assertionIn({ body }: RecordedRequest): string {
  return new URLSearchParams(body).get('client_assertion') ?? '';
}

/** A token server that trusts GitHub as one that is configured so would. */
async function trustingServer(github: GitHubOidc, token: string, subject?: string) {
  const server = await serve(async (request): Promise<Answer> => {
    const form = new URLSearchParams(request.body);
    try {
      await github.verify(assertionIn(request), {
        audience: server.url,
        ...(subject === undefined ? {} : { subject }),
      });
      expect(form.get('client_id')).toBe(CLIENT_ID);
      expect(form.get('client_assertion_type')).toBe(TYPE);
      return tokenAnswer(token);
    } catch {
      return { status: 401, body: { error: 'invalid_client', error_description: 'No trust' } };
    }
  });
  return server;
}

function inputsFor(url: string): Readonly<Record<string, string>> {
  return {
    'auth-method': 'github_oidc',
    'client-id': CLIENT_ID,
    'token-url': `${url}/oauth2/token`,
  };
}

/** The secrets of a run are known when it has ended, so they are looked for by hand as well. */
function expectHidden(stdout: string, { requestToken, tokens }: GitHubOidc): void {
  for (const secret of [requestToken, ...tokens]) {
    const mask = `::add-mask::${secret}\n`;
    expect(stdout).toContain(mask);
    expect(stdout.replace(mask, '')).not.toContain(secret);
  }
}

test('a job gets a token without any stored secret', async () => {
  const github = await gitHub();
  const token = jwt({ iss: 'https://tenant.example.com' });
  const server = await trustingServer(github, token);

  const run = await goodStep({
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken, token],
    clientId: CLIENT_ID,
  });

  expect(github.requests).toHaveLength(1);
  expect(github.requests[0]?.path).toBe(
    `/61//idtoken/a/b?api-version=2.0&audience=${encodeURIComponent(server.url)}`,
  );
  expect(server.requests).toHaveLength(1);
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', CLIENT_ID],
    ['client_assertion_type', TYPE],
    ['client_assertion', github.tokens[0]],
  ]);
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expectHidden(run.stdout, github);
  expect(run.outputs).toMatchObject({ 'access-token': token, 'auth-method': 'github_oidc' });
  const names = {
    'request token': github.requestToken,
    'OIDC token': github.tokens[0] ?? '',
    'its signature': github.tokens[0]?.split('.')[2] ?? '',
    token,
    signature: token.split('.')[2] ?? '',
    'client id': CLIENT_ID,
    host: `localhost:${server.port}`,
  };
  expect(pinned(run, names)).toMatchInlineSnapshot(`
    "::add-mask::<request token>
    ::add-mask::<OIDC token>
    ::add-mask::<its signature>
    ::add-mask::<token>
    ::add-mask::<signature>
    ::group::Access token for <client id>
    client id       <client id>
    provider        oauth2
    authentication  github_oidc
    subject         repo:octo-org/octo-repo:environment:production
    token URL       https://<host>/oauth2/token
    issuer          https://tenant.example.com
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});

test('a binding of SAP Cloud Identity Services without a secret is enough', async () => {
  const github = await gitHub();
  const token = jwt();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const binding = {
    clientid: CLIENT_ID,
    'credential-type': 'NONE',
    url: IAS,
    domain: 'accounts.ondemand.com',
    app_tid: randomUUID(),
  };

  const run = await goodStep({
    inputs: {
      'auth-method': 'github_oidc',
      credentials: JSON.stringify(binding),
      audience: 'the API',
      // Says who gets the credential; GitHub is asked all the same.
      'allowed-hosts': '*.accounts.ondemand.com',
    },
    env: { ...server.env, ...github.env },
    secrets: [github.requestToken, token],
  });

  expect(server.requests[0]).toMatchObject({
    host: 'tenant.accounts.ondemand.com',
    path: '/oauth2/token',
  });
  await github.verify(github.tokens[0] ?? '', { audience: IAS });
  expect(formOf(server.requests[0])).toContainEqual(['audience', 'the API']);
  expect(formOf(server.requests[0])).toContainEqual(['app_tid', binding.app_tid]);
  expect(run.outputs).toMatchObject({ provider: 'ias', 'auth-method': 'github_oidc' });
});

test.each([
  ['both variables', {}],
  ['the URL', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token' }],
  ['the token', { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://localhost:1/' }],
])('a job without %s is told to ask for the permission', async (_what, env) => {
  const server = await serve(() => tokenAnswer(jwt()));
  const message = await failedStep('E_OIDC_PERMISSION', {
    inputs: inputsFor(server.url),
    env: { ...trusting, ...env },
    secrets: [],
  });
  expect(message).toContain('permissions: id-token: write');
  expect(message).toContain('forks cannot have it');
  expect(server.requests).toEqual([]);
});

test('GitHub that has a problem once is asked again', async () => {
  const github = await gitHub({ first: [{ status: 500, body: 'oops' }] });
  const token = jwt();
  const server = await trustingServer(github, token);
  const run = await goodStep({
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken, token],
  });
  expect(github.requests).toHaveLength(2);
  expect(server.requests).toHaveLength(1);
  expect(run.outputs['access-token']).toBe(token);
});

test('each attempt at the token server has an OIDC token of its own', async () => {
  const github = await gitHub();
  const token = jwt();
  const server = await serve((_request, index) =>
    index === 0 ? { status: 503, headers: { 'retry-after': '0' } } : tokenAnswer(token),
  );
  const run = await goodStep({
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken, token],
  });
  expect(server.requests.map(assertionIn)).toEqual(github.tokens);
  expect(new Set(github.tokens).size).toBe(2);
  expectHidden(run.stdout, github);
});

const ECHO = jwt({ sub: SUBJECT });

test.each<[what: string, code: string, answer: Answer]>([
  ['a web page', 'E_TOKEN_MISSING', { body: '<html>not now</html>' }],
  ['nothing', 'E_TOKEN_MISSING', { body: '' }],
  ['another member', 'E_TOKEN_MISSING', { body: { token: ECHO } }],
  ['a value that is no text', 'E_TOKEN_MISSING', { body: { value: [ECHO] } }],
  ['a value that is no JWT', 'E_TOKEN_MISSING', { body: { value: `${ECHO}\n::notice::x` } }],
  ['a value with claims that are none', 'E_TOKEN_MISSING', { body: { value: 'aaaa.bbbb.cccc' } }],
  ['404', 'E_HTTP', { status: 404, body: ECHO }],
  ['a redirect', 'E_HTTP', { status: 302, headers: { location: 'https://localhost:1/' } }],
  ['403', 'E_OIDC_PERMISSION', { status: 403, body: ECHO }],
])('GitHub that answers %s ends the step with %s', async (_what, code, answer) => {
  const github = await gitHub({ first: [answer] });
  const server = await serve(() => tokenAnswer(jwt()));
  const message = await failedStep(code, {
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken, ECHO],
  });
  expect(message).toContain(`(localhost:${github.port}, 1 attempt)`);
  expect(github.requests).toHaveLength(1);
  expect(server.requests).toEqual([]);
});

test('a server that refuses: the message shows what its trust depends on', async () => {
  const github = await gitHub({ subject: 'repo:octo-org@1/octo-repo@2:ref:refs/heads/main' });
  const server = await trustingServer(github, jwt());
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken],
  });
  expect(message).toContain(
    `has iss ${GITHUB_ISSUER}, sub repo:octo-org@1/octo-repo@2:ref:refs/heads/main, aud ${server.url}. Compare them with the configured trust`,
  );
  expect(message).toContain('repo:OWNER@ID/REPO@ID:');
  for (const part of github.tokens[0]?.split('.') ?? []) expect(message).not.toContain(part);
  expect(server.requests).toHaveLength(1);
});

test('an OIDC token that the server echoes is not shown', async () => {
  const github = await gitHub();
  const server = await serve((request) => ({
    status: 400,
    body: { error: 'invalid_client', error_description: `what is ${assertionIn(request)}?` },
  }));
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken],
  });
  expect(message).toContain('a reason that repeats a part of the secret and is not shown');
  expect(message).toContain(`sub ${SUBJECT}`);
  for (const part of github.tokens[0]?.split('.') ?? []) expect(message).not.toContain(part);
});

test('a subject cannot write commands', async () => {
  const github = await gitHub({ subject: 'repo:a/b:ref\n::error::x' });
  const token = jwt();
  const server = await serve(() => tokenAnswer(token));
  const options: StepOptions = {
    inputs: inputsFor(server.url),
    env: { ...trusting, ...github.env },
    secrets: [github.requestToken, token],
  };
  const run = await goodStep(options);
  expect(run.stdout).toContain('\nsubject         repo:a/b:ref : :error: :x\n');
});

test('a URL of GitHub without TLS is refused where it is not on this machine', async () => {
  const server = await serve(() => tokenAnswer(jwt()));
  await failedStep('E_URL_INSECURE', {
    inputs: inputsFor(server.url),
    env: {
      ...trusting,
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://actions.example.com/?api-version=2.0',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-request-token',
    },
    secrets: ['a-request-token'],
  });
  expect(server.requests).toEqual([]);
});

test('one deadline holds for GitHub and the token server', async () => {
  const hanging = await gitHub({ first: [() => {}] });
  const server = await serve(() => tokenAnswer(jwt()));
  const message = await failedStep('E_TIMEOUT', {
    inputs: { ...inputsFor(server.url), timeout: '500ms' },
    env: { ...trusting, ...hanging.env },
    secrets: [hanging.requestToken],
  });
  expect(message).toContain(`(localhost:${hanging.port}, 1 attempt)`);
});
