import { Failure } from '../base/failure.ts';
import { secureUrl, withoutSlashes, withPath } from '../base/url.ts';
import type { ProofKind, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';

/** A family of authorization servers, and what is special about its token requests. */
export interface Provider {
  readonly name: ProviderName;
  /** Completes a token URL that a person typed without any path. */
  readonly tokenPath?: string;
  /** Does the credential itself tell that it belongs to this family? */
  recognises(fields: Fields): boolean;
  /** The token endpoint for a client with such a proof; undefined: the credential does not tell. */
  tokenUrl(fields: Fields, proof: ProofKind): URL | undefined;
  /** Form parameters that every token request of this client needs. */
  parameters(fields: Fields): Readonly<Record<string, string>>;
  /** The URL of the API, for a family that has one API for all its clients. */
  readonly apiUrl?: string;
}

/**
 * The provider of a credential: the named one, or the first that recognises it. A credential that
 * none recognises is taken for a UAA client, as the plain `{clientid, clientsecret, url}` is one.
 */
export function providerOf(fields: Fields, name: ProviderName | 'auto'): Provider {
  const found = providers.find((provider) =>
    name === 'auto' ? provider.recognises(fields) : provider.name === name,
  );
  return found ?? xsuaa;
}

/**
 * The family to which a host of tokens certainly belongs; undefined: any, for UAA servers and
 * tenants of SAP Cloud Identity Services have host names of their own, too.
 */
export function familyOf(url: string): ProviderName | undefined {
  if (ETRUSTED_HOST.test(url)) return 'etrusted';
  if (IAS_HOST.test(url)) return 'ias';
  return url.includes('.authentication.') ? 'xsuaa' : undefined;
}

/** The URL that a credential itself states for its tokens. */
export function statedUrl({ tokenUrl, certUrl, url }: Fields): string | undefined {
  return tokenUrl ?? certUrl ?? url;
}

/** SAP Authorization and Trust Management (XSUAA) and other Cloud Foundry UAA servers. */
const xsuaa: Provider = {
  name: 'xsuaa',
  recognises: (fields) =>
    fields.uaaDomain !== undefined ||
    fields.xsAppName !== undefined ||
    fields.clientId?.startsWith('sb-') === true ||
    [fields.url, fields.tokenUrl, fields.certUrl].some((url) => url?.includes('.authentication.')),
  tokenUrl: (fields, proof) =>
    proof === 'certificate' ? uaaMutualTlsUrl(fields) : uaaTokenUrl(fields),
  parameters: () => ({}),
};

const IAS_TOKEN_PATH = '/oauth2/token';

const IAS_HOST = /\.accounts(?:400)?\.(?:ondemand\.com|cloud\.sap|sapcloud\.cn)(?:[:/]|$)/;

/** The label of the identity service in bindings, and the prefix that people give to variables. */
const IAS_LABEL = /^(?:identity|ias)$/i;

/** The spelling of the identity service; XSUAA writes its credential types in lower case. */
const IAS_CREDENTIAL_TYPE = /^(?:SECRET|X509_[A-Z]+|NONE)$/;

function isAtUaa(fields: Fields): boolean {
  return familyOf(statedUrl(fields) ?? '') === 'xsuaa';
}

/** SAP Cloud Identity Services. Mutual TLS is served on the same host, there is no certurl. */
export const ias: Provider = {
  name: 'ias',
  tokenPath: IAS_TOKEN_PATH,
  recognises: (fields) =>
    (IAS_LABEL.test(fields.serviceLabel ?? '') && !isAtUaa(fields)) ||
    IAS_CREDENTIAL_TYPE.test(fields.credentialType ?? '') ||
    [fields.url, fields.tokenUrl].some((url) => url !== undefined && IAS_HOST.test(url)) ||
    // Others have members of these names, too.
    (!!(fields.applicationTenant ?? (!fields.tokenUrl && fields.domains)) &&
      !xsuaa.recognises(fields)),
  tokenUrl(fields: Fields) {
    const url = fields.tokenUrl ?? fields.url;
    if (url === undefined) return undefined;
    const base = withoutAuthorize(secureUrl(url, 'url of the credential'));
    const whole =
      base.pathname.includes('token') || (url === fields.tokenUrl && base.pathname !== '/');
    return whole ? base : withTokenPath(base, IAS_TOKEN_PATH);
  },
  parameters: (fields) =>
    fields.applicationTenant === undefined ? {} : { app_tid: fields.applicationTenant },
};

const ETRUSTED_HOST = /^(?:https:\/\/)?(?:[\w-]+\.)*etrusted\.com(?:[:/]|$)/i;

/** The other hosts of eTrusted are test systems, whose audience nobody has documented. */
const ETRUSTED_LIVE = /^(?:https:\/\/)?(?:login|api)\.etrusted\.com(?:\/|$)/;

/** eTrusted (Trusted Shops): fixed hosts, and an audience without which the token opens nothing. */
const etrusted: Provider = {
  name: 'etrusted',
  recognises: (fields) =>
    (/^etrusted/i.test(fields.serviceLabel ?? '') ||
      [fields.tokenUrl, fields.apiUrl, fields.audience].some(
        (url) => url?.includes('etrusted.com') === true && ETRUSTED_LIVE.test(url),
      )) &&
    !isOfOthers(fields),
  tokenUrl: (fields) => typedTokenUrl(fields.tokenUrl ?? 'https://login.etrusted.com/oauth/token'),
  parameters: () => ({ audience: 'https://api.etrusted.com' }),
  apiUrl: 'https://api.etrusted.com',
};

/**
 * Does a client belong to another family, or name another host for its tokens? A label or an audience
 * alone must never send its secret to eTrusted.
 */
export function isOfOthers(fields: Fields): boolean {
  const url = statedUrl(fields);
  return (
    xsuaa.recognises(fields) ||
    (url !== undefined &&
      (familyOf(url) === 'ias' || (fields.tokenUrl === undefined && familyOf(url) !== 'etrusted')))
  );
}

/** Any authorization server that follows RFC 6749, if its token URL is known. */
const oauth2: Provider = {
  name: 'oauth2',
  recognises: (fields) => fields.tokenUrl !== undefined,
  tokenUrl: (fields) =>
    fields.tokenUrl === undefined ? undefined : typedTokenUrl(fields.tokenUrl),
  parameters: () => ({}),
};

/** All providers, the most specific first. A new provider is an object above and its name here. */
const providers: readonly Provider[] = [etrusted, ias, xsuaa, oauth2];

// Where tokens come from.

const TOKEN_PATH = '/oauth/token';

const TOKEN_PATHS: readonly string[] = [TOKEN_PATH, '/oauth2/token'];

/** A token URL that a person typed: used as it is, completed only if it has no path at all. */
export function typedTokenUrl(text: string, path: string = TOKEN_PATH): URL {
  const url = secureUrl(text, 'token URL');
  if (withoutRepeats(url.pathname) !== url.pathname) {
    throw new Failure(
      'E_URL_DOUBLED',
      `The token URL ends with its token path twice (${url.pathname.slice(-60)}).`,
      'Write the path once.',
    );
  }
  return url.pathname === '/' ? withPath(url, path) : url;
}

/**
 * The token URL of a UAA (XSUAA) credential: never derived from a region, always from what the
 * credential says. `tokenurl` may lack its path, or carry it twice; `url` never has it.
 */
export function uaaTokenUrl(fields: Fields): URL | undefined {
  if (fields.tokenUrl !== undefined) {
    const url = withoutAuthorize(secureUrl(fields.tokenUrl, 'token URL of the credential'));
    url.pathname = withoutRepeats(url.pathname);
    return url.pathname.includes('token')
      ? url
      : withPath(url, fields.tokenUrlSuffix ?? TOKEN_PATH);
  }
  if (fields.url === undefined) return undefined;
  return withTokenPath(
    withoutAuthorize(secureUrl(fields.url, 'url of the credential')),
    TOKEN_PATH,
  );
}

/** The same for mutual TLS (RFC 8705): UAA serves it on a host of its own. */
export function uaaMutualTlsUrl(fields: Fields): URL | undefined {
  if (fields.certUrl !== undefined) {
    return withTokenPath(secureUrl(fields.certUrl, 'certurl of the credential'), TOKEN_PATH);
  }
  const url = uaaTokenUrl(fields);
  if (url === undefined || url.hostname.includes('.authentication.cert.')) return url;
  if (!url.hostname.includes('.authentication.')) return undefined;
  url.hostname = url.hostname.replace('.authentication.', '.authentication.cert.');
  return url;
}

/** `url` with the token path at its end, added if it is not there yet. */
export function withTokenPath(url: URL, path: string): URL {
  const bare = new URL(url);
  bare.pathname = withoutSlashes(bare.pathname);
  return bare.pathname.endsWith(path) ? bare : withPath(bare, path);
}

/** The authorization endpoint is for people; the token endpoint is beside it. */
export function withoutAuthorize(url: URL): URL {
  if (url.pathname.endsWith('/authorize')) {
    url.pathname = url.pathname.replace(/authorize$/, 'token');
  }
  return url;
}

/** `path` with one token path at its end: of several, the first is kept. */
function withoutRepeats(path: string): string {
  let rest = path.endsWith('/') ? path.slice(0, -1) : path;
  let [first, count] = ['', 0];
  for (;;) {
    const last = TOKEN_PATHS.find((tokenPath) => rest.endsWith(tokenPath));
    if (last === undefined) return count > 1 ? rest + first : path;
    rest = rest.slice(0, -last.length);
    first = last;
    count += 1;
  }
}
