import { describe, expect, test } from 'vitest';
import { failing, rateLimited, unprocessable } from '../../servers/cloud-foundry-answers.ts';
import type { CloudFoundryFault } from '../../servers/cloud-foundry-server.ts';
import { cfWorld } from './cloud-foundry-world.ts';

const NAME = 'calm-release-k3f9qa-20261123t000000z-7kd0x2p1-1';
const LABELS = { 'api-client-credentials.github.io/managed-by': 'api-client-credentials' };
const BUSY = unprocessable(
  'There is an operation in progress for the service instance.',
) as CloudFoundryFault;
const TRIED_AGAIN = 'Check parameters of the authority and the instance, and run the job again.';

describe('a creation', () => {
  test('takes as long as its job, asked for ever more seldom', async () => {
    const { authority, server, sleeps, shown } = await cfWorld({ server: { looks: 6 } });
    await authority.create(NAME);
    expect(sleeps).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(shown[0]).toBe(`Waiting 1 s for the creation of ${NAME}.`);
    expect(server.calls.filter((call) => call === 'details')).toHaveLength(1);
  });

  test('that is not over before the deadline goes on, and is left to a later run', async () => {
    const { authority, server, failure } = await cfWorld({ server: { looks: 9 }, timeout: 20_000 });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service broker is slow: the creation of the service key ${NAME} has begun and did not end in time (HOST). It goes on there, and a later run deletes what comes of it. Raise the input timeout if the broker is always so slow.`,
    });
    expect(server.names()).toEqual([NAME]);
  });

  test.each([
    ['The request to the service broker timed out: http://broker', 'did not answer'],
    ['The service broker could not be reached: http://broker', 'did not answer'],
    ['The service broker returned an invalid response. Status Code: 503 Busy', 'failed'],
  ])('is told from one that was refused (%s)', async (refuses, what) => {
    const { authority, server, failure } = await cfWorld();
    server.broker({ refuses });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was not created, its service ${what}: "${refuses}". Nothing of it is left (HOST). Run the job again later.`,
    });
    expect(server.names()).toEqual([]);
  });

  test('of a key for which the service gives no credentials is called that', async () => {
    const { authority, server, failure } = await cfWorld({ server: { issue: () => ({}) } });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was created, and its service has given no credentials for it. Nothing of it is left (HOST). Is this an instance of a service whose keys hold credentials? Check instance and parameters of the authority.`,
    });
    expect(server.names()).toEqual([]);
  });

  test('is not begun with seconds left', async () => {
    const { authority, server, failure, later } = await cfWorld();
    await authority.check();
    later(597_000);
    expect((await failure(authority.create(NAME))).message).toContain('nothing was begun');
    expect(server.calls).not.toContain('create');
  });

  test('is asked for each minute while there is time, where there are too many requests', async () => {
    const { authority, server, sleeps } = await cfWorld();
    server.inject('create', ...Array(3).fill({ status: 429 }));
    await authority.create(NAME);
    expect(server.names()).toEqual([NAME]);
    expect(sleeps).toEqual([500, 60_500, 60_500, 1000]);
  });

  test('that the broker refuses says why, and leaves nothing', async () => {
    const { authority, server, failure } = await cfWorld();
    const refuses =
      'The service broker rejected the request. Status Code: 400 Bad Request, Body: {"description":"credential-type instance-secret is not supported"}';
    server.broker({ refuses });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was not created, its service refused it: "${refuses}". Nothing of it is left (HOST). ${TRIED_AGAIN}`,
    });
    expect(server.names()).toEqual([]);
    expect(server.calls).not.toContain('details');
  });

  test('that fails later tells what the last operation says, not a class of the server', async () => {
    const { authority, server, failure } = await cfWorld({ server: { looks: 2 } });
    server.broker({ fails: 'No capacity in this region.' });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was not created, its service refused it: "No capacity in this region.". Nothing of it is left (HOST). ${TRIED_AGAIN}`,
    });
  });

  test('that is given up says so', async () => {
    const { authority, server, failure } = await cfWorld();
    server.broker('never ends');
    expect((await failure(authority.create(NAME))).message).toContain(
      ': "Service Broker failed to bind within the required time.", "The job execution has timed out." (CF-JobTimeout). Nothing of it is left (HOST).',
    );
  });

  test('whose rest cannot be deleted says that, too', async () => {
    const { authority, server, failure } = await cfWorld();
    server.broker({ fails: 'No capacity.' }, { fails: 'No capacity for that either.' });
    expect((await failure(authority.create(NAME))).message).toContain(
      '"No capacity.". What is left of it could not be deleted now, and counts against the quota (HOST).',
    );
    expect(server.names()).toEqual([NAME]);
  });

  test('of which nothing is left tells what the job says', async () => {
    const { authority, server, failure } = await cfWorld();
    server.broker({ refuses: 'No such plan.' });
    server.inject('list', { body: { resources: [] } });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was not created, its service refused it: "bind could not be completed: No such plan." (CF-UnableToPerform). Nothing of it is left (HOST). ${TRIED_AGAIN}`,
    });
  });

  test('that failed without a word says that much', async () => {
    const { authority, server, failure } = await cfWorld();
    server.broker({ fails: '' });
    expect((await failure(authority.create(NAME))).message).toContain(
      'its service refused it. Nothing of it is left (HOST).',
    );
  });

  test('shows no reason that repeats a secret', async () => {
    const { authority, server, failure } = await cfWorld();
    server.broker({ fails: `Logged in with ${server.password}` });
    expect((await failure(authority.create(NAME))).message).toContain(
      'refused it: a reason that repeats a part of the secret and is not shown. Nothing of it is left (HOST).',
    );
  });

  test('replaces a key of the same name whose creation failed', async () => {
    const { authority, server } = await cfWorld();
    const operation = { type: 'create', state: 'failed', description: 'once' } as const;
    server.addKey({ name: NAME, instance: server.instance.guid, labels: LABELS, operation });
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
    expect(server.names()).toEqual([NAME]);
  });

  test.each([
    [
      'exists',
      { type: 'create', state: 'succeeded', description: null },
      "has a key binding with name 'NAME'.",
      'Run the job again: a key of another run gets another name.',
    ],
    [
      'is being deleted',
      { type: 'delete', state: 'in progress', description: null },
      'that is getting deleted or its deletion failed.',
      'Delete that key by hand, or run the job again when it is gone.',
    ],
  ] as const)('is refused where a key of that name %s', async (_what, operation, text, next) => {
    const { authority, server, failure } = await cfWorld();
    server.addKey({ name: NAME, instance: server.instance.guid, operation });
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message.replaceAll(NAME, 'NAME')).toContain(`${text}" (CF-UnprocessableEntity)`);
    expect(message).toContain(next);
    expect(server.calls).not.toContain('details');
  });

  test('beyond the quota says what to do', async () => {
    const { authority, server, failure } = await cfWorld({ server: { mostKeys: 1 } });
    server.addKey({ name: 'other', instance: server.instance.guid });
    expect((await failure(authority.create(NAME))).message).toMatch(
      /limit for service binding of type key\." \(CF-UnprocessableEntity\) .*\. Delete service keys that nobody uses, or have the quota \(total_service_keys\) raised\.$/,
    );
  });

  test.each([
    [
      "The service instance could not be found: 'x'",
      'Give the user the role Space Developer in the space that owns the instance.',
    ],
    [
      'Service plan does not allow bindings.',
      'Instances of this plan have no service keys, so nothing can be rotated there.',
    ],
    [
      'Something else.',
      'Check parameters of the authority, and whether the instance can have service keys.',
    ],
  ])('that is refused with "%s" says what to do', async (detail, next) => {
    const { authority, server, failure } = await cfWorld();
    server.inject('create', unprocessable(detail) as CloudFoundryFault);
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `Cloud Foundry could not create the service key ${NAME}. The Cloud Foundry API answered 422: "${detail}" (CF-UnprocessableEntity) (HOST, 1 attempt, request id ID). ${next}`,
    });
  });

  test('of an auditor says which role it needs', async () => {
    const { authority, failure } = await cfWorld({ server: { role: 'auditor' } });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `Cloud Foundry could not create the service key ${NAME}. The Cloud Foundry API answered 403: "You are not authorized to perform the requested action" (CF-NotAuthorized) (HOST, 1 attempt, request id ID). Give the user the role Space Developer in this space.`,
    });
  });
});

