import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer } from './https-server.ts';

interface Issued {
  readonly name: string;
  readonly readOnly: boolean;
  readonly secret: string;
}

interface TokenIssuer {
  readonly url: string;
  readonly clientId?: string;
}

type Parameters = Readonly<Record<string, string>>;

/**
 * The backend behind `security/api-credential`: names are unique in a scope, all credentials of a
 * scope and kind share one client id, and each has a secret that is shown once.
 *
 * @param list how `list` answers.
 * @param issuer the base of the URLs in the credentials, and their client id.
 */
export function btpCredentials(list: 'array' | 'value' | 'unknown command', issuer?: TokenIssuer) {
  const scopes = new Map<string, Map<string, Issued>>();
  const secrets: string[] = [];

  function create(scope: string, all: Map<string, Issued>, parameters: Parameters): Answer {
    const { name = `credential-${randomUUID()}`, readOnly, certificate } = parameters;
    if (certificate !== undefined && !certificate.startsWith('-----BEGIN CERTIFICATE-----')) {
      return backend(400, { error: 'The certificate is not valid PEM format.' });
    }
    const known = all.get(name);
    // Not recorded; reported: no error, and no secret.
    if (known !== undefined) return backend(200, shown(scope, known, issuer));
    return backend(200, add(scope, all, name, readOnly === 'true'));
  }

  function add(scope: string, all: Map<string, Issued>, name: string, readOnly: boolean) {
    const secret = `${name}$${randomBytes(32).toString('base64')}`;
    const issued = { name, readOnly, secret };
    all.set(name, issued);
    secrets.push(secret);
    return created(scope, issued, issuer);
  }

  // Not recorded.
  function listed(items: readonly object[]): Answer | undefined {
    if (list === 'unknown command') return undefined;
    return backend(200, list === 'array' ? items : { value: items });
  }

  function remove(all: Map<string, Issued>, name: string): Answer {
    return all.delete(name) ? backend(200, {}) : missing();
  }

  return {
    names: () => [...scopes.values()].flatMap((all) => [...all.keys()]),
    secrets: secrets as readonly string[],
    living: (): ReadonlyMap<string, string> =>
      new Map(
        [...scopes.values()].flatMap((all) =>
          [...all.values()].map(({ name, secret }) => [name, secret] as const),
        ),
      ),
    /** Makes one by another way. @returns the issuer's JSON */
    issue(scope: string, name: string) {
      const all = scopes.get(scope) ?? new Map<string, Issued>();
      scopes.set(scope, all);
      return add(scope, all, name, false);
    },
    withdraw(name: string): void {
      for (const all of scopes.values()) all.delete(name);
    },
    /** Undefined: there is no such command. */
    answer(action: string, scope: string, parameters: Parameters): Answer | undefined {
      const all = scopes.get(scope) ?? new Map<string, Issued>();
      scopes.set(scope, all);
      const known = all.get(parameters['name'] ?? '');
      switch (action) {
        case 'create':
          return create(scope, all, parameters);
        case 'get':
          return known === undefined ? missing() : backend(200, shown(scope, known, issuer));
        case 'delete':
          return remove(all, parameters['name'] ?? '');
        case 'list':
          return listed([...all.values()].map((issued) => shown(scope, issued, issuer)));
        default:
          return undefined;
      }
    },
  };
}

/** Not recorded for API credentials, but for other objects of the same server. */
function missing(): Answer {
  return backend(404, { error: 'NotFound', description: 'could not find such an api-credential' });
}

function backend(status: number, body: unknown): Answer {
  return {
    headers: {
      'content-type': 'application/json',
      'x-cpcli-backend-status': status,
      'x-cpcli-backend-mediatype': 'application/json',
      'x-vcap-request-id': randomUUID(),
    },
    body: JSON.stringify(body),
  };
}

function common(scope: string, { name, readOnly }: Issued, issuer: TokenIssuer | undefined) {
  const number = [...scope].reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0)) % 900_000,
    7,
  );
  const id = scope.split(' ')[1] ?? '';
  const domain = 'authentication.eu10.hana.ondemand.com';
  const app = `${readOnly ? 'read-only' : 'full-access'}!a${100_000 + number}`;
  const clientId = issuer?.clientId ?? `sb-${app}`;
  const url = issuer?.url ?? `https://zone-${id}.${domain}`;
  return { name, readOnly, id, domain, app, clientId, url };
}

function created(scope: string, issued: Issued, issuer: TokenIssuer | undefined) {
  const { name, readOnly, id, domain, app, clientId, url } = common(scope, issued, issuer);
  return {
    tenantmode: 'dedicated',
    subaccountid: id,
    'credential-type': 'secret',
    clientid: clientId,
    tokenurl: `${url}/oauth/token`,
    xsappname: app,
    clientsecret: issued.secret,
    serviceInstanceId: randomUUID(),
    url,
    uaadomain: domain,
    apiurl: `https://api.${domain}`,
    identityzone: `zone-${id}`,
    identityzoneid: id,
    tenantid: id,
    name,
    zoneid: id,
    'read-only': readOnly,
  };
}

/** Here the client id is spelled in another way. */
function shown(scope: string, issued: Issued, issuer: TokenIssuer | undefined) {
  const { name, readOnly, domain, clientId, url } = common(scope, issued, issuer);
  return {
    'credential-type': 'secret',
    tokenurl: `${url}/oauth/token`,
    clientId,
    apiurl: `https://api.${domain}`,
    name,
    'read-only': readOnly,
  };
}
