import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { GitHubFault } from '../../servers/github-server.ts';
import type { SecretPath } from '../../servers/github-vault.ts';
import type { RecordedRequest } from '../../servers/https-server.ts';
import { failureOf, gitHubWorld, VALUE } from './github-world.ts';

const repository = 'acme/portal';
const secret = 'CALM_KEY';
const path: SecretPath = { repository, secret };

async function refusalOf(place: SecretPath, fault: Omit<GitHubFault, 'on'>) {
  const { server, destination } = await gitHubWorld();
  server.fail({ on: /^PUT /, times: 99, ...fault });
  const { code, message } = await failureOf(destination(place).store(VALUE));
  expect(code).toBe('E_DESTINATION');
  return message;
}

describe('a refusal', () => {
  test('names the place, the status, the host, the request and the attempts', async () => {
    const message = await refusalOf(path, {
      status: 403,
      headers: { 'x-github-request-id': 'E1F2:33A:9' },
    });
    expect(message).toMatch(
      /^The secret CALM_KEY of acme\/portal could not be written: GitHub answered 403 \(localhost:\d+, request E1F2:33A:9, 1 attempt\)\. The input/,
    );
  });

  test.for([
    [301, 'The repository acme/portal was renamed or moved.'],
    [307, 'was renamed or moved. Put the new name into the destination.'],
    [401, 'is not valid, or not any more: the token of a GitHub App lives for one hour.'],
    [403, 'may not do this. It needs the permission secrets (repository permission Secrets)'],
    [403, 'GITHUB_TOKEN of the job can never have it.'],
    [404, 'There is no repository acme/portal, or the input github-token cannot see it.'],
    [409, 'Somebody changed the secret or its visibility at the same time.'],
    [422, 'GitHub does not accept the secret as it was sent.'],
    [500, 'GitHub has a fault of its own, see githubstatus.com.'],
    [418, 'This answer was not foreseen.'],
  ] as const)('%i says what it means: %s', async ([status, text]) => {
    expect(await refusalOf(path, { status })).toContain(text);
  });

  test.for<[string, SecretPath]>([
    ['environments (', { repository, environment: 'prod', secret }],
    ['dependabot_secrets (', { repository, kind: 'dependabot', secret }],
    ['organization_secrets (', { organization: 'acme', secret }],
    ['organization_dependabot_secrets (', { organization: 'acme', kind: 'dependabot', secret }],
  ])('names the permission %s', async ([permission, place]) => {
    expect(await refusalOf(place, { status: 403 })).toContain(`needs the permission ${permission}`);
  });

  test('tells what permission GitHub itself names, and single sign-on', async () => {
    const headers = {
      'x-accepted-github-permissions': 'secrets=write',
      'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=AxyZ1',
    };
    const message = await refusalOf(path, { status: 403, headers });
    expect(message).toContain('GitHub accepts secrets=write.');
    expect(message).toContain('authorize the token for single sign-on');
    expect(message).not.toContain('AxyZ1');
  });

  test('quotes no headers of other forms', async () => {
    const headers = {
      'x-accepted-github-permissions': '::error::x',
      'x-github-request-id': '::warning::',
    };
    const message = await refusalOf(path, { status: 403, headers });
    expect(message).not.toContain('::');
    expect(message).not.toContain('GitHub accepts');
  });

  test.for<[reason: string, remedy: string]>([
    [
      'Repository was archived so is read-only.',
      'Unarchive the repository, or take the destination out of the inventory.',
    ],
    [
      'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      'Add the address of the runner to that list',
    ],
    [
      "The 'acme' organization forbids access via a fine-grained personal access token if the token's lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: https://github.example/settings/personal-access-tokens/1234567",
      'Give the input github-token a token that lives no longer than that.',
    ],
    [
      'This installation has been suspended',
      'Let an owner end the suspension of the GitHub App or of the account.',
    ],
    [
      'Resource not accessible by integration',
      'The input github-token may not do this. It needs the permission secrets',
    ],
  ])('of 403 has the reason that GitHub gives, and what helps: %s', async ([reason, remedy]) => {
    const message = await refusalOf(path, { status: 403, body: { message: reason } });
    expect(message).toContain(`, 1 attempt). GitHub's reason: "${reason}". ${remedy}`);
  });

  test('has the details beside the reason', async () => {
    const body = {
      message: 'Validation Failed',
      errors: ['no room for another one', { message: 'and it is too long' }, { code: 'x' }, 7],
    };
    expect(await refusalOf(path, { status: 422, body })).toContain(
      'GitHub\'s reason: "no room for another one and it is too long". GitHub does not accept',
    );
  });

  test.for([
    [{ message: 'Not Found' }],
    [{ message: 'Forbidden.' }],
    [{ message: 7, errors: null }],
    [{}],
    ['<html>Blocked</html>'],
  ] as const)('has no reason where the answer gives none: %j', async ([body]) => {
    expect(await refusalOf(path, { status: 403, body })).toContain('1 attempt). The input');
  });

  test('of an environment that does not exist names it', async () => {
    const { destination } = await gitHubWorld();
    const { message } = await failureOf(
      destination({ repository, environment: 'staging', secret }).check(),
    );
    expect(message).toContain('could not be read: GitHub answered 404 (');
    expect(message).toContain(
      '4 attempts). There is no repository acme/portal or environment staging, or the input github-token cannot see it. It needs the permission environments (repository permission Environments) to write',
    );
  });

  test('of a wrong token comes from the first request', async () => {
    const { server, destination } = await gitHubWorld({ token: 'ghs_wrong' });
    expect((await failureOf(destination(path).check())).message).toContain('GitHub answered 401 (');
    expect(server.exchanges.every(({ path }) => path.endsWith('/public-key'))).toBe(true);
  });

  test.for([
    ['a page of a proxy', '<html>'],
    ['nothing', undefined],
    ['null', null],
    ['a key that is none', { key_id: '1', key: 7 }],
    ['no key id', { key: 'x' }],
    ['an empty key id', { key: 'x', key_id: '' }],
  ])('%s in place of the public key is told', async ([, body]) => {
    const { server, destination } = await gitHubWorld();
    server.fail({ on: /public-key/, status: 200, body });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toMatch(/could not be read: the answer 200 has no (JSON object|public key) \(/);
  });

  test('of a key of small order is told, and nothing sent', async () => {
    const { server, destination } = await gitHubWorld();
    const key = Buffer.alloc(32).toString('base64');
    server.fail({ on: /public-key/, status: 200, body: { key_id: '1', key } });
    expect((await failureOf(destination(path).store(VALUE))).message).toContain('small order');
    expect(server.exchanges.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('value, sealed value and token', () => {
  /** The worst server: it repeats all it got, in body and headers. */
  const echo = (request: RecordedRequest) => ({
    message: `${request.body} ${request.headers.authorization} ${VALUE}`,
    errors: [request.body],
    documentation_url: request.body,
  });

  test('are in no Failure, and nothing is written to the console', async () => {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        written.push(String(text));
        return true;
      }),
    );
    try {
      const statuses = fc.oneof(
        fc.constantFrom(200, 301, 400, 401, 403, 404, 409, 422, 429, 500, 502),
        fc.integer({ min: 200, max: 599 }),
      );
      const spots = fc.constantFrom(/^PUT /, /public-key/, /^GET .*CALM_KEY$/);
      await fc.assert(
        fc.asyncProperty(statuses, spots, async (status, on) => {
          const { server, destination } = await gitHubWorld();
          const place = destination({ organization: 'acme', secret });
          server.keep({ organization: 'acme', secret }, {});
          const headers = { deprecation: 'true', sunset: 'now', link: '<x>; rel="deprecation"' };
          server.fail({ on, status, headers, body: echo, times: 99 });
          const error = await place.store(VALUE).catch((reason: unknown) => reason);
          const { encrypted_value: sealed = 'none' } =
            server.exchanges.find(({ method }) => method === 'PUT')?.body ?? {};
          const all = everything(error);
          for (const hidden of [VALUE, '5f2c$Zq', String(sealed), server.token]) {
            expect(all.includes(hidden), `${status} at ${on}`).toBe(false);
          }
          expect(all).not.toContain('authorization');
        }),
        { numRuns: 60 },
      );
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(written).toEqual([]);
  });
});

/** All that a careless reader of an error could print. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const members = Object.getOwnPropertyNames(error).map((name) =>
    everything((error as unknown as Record<string, unknown>)[name]),
  );
  return [error.message, error.stack, ...members].join('\n');
}
