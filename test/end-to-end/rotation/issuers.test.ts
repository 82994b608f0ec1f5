import type { ChildProcess } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { ActionRun } from '../../runner/run-action.ts';
import type { Answer, Around, RecordedRequest } from '../../servers/https-server.ts';
import type { SmFault } from '../../servers/service-manager-faults.ts';
import type { ServiceManagerServer } from '../../servers/service-manager-server.ts';
import { btpIssuer } from './btp-issuer.ts';
import { cloudFoundryIssuer } from './cloud-foundry-issuer.ts';
import { DAY, type Platform, type PlatformOptions } from './platform.ts';
import { failureOf, platform, rotateStep } from './rotation-step.ts';
import { serviceManagerIssuerWith } from './service-manager-issuer.ts';

const BY_HAND = 'calm-key-by-hand';

/** What happens to the next request that fits, in place of the usual. */
function interference() {
  let next: { readonly fits: RegExp; readonly meets: Meets } | undefined;
  const around: Around = async (request, happen) => {
    if (next === undefined || !next.fits.test(`${request.method} ${request.path}`)) return happen();
    const { meets } = next;
    next = undefined;
    return meets(happen, request);
  };
  return {
    around,
    once: (fits: RegExp, meets: Meets) => {
      next = { fits, meets };
    },
  };
}

type Meets = (
  happen: () => Answer | Promise<Answer>,
  request: RecordedRequest,
) => Answer | Promise<Answer>;

const cut: Answer = (response) => void response.destroy();

async function world(options: Partial<PlatformOptions> = {}) {
  const { around, once } = interference();
  const started = await platform({ around, others: [], ...options });
  await started.setUpByHand();
  return { ...started, once };
}

async function smWorld() {
  let manager: ServiceManagerServer | undefined;
  const startIssuer = serviceManagerIssuerWith((server) => {
    manager = server;
    return { login: server.login, loginSecrets: [String(JSON.parse(server.login).clientsecret)] };
  });
  const started = await world({ startIssuer });
  if (manager === undefined) throw new Error('Service Manager was not started');
  const { names, living, inject, calls } = manager;
  return { ...started, names, living, inject, calls };
}

const CREATE = /^POST \/v1\/service_bindings/;

/** Runs until all is well, and then until the grace period of everything is over. */
async function recover(platform: Platform): Promise<ActionRun> {
  platform.wait(20 * 60_000);
  const run = await rotateStep(platform);
  platform.wait(8 * DAY);
  await rotateStep(platform);
  return run;
}

describe('a rotation at a Service Manager whose broker needs its time', () => {
  test.each<[string, boolean, (child: ChildProcess | undefined) => Answer | undefined]>([
    [
      'that is killed meanwhile',
      true,
      (child) => {
        child?.kill('SIGKILL');
        return undefined;
      },
    ],
    ['whose connection is cut meanwhile', false, () => cut],
    [
      'that the server gives up meanwhile',
      false,
      () => ({ status: 503, body: { error: 'Timeout', description: 'operation has timed out' } }),
    ],
  ])('%s leaves nothing that no list shows', async (_what, dies, disturb) => {
    const platform = await smWorld();
    let child: ChildProcess | undefined;
    const slow: SmFault = { work: { takes: 1500 } };
    platform.inject('create', slow);
    platform.once(CREATE, async (happen) => {
      const answer = await happen();
      return disturb(child) ?? answer;
    });
    const onStart = ({ process }: { readonly process: ChildProcess }) => {
      child = process;
    };
    const first = await platform.rotate({}, { onStart });
    expect(first.signal).toBe(dies ? 'SIGKILL' : null);
    await recover(platform);
    const listed = platform.names();
    expect(platform.living().filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed).toHaveLength(2);
    expect(JSON.parse(platform.stored() ?? '').rotation.name).toBe(
      listed.find((name) => name !== BY_HAND),
    );
  });

  test('longer than the run has is asked for one creation, and called slow', async () => {
    const platform = await smWorld();
    platform.inject('create', { work: { takes: 60_000 } });
    const run = await rotateStep(platform, { timeout: '12s' });
    expect(failureOf(run)).toEqual([
      'E_AUTHORITY',
      expect.stringContaining('The broker of the service is slow: the creation of the binding'),
    ]);
    expect(platform.calls().filter((call) => call === 'create')).toHaveLength(1);
    platform.wait(120_000);
    expect((await recover(platform)).outputs['state']).toBe('rotated');
    expect(platform.names()).toHaveLength(2);
  });

  test('hears of an old binding that it is gone, although the router was away for a moment', async () => {
    const platform = await smWorld();
    const first = await rotateStep(platform);
    platform.wait(61 * DAY);
    const second = await rotateStep(platform);
    platform.wait(8 * DAY);
    platform.once(/^DELETE /, () => ({
      status: 503,
      headers: { 'x-cf-routererror': 'no_endpoints' },
      body: '503 Service Unavailable: Requested route has no available endpoints.',
    }));
    expect((await rotateStep(platform)).outputs['state']).toBe('retired');
    expect(platform.living()).not.toContain(first.outputs['credential-name']);
    expect(platform.living()).toContain(second.outputs['credential-name']);
  });

  const REASON = 'the parameter credential-type is not allowed for this plan';
  const brokerError = { StatusCode: 400, ErrorMessage: 'BadRequest', ResponseError: null };

  test.each<[string, SmFault]>([
    ['at the end of a long text', { work: { error: `Status: 400; ErrorMessage: ${REASON}` } }],
    [
      'as SAP writes it',
      { work: { error: 'Status: 400', brokerError: { ...brokerError, Description: REASON } } },
    ],
  ])('tells the reason of a refusal, %s', async (_what, fault) => {
    const platform = await smWorld();
    platform.inject('create', fault);
    const [code, message] = failureOf(await rotateStep(platform));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(REASON);
    expect(message).toContain('The broker of the service has refused.');
    expect(platform.living()).toEqual([BY_HAND]);
  });
});

