import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Member } from '../../src/action/credential-set.ts';
import {
  failureOf,
  reportLines,
  setWarnings,
  tokensOutput,
} from '../../src/action/credential-set.ts';
import { resolveCredential } from '../../src/action/obtain-token.ts';
import { outputs, reportToken, shownFacts, variables } from '../../src/action/outputs.ts';
import { tokenAction } from '../../src/action/token-action.ts';
import { Failure, unexpected, type Warning } from '../../src/base/failure.ts';
import type { Overrides } from '../../src/credentials/complete.ts';
import { type Credential, secretOf } from '../../src/credentials/credential.ts';
import { explainError } from '../../src/http/explain.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { proxiesFrom, proxySecrets } from '../../src/http/proxy.ts';
import { maskCommands, workflowCommand } from '../../src/runner/lean.ts';
import { exitCodeOf } from '../../src/runner/start.ts';
import { secretsLedger } from '../../src/secrets/ledger.ts';
import { fetchToken, withMutualTlsEndpoint } from '../../src/token/fetch-token.ts';
import { githubOidcToken, oidcAccess } from '../../src/token/github-oidc.ts';
import { type AccessToken, tokenMasks } from '../../src/token/response.ts';
import { collectingRunner, testContext } from '../context.ts';
import { parseFileCommand } from '../runner/file-commands.ts';
import { parseCommand } from '../runner/workflow-command.ts';
import { credential, jwt, response } from '../token/samples.ts';
import { enormous, expectHarmless, hostile, kindsOf } from './hostile-text.ts';

/** All names that the action may give to an output. */
const OUTPUTS = [
  ...['access-token', 'token-type', 'scope', 'expires-in', 'expires-at', 'api-url', 'endpoints'],
  ...['token-url', 'client-id', 'provider', 'auth-method', 'certificate-expires-at', 'tokens'],
];
const VARIABLES = ['CALM_ACCESS_TOKEN', 'CALM_API_URL', 'CALM_EXPIRES_AT'];
const TIMING = { now: () => Date.UTC(2026, 0, 1), random: () => 0, sleep: async () => {} };

const folder = mkdtempSync(join(tmpdir(), 'sinks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Both files as the runner would pass them to a step. */
function files() {
  const env = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_ENV: join(folder, 'env') };
  for (const path of Object.values(env)) writeFileSync(path, 'earlier=1\n');
  return { env, read: () => Object.values(env).map((path) => readFileSync(path, 'utf8')) };
}

function expectOnly(found: readonly string[], known: readonly string[]): void {
  expect(found.filter((one) => !known.includes(one))).toEqual([]);
}

/** A failure as it is shown: one annotation of one line. */
function expectAnnotation(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
  const { code, message } = error;
  expectHarmless(message);
  const line = workflowCommand('error', { title: code }, message);
  expect(kindsOf(line)).toEqual(['error']);
  expect(parseCommand(line)?.properties).toEqual({ title: code });
}

/** Everything that follows a token, through the files and the log, as a run would write it. */
function expectHandedOver(
  client: Credential,
  token: AccessToken,
  warnings: readonly Warning[] = [],
) {
  const { secrets } = testContext();
  secrets.keep([secretOf(client.proof) ?? '', ...tokenMasks(token)]);
  const shown = shownFacts(client, token, secrets);
  const { env, read } = files();
  const told = collectingRunner(env);
  reportToken(client, token, shown, told);
  const kinds = kindsOf(told.written());
  expect([kinds[0], kinds.at(-1)]).toEqual(['group', 'endgroup']);
  expect(new Set(kinds.slice(1, -1))).toEqual(new Set(['text']));

  const warned = collectingRunner(env);
  for (const { code, text } of [...warnings, ...token.warnings]) {
    warned.annotate('warning', text, code);
  }
  expectOnly(kindsOf(warned.written()), ['warning']);

  const given = {
    outputs: outputs(client, token, shown),
    variables: variables('CALM', client, token),
  };
  told.setResult(given);
  const [output = '', exported = ''] = read().map(parseFileCommand);
  expect(output).toEqual({ earlier: '1', ...Object.fromEntries(given.outputs) });
  expect(exported).toEqual({ earlier: '1', ...Object.fromEntries(given.variables) });
  expectOnly(Object.keys(output), ['earlier', ...OUTPUTS]);
  expectOnly(Object.keys(exported), ['earlier', ...VARIABLES]);
  for (const [, value] of [...given.outputs, ...given.variables]) {
    // Text for programs; what a terminal or an editor would obey is not in it either.
    expect(value).not.toMatch(/\p{Cc}/u);
  }
}

const mostly = <T>(usual: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 5 }, { arbitrary: other, weight: 1 });
const value = fc.oneof(
  hostile,
  hostile.map((text) => [text, { [text]: text }]),
  fc.constantFrom<unknown>(0, -1, null, {}, []),
);