describe('a creation is sent again', () => {
  test.each<[string, CloudFoundryFault, number]>([
    ['a rate limit', rateLimited(30) as CloudFoundryFault, 30_500],
    ['another operation', BUSY, 500],
  ])('after %s, for nothing was done', async (_what, fault, wait) => {
    const { authority, server, sleeps } = await cfWorld();
    server.inject('create', fault);
    await authority.create(NAME);
    expect(server.names()).toEqual([NAME]);
    expect(sleeps).toEqual([wait, 1000]);
  });

  test('but not while that operation goes on and on', async () => {
    const { authority, server, failure, sleeps } = await cfWorld();
    server.inject('create', BUSY, BUSY, BUSY, BUSY);
    expect((await failure(authority.create(NAME))).message).toContain(
      'for the service instance." (CF-UnprocessableEntity) (HOST, 4 attempts, request id ID). Run the job again when that operation is over.',
    );
    expect(sleeps).toEqual([500, 1500, 4500]);
    expect(server.names()).toEqual([]);
  });
});

describe('a creation of which nobody knows', () => {
  test.each<[string, CloudFoundryFault, string]>([
    ['a lost answer', 'lost answer', 'The connection was closed before'],
    ['a cut connection', 'cut', 'The connection was closed before'],
    ['500', failing(500, 10001, 'An unknown error occurred.') as CloudFoundryFault, 'answered 500'],
    ['502', { status: 502, body: 'a router' }, 'answered 502, which'],
    ['504', { status: 504 }, 'answered 504, which'],
    ['408', { status: 408 }, 'answered 408, which'],
    ['a redirect', { status: 302, headers: { location: 'https://x.test' } }, 'answered 302, which'],
    ['200', { body: '<html>a proxy</html>' }, 'answered 200, which'],
  ])('after %s, is not sent again', async (_what, fault, expected) => {
    const { authority, server, failure, sleeps } = await cfWorld();
    server.inject('create', fault);
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('UnknownOutcome');
    expect(message).toContain('A service key was asked for. The Cloud Foundry API');
    expect(message).toContain(expected);
    expect(server.calls.filter((call) => call === 'create')).toHaveLength(1);
    expect(sleeps).toEqual([]);
  });

  test('is one whose job cannot be asked', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('job', ...Array(4).fill({ status: 502 }));
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('UnknownOutcome');
    expect(message).toContain('answered 502, which does not tell how it ended (HOST, 4 attempts).');
    expect(server.names()).toEqual([NAME]);
  });

  test('is one that leaves no key and no reason', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('create', { status: 202 });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'UnknownOutcome',
      message: `The service key ${NAME} was asked for, and no such key is listed (HOST).`,
    });
  });

  test('is none where no connection was made', async () => {
    const { authority, server, failure } = await cfWorld();
    await authority.check();
    await server.close();
    // Notices that the connection is gone.
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `Cloud Foundry could not create the service key ${NAME}. The Cloud Foundry API gave no answer. The connection was refused (HOST, 1 attempt). Check host and port of the URL, and the firewall of the runner. Raise the input timeout if the server is slow.`,
    });
  });
});

