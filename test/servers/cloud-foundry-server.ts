import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { failing, requestId } from './cloud-foundry-answers.ts';
import { type BindingsOptions, cloudFoundryBindings } from './cloud-foundry-bindings.ts';
import { type BrokerAnswer, cloudFoundryJobs } from './cloud-foundry-jobs.ts';
import { cloudFoundryPlaces, type Places } from './cloud-foundry-places.ts';
import { cloudFoundryUaa, type UaaOptions } from './cloud-foundry-uaa.ts';
import {
  type Answer,
  type Around,
  type RecordedRequest,
  scriptAround,
  startHttpServer,
} from './https-server.ts';

export interface CloudFoundryOptions extends Partial<Omit<UaaOptions, 'now'>>, Partial<Places> {
  readonly credentialType?: BindingsOptions['credentialType'];
  readonly mostKeys?: number;
  /** After how many looks at it a job ends. Default: the first. */
  readonly looks?: number;
  /** An auditor may read, but no credentials. */
  readonly role?: 'developer' | 'auditor';
  /** The `url` of the credentials. Default: one that nobody answers. */
  readonly tokenServer?: string;
  readonly issue?: BindingsOptions['issue'];
  readonly now?: () => number;
  readonly around?: Around;
}

export type CloudFoundryCall =
  | 'discovery'
  | 'login'
  | 'instance'
  | 'list'
  | 'create'
  | 'job'
  | 'details'
  | 'delete';

/** What happens to one call in place of the usual. */
export type CloudFoundryFault =
  /** This answer, and no effect. */
  | Exclude<Answer, (...parameters: never[]) => void>
  /** The effect takes place, and the connection is cut instead of an answer. */
  | 'lost answer'
  /** The connection is cut before anything is done. */
  | 'cut'
  /** No effect, and no answer ever. */
  | 'silence'
  /** All tokens are revoked just before the call. */
  | 'tokens end'
  /** Nothing unusual: for the calls between. */
  | 'none';

export type CloudFoundryServer = Awaited<ReturnType<typeof startCloudFoundry>>;

