import { randomUUID } from 'node:crypto';
import {
  type Answer,
  type Around,
  type RecordedRequest,
  type ScriptedServer,
  scriptAround,
  startHttpServer,
} from './https-server.ts';
import { bindingSecret } from './service-keys.ts';
import { type Met, type SmCall, smFaults } from './service-manager-faults.ts';
import { failure } from './service-manager-query.ts';
import { type SmInstance, type SmWork, serviceManagerStore } from './service-manager-store.ts';

export interface SmServerOptions {
  /** The instances beside `calm-api`, whose bindings rotate, and `sm-admin`, the login's. */
  readonly instances?: readonly SmInstance[];
  /** At most so many items in one page. */
  readonly perPage?: number;
  /** Seconds for which a token is valid. Default: as the real one, 43199. */
  readonly expiresIn?: number;
  /** What the broker hands out for `calm-api` in place of a client with a secret. */
  readonly issue?: () => Readonly<Record<string, unknown>>;
  /** How the broker works on each change that meets no fault. */
  readonly work?: (call: SmCall) => SmWork;
  readonly now?: () => Date;
  readonly around?: Around;
}

export type ServiceManagerServer = Awaited<ReturnType<typeof startServiceManager>>;

/** A Service Manager and its token server, which answer as specification and source say. */
export async function startServiceManager(options: SmServerOptions = {}) {
  const { perPage = 200, expiresIn = 43_199, now = () => new Date() } = options;
  const calm = { id: randomUUID(), name: 'calm-api', platform: 'service-manager' };
  const admin = { id: randomUUID(), name: 'sm-admin', platform: 'service-manager' };
  const reserve = { id: randomUUID(), name: 'sm-reserve', platform: 'service-manager' };
  const instances = [calm, admin, reserve, ...(options.instances ?? [])];
  const secrets: string[] = [];
  const tokens = new Map<string, number>();
  const faults = smFaults();

  let shared: Readonly<Record<string, unknown>> | undefined;

  function credentialsFor(instance: SmInstance): Readonly<Record<string, unknown>> {
    if (shared !== undefined) return shared;
    if (instance === calm && options.issue !== undefined) return options.issue();
    const clientsecret = bindingSecret();
    secrets.push(clientsecret);
    const { url } = server;
    const isSm = instance.name.startsWith('sm-');
    // All bindings of an instance have one client id.
    const clientid = `sb-${instance.id}!b1|${isSm ? 'service-manager' : 'calm'}!b2`;
    return isSm
      ? { clientid, clientsecret, url, sm_url: url, xsappname: clientid.slice(3) }
      : {
          endpoints: { Api: 'https://eu10.alm.example.com/api' },
          uaa: { clientid, clientsecret, url, 'credential-type': 'binding-secret' },
        };
  }
  const store = serviceManagerStore(instances, credentialsFor, now);

  function answer(request: RecordedRequest): Answer {
    const call = callOf(request);
    if (call === undefined) return failure(404, 'NotFound', 'no such path');
    const met = faults.next(call);
    const { instead, before, after } = met;
    if (instead !== undefined) return instead;
    if (before === 'tokens end') tokens.clear();
    const usual = call === 'token' ? token(request) : api(call, request, met);
    return after ?? usual;
  }

  function token({ body }: RecordedRequest): Answer {
    const form = new URLSearchParams(body);
    const known = store.living().some(({ credentials }) => {
      const { clientid, clientsecret } = (credentials['uaa'] ?? credentials) as Record<
        string,
        unknown
      >;
      return clientid === form.get('client_id') && clientsecret === form.get('client_secret');
    });
    if (!known || form.get('grant_type') !== 'client_credentials') {
      return {
        status: 401,
        body: { error: 'unauthorized', error_description: 'Bad credentials' },
      };
    }
    return issuedToken();
  }

  function issuedToken(): Answer {
    const access_token = `token-${randomUUID()}`;
    tokens.set(access_token, now().getTime() + expiresIn * 1000);
    secrets.push(access_token);
    return { body: { access_token, token_type: 'bearer', expires_in: expiresIn } };
  }

  function api(call: SmCall, request: RecordedRequest, { work: met, unheard }: Met): Answer {
    const [, bearer = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if ((tokens.get(bearer) ?? 0) <= now().getTime()) {
      return { status: 401, body: { error: 'Unauthorized', description: 'not authenticated' } };
    }
    const { pathname, searchParams } = new URL(request.path, server.url);
    const [, , , id = '', , operation = ''] = pathname.split('/');
    const work = { ...options.work?.(call), ...met };
    const wish = {
      async: searchParams.get('async') === 'true',
      within: unheard === true ? unheardWork : workWithin,
    };
    switch (call) {
      case 'create':
        return store.create(JSON.parse(request.body), work, wish);
      case 'get':
        return store.get(id);
      case 'list':
        return store.list(searchParams, perPage);
      case 'delete':
        return store.remove(id, work, wish);
      case 'operation':
        return store.operation(id, operation);
      case 'instance':
        return store.getInstance(id);
      default:
        return store.listInstances(searchParams, perPage);
    }
  }

  const server: ScriptedServer = await startHttpServer({
    answer: scriptAround(answer, options.around),
  });
  const login = store.add('login', admin);

  return {
    ...server,
    instance: calm,
    reserve,
    admin,
    store,
    /** The binding by which one logs in, as it is handed out. */
    login: JSON.stringify(login.credentials),
    /** Every secret that was ever given out, tokens included. */
    secrets: secrets as readonly string[],
    /** A token for whoever another server knows, as the host for certificates does. */
    issuedToken,
    /** The names of the bindings of an instance. */
    names: (of: SmInstance = calm) =>
      store
        .bindings()
        .filter(({ instance }) => instance === of.id)
        .map(({ name }) => name),
    /** The names of what lives at the broker, listed or not. */
    living: (of: SmInstance = calm) =>
      store
        .living()
        .filter(({ instance }) => instance === of.id)
        .map(({ name }) => name),
    /** The calls so far, in order. */
    calls: () => server.requests.map(callOf),
    /** The next calls of this kind meet these faults, one each. */
    inject: faults.inject,
    /** From now on all bindings have these credentials, as with the type instance-secret. */
    share: (credentials: Readonly<Record<string, unknown>> | undefined) => {
      shared = credentials;
    },
  };
}

/** The answer comes when the broker has done its work, if the client is there by then. */
function workWithin(milliseconds: number, end: (isHeard: boolean) => Answer): Answer {
  if (milliseconds === 0) return end(true);
  return (response) => {
    setTimeout(() => {
      const answer = end(!response.destroyed);
      if (typeof answer === 'function' || response.destroyed) return;
      const { status = 200, headers, body = '' } = answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'object' ? JSON.stringify(body) : body);
    }, milliseconds);
  };
}

/** The server has given up before the broker has done its work. */
function unheardWork(_milliseconds: number, end: (isHeard: boolean) => Answer): Answer {
  return end(false);
}

const CALLS: readonly (readonly [pattern: RegExp, call: SmCall])[] = [
  [/^POST \/oauth\/token$/, 'token'],
  [/^POST \/v1\/service_bindings$/, 'create'],
  [/^GET \/v1\/service_bindings$/, 'list'],
  [/^GET \/v1\/service_bindings\/[^/]+$/, 'get'],
  [/^DELETE \/v1\/service_bindings\/[^/]+$/, 'delete'],
  [/^GET \/v1\/service_bindings\/[^/]+\/operations\/[^/]+$/, 'operation'],
  [/^GET \/v1\/service_instances$/, 'instances'],
  [/^GET \/v1\/service_instances\/[^/]+$/, 'instance'],
];

function callOf({ method, path }: RecordedRequest): SmCall | undefined {
  const [start] = path.split('?');
  return CALLS.find(([pattern]) => pattern.test(`${method} ${start}`))?.[1];
}