describe('a rotation at SAP BTP', () => {
  test('asks again for a credential after 429, which says that nothing was done', async () => {
    const platform = await world({ startIssuer: btpIssuer });
    platform.once(/\?create$/, () => ({ status: 429 }));
    expect((await rotateStep(platform)).outputs['state']).toBe('rotated');
    expect(platform.issuer.living().size).toBe(2);
  });

  const answering = (changes: (login: string) => object) => async (platform: Platform) => {
    const { password } = JSON.parse(platform.issuer.login);
    return changes(password);
  };

  test.each([
    ['of somebody else', answering(() => ({ name: 'somebody-elses' }))],
    [
      'of somebody else, with a secret that does not work',
      answering(() => ({ name: 'somebody-elses', clientsecret: `x$${'Fake'.repeat(12)}` })),
    ],
    ['of two lines', answering(() => ({ name: 'calm\n::error::release' }))],
    [
      'that is the password in hex',
      answering((password) => ({ name: Buffer.from(password).toString('hex') })),
    ],
    [
      'that is the password backwards',
      answering((password) => ({ name: [...password].reverse().join('') })),
    ],
  ])('believes no name in the answer to create (%s)', async (_what, changes) => {
    const platform = await world({ startIssuer: btpIssuer });
    await platform.issuer.byHand('somebody-elses');
    const told = await changes(platform);
    platform.once(/\?create$/, async (happen) => {
      const answer = await happen();
      if (typeof answer === 'function') return answer;
      return { ...answer, body: JSON.stringify({ ...JSON.parse(String(answer.body)), ...told }) };
    });
    const run = await platform.rotate({}, { debug: true });
    const name = String(Object.values(told)[0]);
    const shown = `${run.stdout}${run.summary}${JSON.stringify(run.outputs)}`;
    expect(shown).not.toContain(name);
    expect(shown).not.toContain('E_RUNNER');
    expect(platform.stored()).not.toContain(JSON.stringify(name).slice(1, -1));
    await recover(platform);
    expect([...platform.issuer.living().keys()]).toEqual(
      expect.arrayContaining([BY_HAND, 'somebody-elses']),
    );
    expect(platform.issuer.living().size).toBe(3);
  });
});

describe('an inventory that leads elsewhere', () => {
  test.each([
    [btpIssuer, 'cli-server', 'The BTP CLI server'],
    [cloudFoundryIssuer, 'api', 'The Cloud Foundry API'],
  ])('gets nothing without allowed-hosts (%#)', async (startIssuer, member, what) => {
    const platform = await world({ startIssuer });
    const { [member]: url = '' } = platform.entry.authority as Readonly<Record<string, string>>;
    for (const mode of ['plan', 'when-due']) {
      for (const name of ['', 'calm-release']) {
        // As a runner hands it over where the step does not give it.
        const run = await platform.rotate({ 'allowed-hosts': 'no limit', mode, name });
        expect(failureOf(run)).toEqual([
          'E_HOST_NOT_ALLOWED',
          expect.stringContaining(
            `${what} ${new URL(url).host} is none of SAP's own hosts for it, and the step has no allowed-hosts. Nothing was sent.`,
          ),
        ]);
      }
    }
    expect([...platform.issuer.living().keys()]).toEqual([BY_HAND]);
    expect(platform.stored()).not.toContain('rotation');
  });

  const HOSTS = 'localhost *.hana.ondemand.com cli.btp.cloud.sap';
  const APP = 'https://anybody.cfapps.us10-001.hana.ondemand.com';

  test('through the discovery of Cloud Foundry gets no password', async () => {
    const platform = await world({ startIssuer: cloudFoundryIssuer });
    const href = `${APP}/uaa`;
    platform.once(/^GET \/$/, () => ({ body: { links: { login: { href }, uaa: { href } } } }));
    const run = await rotateStep(platform, { 'allowed-hosts': HOSTS });
    expect(failureOf(run)).toEqual([
      'E_HOST_NOT_ALLOWED',
      expect.stringContaining('which is not in the domain of the API. The login was not sent.'),
    ]);
  });

  test.each([
    ['the login', /^POST \/login\//],
    ['a command', /\?list$/],
    ['the creation', /\?create$/],
  ])('through a redirect of %s gets nothing', async (_what, request) => {
    const platform = await world({ startIssuer: btpIssuer });
    platform.once(request, () => ({ status: 307, headers: { location: `${APP}/command` } }));
    const run = await rotateStep(platform, { 'allowed-hosts': HOSTS });
    expect(failureOf(run)).toEqual([
      'E_AUTHORITY',
      expect.stringMatching(/a redirect .*anybody\.cfapps.*; nothing was sent there/),
    ]);
    expect([...platform.issuer.living().keys()]).toEqual([BY_HAND]);
  });
});