interface Beside extends Overrides {
  readonly binding?: string;
  readonly endpoint?: string;
}

describe('what a credential holds', () => {
  const url = fc.oneof(
    hostile.map((text) => `https://a.example/${text}`),
    hostile.map((text) => `https://${text}.example/token`),
    hostile,
  );
  const good = {
    clientid: 'sb-a!t1',
    clientsecret: 's'.repeat(20),
    url: 'https://uaa.example.com',
    endpoints: { Api: 'https://api.example.com' },
  };
  const members = fc.record(
    {
      ...Object.fromEntries(
        ['clientid', 'clientsecret', 'zoneid', 'name'].map((n) => [n, hostile]),
      ),
      ...Object.fromEntries(
        ['grant_type', 'credential-type', 'certificate'].map((n) => [n, hostile]),
      ),
      ...Object.fromEntries(['key', 'kid', 'label', 'tags'].map((n) => [n, hostile])),
      ...Object.fromEntries(['url', 'tokenurl', 'uri', 'certurl'].map((n) => [n, url])),
      endpoints: fc.dictionary(hostile, fc.oneof(url, value), { maxKeys: 4 }),
    },
    { requiredKeys: [] },
  );
  const someOf = fc
    .tuple(members, fc.uniqueArray(fc.nat(15), { maxLength: 3 }))
    .map(([all, kept]) =>
      Object.fromEntries(kept.flatMap((n) => Object.entries(all).slice(n, n + 1))),
    );
  const document = someOf.map((strange): Record<string, unknown> => ({ ...good, ...strange }));
  const written = fc.oneof(
    { arbitrary: document.map((one) => JSON.stringify(one)), weight: 4 },
    { arbitrary: document.map((one) => JSON.stringify(one, undefined, 2)), weight: 1 },
    {
      arbitrary: fc
        .array(document, { minLength: 2, maxLength: 3 })
        .map((all) => JSON.stringify(all.map((one) => ({ name: one['name'], credentials: one })))),
      weight: 2,
    },
    { arbitrary: hostile, weight: 1 },
  );
  const beside = fc.oneof(
    { arbitrary: fc.constant({}), weight: 2 },
    {
      arbitrary: fc.record(
        {
          ...{ binding: hostile, endpoint: hostile, clientId: hostile },
          ...{ tokenUrl: url, apiUrl: url },
        },
        { requiredKeys: [] },
      ),
      weight: 1,
    },
  );

  test('comes out as masks, one annotation, or a log and the outputs that there are', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        written,
        beside,
        async (credentials, { binding, endpoint, ...overrides }: Beside) => {
          const runner = collectingRunner();
          const secrets = secretsLedger((values) => runner.mask(values));
          try {
            const credentialOptions = { provider: 'auto', authMethod: 'auto', endpoint } as const;
            const understood = await resolveCredential(
              { credentials, binding, overrides, credentialOptions },
              { timing: TIMING, secrets },
            );
            expectHandedOver(understood.credential, plain(), understood.warnings);
            seen.add('understood');
          } catch (error) {
            expectAnnotation(error);
            seen.add((error as Failure).code);
          }
          const masked = runner.written();
          if (masked !== '') expect(new Set(kindsOf(masked))).toEqual(new Set(['add-mask']));
        },
      ),
      { numRuns: 600 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining(['understood', 'E_INPUT_CHARSET', 'E_URL_INVALID']),
    );
  });
});

function plain(): AccessToken {
  return {
    value: 'token',
    tokenType: 'bearer',
    scope: undefined,
    expiresIn: 60,
    expiresAt: new Date(0),
    claims: undefined,
    otherSecrets: [],
    warnings: [],
  };
}

