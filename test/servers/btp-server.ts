import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { btpCredentials } from './btp-credentials.ts';
import {
  type Answer,
  type Around,
  type RecordedRequest,
  type ScriptedServer,
  scriptAround,
  startHttpServer,
  startHttpsServer,
} from './https-server.ts';
import type { Pki } from './pki.ts';

export interface BtpServerOptions {
  /** HTTPS with a certificate of this CA; without it plain HTTP. */
  readonly pki?: Pki;
  readonly userName?: string;
  readonly password?: string;
  /** The identity provider where the user is known; '' is the SAP ID service. */
  readonly idp?: string;
  /** Does the identity provider take this JWT? Default: none. */
  readonly takesAssertion?: (jwt: string) => boolean | Promise<boolean>;
  /** The subdomain of the global account. */
  readonly globalAccount?: string;
  readonly directories?: readonly string[];
  readonly subaccounts?: readonly string[];
  readonly versions?: readonly string[];
  /** May the user work with credentials? `outside`: not even see the global account. */
  readonly role?: 'administrator' | 'viewer' | 'outside';
  /** How `list` answers; nobody has recorded it. */
  readonly list?: 'array' | 'value' | 'unknown command';
  /** The base of the URLs in the credentials, and their client id. Default: nobody answers there. */
  readonly issuer?: { readonly url: string; readonly clientId?: string };
  readonly around?: Around;
}

export type BtpCall = 'login' | 'create' | 'list' | 'get' | 'delete';

/** What happens to one call in place of the usual. */
export type BtpFault =
  /** This answer, and no effect. */
  | Exclude<Answer, (...parameters: never[]) => void>
  /** The effect takes place, and the connection is cut instead of an answer. */
  | 'lost answer'
  /** The connection is cut before anything is done. */
  | 'cut'
  /** No effect, and no answer ever. */
  | 'silence'
  /** All sessions end just before the call. */
  | 'sessions end'
  /** Nothing unusual: for the calls between. */
  | 'none';

export type BtpServer = Awaited<ReturnType<typeof startBtpServer>>;

type Members = Readonly<Record<string, unknown>>;

const TIMEOUT =
  'A timeout was reached while preparing the command execution. The command execution request was not sent to the backend.';

/** As one of twenty logins is answered, after 20 s. */
export const LOGIN_TIMEOUT: BtpFault = {
  status: 504,
  headers: { 'x-cpcli-server-message': TIMEOUT, 'x-vcap-request-id': randomUUID() },
};