/** A Cloud Controller and its UAA server, which answer as the recorded ones do. */
export async function startCloudFoundry(options: CloudFoundryOptions = {}) {
  const {
    username = 'jane.doe@example.com',
    password = `Pw-${randomUUID()}`,
    origin = '',
    takesAssertion,
    lifetime = 1199,
    organizations = [{ guid: randomUUID(), name: 'acme' }],
    spaces = [{ guid: randomUUID(), name: 'prod', organization: organizations[0]?.guid ?? '' }],
    instances = [{ guid: randomUUID(), name: 'calm-api', space: spaces[0]?.guid ?? '' }],
    credentialType = 'binding-secret',
    mostKeys = 100,
    looks = 0,
    role = 'developer',
    tokenServer,
    issue,
    now = Date.now,
    around,
  } = options;
  const faults: { readonly call: CloudFoundryCall; readonly fault: CloudFoundryFault }[] = [];
  const apiUrl = (): string => api.url;
  const uaa = cloudFoundryUaa({ username, password, origin, takesAssertion, lifetime, now });
  const places = cloudFoundryPlaces(apiUrl, { organizations, spaces, instances });
  const jobs = cloudFoundryJobs(apiUrl, looks);
  const keys = cloudFoundryBindings({
    ...{ api: apiUrl, instances, jobs, credentialType, mostKeys, tokenServer, issue, now },
  });
  const calls: CloudFoundryCall[] = [];

  function met(request: RecordedRequest, usual: () => Answer | Promise<Answer>) {
    const call = callOf(request);
    if (call === undefined) return usual();
    calls.push(call);
    const at = faults.findIndex((entry) => entry.call === call);
    const fault = at < 0 ? 'none' : (faults.splice(at, 1)[0]?.fault ?? 'none');
    return answered(fault, usual);
  }

  async function answered(
    fault: CloudFoundryFault,
    usual: () => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (fault === 'cut') return cut;
    if (fault === 'silence') return () => {};
    if (typeof fault === 'object') return fault;
    if (fault === 'tokens end') uaa.endTokens();
    const answer = await usual();
    return fault === 'lost answer' ? cut : answer;
  }

  function controller({ method, path, headers, body }: RecordedRequest): Answer {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (pathname === '/') return { headers: discoveryHeaders(), body: root() };
    if (!uaa.accepts(headers.authorization)) return failing(401, 1000, 'Invalid Auth Token');
    const [, , kind = '', guid = '', rest = ''] = pathname.split('/');
    if (kind === 'jobs') return jobs.answer(guid);
    if (kind !== 'service_credential_bindings') {
      return places.answer(kind, guid, searchParams) ?? failing(404, 10000, 'Unknown request');
    }
    if (role === 'auditor' && method !== 'GET') return failing(403, 10003, FORBIDDEN);
    return keys.answer(method, guid, rest, searchParams, body === '' ? {} : JSON.parse(body));
  }

  function root() {
    const to = (href: string) => ({ href });
    const meta = (version: string) => ({ meta: { version } });
    return {
      links: {
        self: to(api.url),
        cloud_controller_v3: { ...to(`${api.url}/v3`), ...meta('3.194.0') },
        network_policy_v0: to(`${api.url}/networking/v0/external`),
        network_policy_v1: to(`${api.url}/networking/v1/external`),
        login: to(login.url),
        uaa: to(login.url),
        credhub: null,
        routing: null,
        logging: to('wss://doppler.example.com:443'),
        log_cache: to('https://log-cache.example.com'),
        log_stream: to('https://log-stream.example.com'),
        app_ssh: {
          ...to('ssh.example.com:2222'),
          meta: { host_key_fingerprint: 'none', oauth_client: 'ssh-proxy' },
        },
        cloud_controller_v2: { ...to(`${api.url}/v2`), ...meta('2.259.0') },
      },
    };
  }

  const login = await startHttpServer({
    answer: scriptAround((request) => met(request, () => uaa.answer(request)), around),
  });
  const api = await startHttpServer({
    answer: scriptAround((request) => met(request, () => controller(request)), around),
  });

  return {
    ...{ api, login, username, password, origin, uaa, jobs, calls },
    organization: organizations[0]?.name ?? '',
    space: spaces[0]?.name ?? '',
    instance: instances[0] ?? { guid: '', name: '', space: '' },
    bindings: keys.bindings,
    addKey: keys.add,
    /** The names of the keys, in the order of their creation. */
    names: () => keys.bindings.map(({ name }) => name),
    /** Every secret and token that was ever given out. */
    secrets: () => [...keys.secrets, ...uaa.secrets],
    /** The next calls of this kind meet these faults, one each. */
    inject: (call: CloudFoundryCall, ...wanted: readonly CloudFoundryFault[]) => {
      for (const fault of wanted) faults.push({ call, fault });
    },
    /** So does the broker take the next creations and deletions, one each. */
    broker: (...answers: readonly BrokerAnswer[]) => {
      keys.brokerAnswers.push(...answers);
    },
    /** From now on nothing is unusual. */
    calm: () => {
      faults.length = 0;
      keys.brokerAnswers.length = 0;
    },
    close: async () => {
      await Promise.all([api.close(), login.close()]);
    },
  };
}

const FORBIDDEN = 'You are not authorized to perform the requested action';

function discoveryHeaders() {
  return { 'content-type': 'application/json;charset=utf-8', ...requestId() };
}

function callOf({ method, path }: RecordedRequest): CloudFoundryCall | undefined {
  const { pathname } = new URL(path, 'http://localhost');
  if (pathname === '/') return 'discovery';
  if (pathname === '/oauth/token') return 'login';
  if (pathname.startsWith('/v3/jobs/')) return 'job';
  if (pathname === '/v3/service_instances') return 'instance';
  if (!pathname.startsWith('/v3/service_credential_bindings')) return undefined;
  if (method === 'POST') return 'create';
  if (method === 'DELETE') return 'delete';
  return pathname.endsWith('/details') ? 'details' : 'list';
}

function cut(response: ServerResponse): void {
  response.destroy();
}