describe('what a server answers', () => {
  const claims = fc.dictionary(
    fc.constantFrom('iss', 'sub', 'aud', 'zid', 'cid', 'azp', 'client_id', 'scope', 'exp'),
    value,
  );
  const body = fc.oneof(
    {
      arbitrary: fc.record(
        {
          access_token: fc.oneof(fc.constant('token'), claims.map(jwt), claims.map(jwt), hostile),
          token_type: mostly<unknown>('bearer', value),
          expires_in: mostly<unknown>(60, value),
          scope: mostly<unknown>('a b', value),
          refresh_token: value,
        },
        { requiredKeys: ['access_token', 'token_type'] },
      ),
      weight: 3,
    },
    { arbitrary: fc.record({ error: value, error_description: value }), weight: 2 },
    { arbitrary: value, weight: 1 },
  );
  const headers = fc.dictionary(
    fc.constantFrom(
      ...['location', 'content-type', 'date', 'retry-after', 'x-vcap-request-id'],
      ...['x-correlationid', 'www-authenticate'],
    ),
    fc.oneof(
      hostile,
      hostile.map((text) => `https://${text}.example/${text}`),
    ),
  );
  const status = fc.constantFrom(200, 200, 200, 301, 302, 400, 401, 403, 404, 429, 500, 503);
  const answer = fc
    .tuple(status, body, headers)
    .map(([code, parts, named]) => response(code, parts ?? '', named));

  function options(result: HttpResponse) {
    const deadline = TIMING.now() + 1000;
    return testContext({ transport: async () => result, timing: TIMING, deadline });
  }

  test('comes out as one annotation, or a log and the outputs that there are', async () => {
    let good = 0;
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), async (result, encoded) => {
        const client = credential({
          authMethod: encoded ? 'client_secret_basic' : 'client_secret_post',
        });
        const context = options(result);
        try {
          const token = await fetchToken(client, { resource: [], others: [] }, context);
          expectHandedOver(client, token);
          good += 1;
        } catch (error) {
          expectAnnotation(error);
        }
        for (const what of context.runner.debugged) {
          expect(what).toMatch(/^another attempt after: (?:E_[A-Z_]+|status \d{3})$/);
        }
      }),
      { numRuns: 600 },
    );
    expect(good).toBeGreaterThan(10);
  });

  test('is told where an assertion was refused, with claims and names of keys', async () => {
    const { refusal } = await import('../../src/token/refusal.ts');
    const proof = fc.oneof(
      fc.constant({ kind: 'github-oidc' } as const),
      hostile.map(
        (keyId) =>
          ({
            kind: 'private-key',
            privateKey: 'k'.repeat(64),
            keyId,
            certificate: undefined,
            expiresAt: undefined,
          }) as const,
      ),
    );
    fc.assert(
      fc.property(answer, proof, claims, hostile, (result, proven, said, clientId) => {
        const client = credential({ proof: proven, clientId });
        const assertion = jwt(said);
        const { secrets } = testContext();
        secrets.keep([assertion]);
        const answered = { response: result, attempts: 1 };
        expectAnnotation(refusal(answered, client, secrets, { assertion }));
      }),
      { numRuns: 500 },
    );
  });

  test('of many is told in one annotation and a line for each', async () => {
    const names = ['a', '__proto__', 'B.c-d'];
    const member = fc.tuple(answer, hostile);
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 3, maxLength: 3 }), async (all) => {
        const members = await Promise.all(
          all.map(async ([result, clientId], index): Promise<Member> => {
            const client = credential({ clientId });
            const known = { name: names[index] ?? '', credential: client, warnings: [] };
            try {
              const token = await fetchToken(client, { resource: [], others: [] }, options(result));
              const { value: issued, tokenType, warnings } = token;
              return {
                ...known,
                token: { value: issued, tokenType, expiresAt: undefined, warnings },
              };
            } catch (error) {
              expectAnnotation(error);
              return { ...known, failure: error as Failure };
            }
          }),
        );
        const { env, read } = files();
        const runner = collectingRunner(env);
        runner.group('Access tokens', reportLines(members));
        const kinds = ['group', 'text', 'text', 'text', 'endgroup'];
        expect(kindsOf(runner.written())).toEqual(kinds);
        for (const { text } of setWarnings(members)) expectHarmless(text);
        const failure = failureOf(members);
        if (failure !== undefined) expectAnnotation(failure);
        runner.setResult({ outputs: [['tokens', tokensOutput(members)]] });
        const { tokens = '' } = parseFileCommand(read()[0] ?? '');
        expect(Object.keys(JSON.parse(tokens)).sort()).toEqual(names.toSorted());
      }),
      { numRuns: 200 },
    );
  });

  test.each(enormous)('may be enormous: %.12j', async (text) => {
    const said = jwt({ iss: text, zid: text, scope: [text] });
    const answers = [
      response(400, { error: text, error_description: text }, { location: text }),
      response(302, '', { location: `https://${text}` }),
      response(200, { access_token: said, token_type: 'bearer' }),
      response(200, { access_token: 'a', token_type: text, scope: text }),
      response(200, { access_token: 'a', token_type: 'bearer', scope: text }),
    ];
    for (const result of answers) {
      const client = credential({ clientId: text });
      await fetchToken(client, { resource: [], others: [] }, options(result)).then(
        (token) => expectHandedOver(credential(), token),
        expectAnnotation,
      );
    }
  });

  test('to other questions is told by its status alone', async () => {
    const access = oidcAccess({
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/?x=1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't',
    });
    const metadataUrl = new URL('https://uaa.example.com/.well-known/openid-configuration');
    await fc.assert(
      fc.asyncProperty(answer, hostile, async (result, text) => {
        await githubOidcToken(access, text.toWellFormed(), options(result)).catch(expectAnnotation);
        const aliases = { mtls_endpoint_aliases: { token_endpoint: text } };
        for (const each of [result, response(200, aliases)]) {
          await withMutualTlsEndpoint(credential({ metadataUrl }), options(each)).then(
            (client) => expectHandedOver(client, plain()),
            expectAnnotation,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a user says', () => {
  const names = [
    ...['credentials', 'client-id', 'client-secret', 'certificate', 'private-key', 'token-url'],
    ...['api-url', 'binding', 'provider', 'auth-method', 'endpoint', 'scope', 'audience'],
    ...['resource', 'token-format', 'parameters', 'require-scopes', 'ca-certificate', 'timeout'],
    ...['env-prefix', 'credential-set'],
  ].map((name) => `INPUT_${name.toUpperCase()}`);
  const others = [
    'HTTPS_PROXY',
    'http_proxy',
    'NO_PROXY',
    'RUNNER_DEBUG',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
  ];
  const complete = {
    'INPUT_CLIENT-ID': 'a',
    'INPUT_CLIENT-SECRET': 'b',
    'INPUT_TOKEN-URL': 'https://c.example',
  };
  const environment = fc
    .tuple(
      fc.constantFrom({}, complete),
      fc.dictionary(fc.constantFrom(...names, ...others), hostile, { maxKeys: 4 }),
    )
    .map(([given, strange]) => ({ ...given, ...strange }));

  test('comes out as masks and one annotation, and nothing is handed over', async () => {
    await fc.assert(
      fc.asyncProperty(environment, async (given) => {
        const { env: paths, read } = files();
        // Nobody has this host, so nothing is sent.
        const env = { ...given, ...paths, 'INPUT_ALLOWED-HOSTS': 'nobody.invalid' };
        const runner = collectingRunner(env);
        const world = { env, timing: TIMING, runner };
        const exitCode = await exitCodeOf(runner, () => tokenAction(world));
        expect(exitCode).toBe(1);
        const kinds = kindsOf(runner.written());
        // Those of a set stand in the log, one line each.
        expectOnly(kinds, ['add-mask', 'error', 'group', 'text', 'endgroup']);
        expect(kinds.filter((kind) => kind === 'error')).toEqual(['error']);
        expect(read()).toEqual(['earlier=1\n', 'earlier=1\n']);
      }),
      { numRuns: 500 },
    );
  });

  test('of a proxy is masked, and the rest of it fit to be told', () => {
    const proxy = fc.oneof(
      hostile,
      hostile.map((text) => `http://${text}@${text}.example:1`),
      hostile.map((text) => `http://${text}`),
    );
    fc.assert(
      fc.property(proxy, (text) => {
        const env = { HTTPS_PROXY: text };
        const masks = maskCommands(proxySecrets(env));
        if (masks !== '') expect(new Set(kindsOf(masks))).toEqual(new Set(['add-mask']));
        try {
          const found = proxiesFrom(env)(new URL('https://a.example'));
          if (found !== undefined) expectHarmless(`The proxy ${found.url.host} cannot be used.`);
        } catch (error) {
          expectAnnotation(error);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('where all of it goes', () => {
  test('a file takes whole values of one line, or nothing', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (values) => {
        const { env, read } = files();
        const entries = values.map((each, index) => [`name-${index}`, each] as const);
        try {
          collectingRunner(env).setResult({ outputs: entries });
        } catch (error) {
          expectAnnotation(error);
          expect(read()[0]).toBe('earlier=1\n');
          return;
        }
        const meant = entries.map(([name, each]) => [name, Buffer.from(each).toString()]);
        const earlier = ['earlier', '1'];
        expect(parseFileCommand(read()[0] ?? '')).toEqual(Object.fromEntries([earlier, ...meant]));
      }),
      { numRuns: 500 },
    );
  });

  test('a mask is the whole value, and no other command', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (values) => {
        const lines = Buffer.from(maskCommands(values))
          .toString()
          .split(/\r\n|\r|\n/)
          .slice(0, -1);
        const read = lines.map((line) => parseCommand(line));
        expect(read.map((command) => command?.name)).toEqual(values.map(() => 'add-mask'));
        const meant = values.map((each) => Buffer.from(each).toString());
        expect(read.map((command) => command?.data)).toEqual(meant);
      }),
      { numRuns: 500 },
    );
  });

  test('an error that nobody foresaw is told by its kind', () => {
    const error = fc.tuple(hostile, hostile, hostile).map(([message, code, stack]) => {
      const thrown = Object.assign(new TypeError(message), { code });
      thrown.stack += stack;
      return thrown;
    });
    fc.assert(
      fc.property(fc.oneof(error, hostile), fc.boolean(), (thrown, mutualTls) => {
        expectAnnotation(unexpected(thrown));
        expectAnnotation(explainError(thrown, 'http', mutualTls));
      }),
      { numRuns: 500 },
    );
  });
});