/** A CLI server that answers as the recorded one does; what is not recorded is marked below. */
export async function startBtpServer(options: BtpServerOptions = {}) {
  const {
    userName = 'jane.doe@example.com',
    password = `Pw-${randomUUID()}`,
    idp = '',
    globalAccount = 'acme-global',
    directories = ['5c1d0a7e-94a1-4c1b-8f57-0d5a9a3f6d21'],
    subaccounts = ['0f3b8f0c-3c56-4f0e-9f59-6a4a5f4f2b11'],
    versions = ['v2.106.1'],
    role = 'administrator',
  } = options;
  const sessions = new Map<string, string>();
  const faults: { readonly call: BtpCall; readonly fault: BtpFault }[] = [];
  const credentials = btpCredentials(options.list ?? 'array', options.issuer);
  const known = { globalAccount: [globalAccount], directory: directories, subaccount: subaccounts };

  function nextFault(call: string): BtpFault {
    const at = faults.findIndex((entry) => entry.call === call);
    return at < 0 ? 'none' : (faults.splice(at, 1)[0]?.fault ?? 'none');
  }

  async function answer(request: RecordedRequest): Promise<Answer> {
    const [path = '', action = ''] = request.path.split('?');
    const [, kind = '', version = '', ...rest] = path.split('/');
    const fault = nextFault(kind === 'login' ? 'login' : action);
    if (fault === 'cut') return cut;
    if (fault === 'silence') return () => {};
    if (typeof fault === 'object') return fault;
    if (fault === 'sessions end') sessions.clear();
    const body: Members = JSON.parse(request.body);
    const usual =
      kind === 'login'
        ? await logIn(version, body)
        : command(request, version, `${rest.join('/')}?${action}`, body);
    return fault === 'lost answer' ? cut : usual;
  }

  async function logIn(version: string, body: Members): Promise<Answer> {
    if (!versions.includes(version)) return refused(412);
    if (body['subdomain'] !== globalAccount) return refused(404);
    const sameUser =
      typeof body['jwt'] === 'string'
        ? await options.takesAssertion?.(body['jwt'])
        : body['userName'] === userName && body['password'] === password;
    if (body['customIdp'] !== idp || sameUser !== true) return refused(401);
    if (role === 'outside') return refused(403);
    const session = `${randomUUID()}-${randomUUID()}`;
    sessions.set(session, idp);
    return {
      headers: { 'x-cpcli-sessionid': session, 'x-vcap-request-id': randomUUID() },
      body: { issuer: idp === '' ? 'accounts.sap.com' : idp, mail: userName },
    };
  }

  function isInSession(headers: IncomingHttpHeaders): boolean {
    return (
      sessions.get(String(headers['x-cpcli-sessionid'])) === (headers['x-cpcli-customidp'] ?? '') &&
      headers['x-cpcli-subdomain'] === globalAccount
    );
  }

  function command(
    { headers }: RecordedRequest,
    version: string,
    name: string,
    body: Members,
  ): Answer {
    // Not recorded: what happens with a session that has ended, and with an unknown command.
    if (!isInSession(headers)) return refused(401);
    const parameters = (body['paramValues'] ?? {}) as Readonly<Record<string, string>>;
    const scope = scopeOf(parameters);
    if (scope === undefined) return refused(400);
    const [kind, id] = scope;
    if (!known[kind].includes(id)) return refused(403, notThere(kind, id));
    const [object, action = ''] = name.split('?');
    if (object !== 'security/api-credential' || !versions.includes(version)) return refused(404);
    if (role === 'viewer') return notAuthorized();
    return credentials.answer(action, `${kind} ${id}`, parameters) ?? refused(404);
  }

  const server: ScriptedServer =
    options.pki === undefined
      ? await startHttpServer({ answer: scriptAround(answer, options.around) })
      : await startHttpsServer({ pki: options.pki, answer: scriptAround(answer, options.around) });

  return {
    ...server,
    userName,
    password,
    idp,
    globalAccount,
    directory: directories[0] ?? '',
    subaccount: subaccounts[0] ?? '',
    /** The ids of the sessions that are valid now. */
    sessions: () => [...sessions.keys()],
    /** The names of the credentials in all scopes. */
    names: credentials.names,
    /** Every secret that was ever given out. */
    secrets: credentials.secrets,
    /** The secrets of the credentials that exist, by name. */
    living: credentials.living,
    /** Makes a credential in the first subaccount by another way than the API. */
    issue: (name: string) => credentials.issue(`subaccount ${subaccounts[0] ?? ''}`, name),
    withdraw: credentials.withdraw,
    /** The calls so far, in order. */
    calls: () =>
      server.requests.map(({ path }) =>
        path.startsWith('/login/') ? 'login' : path.split('?')[1],
      ),
    /** The next calls of this kind meet these faults, one each. */
    inject: (call: BtpCall, ...wanted: readonly BtpFault[]) => {
      for (const fault of wanted) faults.push({ call, fault });
    },
  };
}

type ScopeKind = 'globalAccount' | 'directory' | 'subaccount';

function scopeOf(parameters: Readonly<Record<string, string>>): [ScopeKind, string] | undefined {
  const kinds = (['globalAccount', 'directory', 'subaccount'] as const).filter(
    (kind) => parameters[kind] !== undefined,
  );
  const [kind] = kinds;
  const id = kind === undefined ? '' : (parameters[kind] ?? '');
  return kind === undefined || kinds.length > 1 || id === '' ? undefined : [kind, id];
}

const SCOPE_NAMES = {
  globalAccount: 'Global account',
  directory: 'Directory',
  subaccount: 'Subaccount',
} as const;

function notThere(kind: ScopeKind, id: string): string {
  return `${SCOPE_NAMES[kind]} '${id}' does not exist and thus did not entitle you to execute the command.`;
}

/** The backend refuses: no body, and the reason in a header. */
function notAuthorized(): Answer {
  return {
    headers: {
      'x-cpcli-backend-status': 403,
      'x-cpcli-backend-message': 'You are not authorized to use this command.',
      'x-vcap-request-id': randomUUID(),
    },
  };
}

function cut(response: ServerResponse): void {
  response.destroy();
}

/** The CLI server itself refuses: no body, and the reason in a header, if anywhere. */
function refused(status: number, message?: string): Answer {
  return {
    status,
    headers: {
      ...(message === undefined ? {} : { 'x-cpcli-server-message': message }),
      'x-vcap-request-id': randomUUID(),
    },
  };
}