describe('a job', () => {
  test('that nobody remembers is no reason to fail: the key tells', async () => {
    const { authority, server } = await cfWorld();
    server.inject('job', failing(404, 10010, 'Job not found') as CloudFoundryFault);
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
  });

  test.each([
    ['no place', {}],
    ['another path', { location: 'https://api.example.com/v3/apps/1' }],
    ['no URL', { location: 'jobs' }],
    ['more behind it', { location: 'https://api.example.com/v3/jobs/1/other' }],
  ])('with %s is not asked: the key tells', async (_what, headers) => {
    const { authority, server } = await cfWorld();
    await authority.check();
    server.addKey({ name: NAME, instance: server.instance.guid, labels: LABELS });
    server.inject('create', { status: 202, headers });
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
    expect(server.calls).not.toContain('job');
  });

  test('on another host is asked for on this one', async () => {
    const { authority, server } = await cfWorld();
    await authority.check();
    const headers = { location: 'https://evil.test/v3/jobs/11111111-2222-4333-8444-555555555555' };
    server.addKey({ name: NAME, instance: server.instance.guid, labels: LABELS });
    server.inject('create', { status: 202, headers });
    await authority.create(NAME);
    expect(server.api.requests.map(({ path }) => path)).toContain(
      '/v3/jobs/11111111-2222-4333-8444-555555555555',
    );
  });
});

describe('the credentials of a new key', () => {
  test('that cannot be read leave a key for a later run', async () => {
    const { authority, server, failure } = await cfWorld();
    const detail = 'Fetching credentials from CredHub failed; reason: Server error, status: 500';
    const fault = failing(503, 10015, detail) as CloudFoundryFault;
    server.inject('details', fault, fault, fault, fault);
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      `could not read the credentials of the service key ${NAME}. The Cloud Foundry API answered 503: "${detail}" (CF-ServiceUnavailable) (HOST, 4 attempts`,
    );
    expect(await authority.read?.(NAME)).toMatchObject({ name: NAME });
  });

  test('that are not there make the outcome unknown', async () => {
    const { authority, server, failure } = await cfWorld();
    const fault = failing(404, 10010, 'Creation of service key in progress') as CloudFoundryFault;
    server.inject('details', fault);
    expect(await failure(authority.create(NAME))).toMatchObject({ code: 'UnknownOutcome' });
  });

  test.each(['{}', '{"credentials":"text"}', '{"credentials":[]}'])(
    'in another form (%s) are not guessed at',
    async (body) => {
      const { authority, server, failure } = await cfWorld();
      server.inject('details', { body });
      expect(await failure(authority.create(NAME))).toEqual({
        code: 'E_AUTHORITY',
        message: `The service key ${NAME} has no credentials that can be read (HOST, 1 attempt). Please report this with the version of the action.`,
      });
    },
  );
});
