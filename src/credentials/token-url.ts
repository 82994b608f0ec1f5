import { Failure } from '../base/failure.ts';
import { secureUrl, withoutSlashes, withPath } from '../base/url.ts';
import type { Credential, ProofKind, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';

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

/**
 * The token URL of a credential that does not state one: a UAA server with host names of its own
 * tells at which endpoint it takes certificates.
 *
 * @param isStored is there a stored credential at all?
 * @throws Failure E_CERT_NO_URL, E_INPUT_MISSING, and what reading URLs throws.
 */
export function tokenUrlToDiscover(
  provider: ProviderName,
  kind: ProofKind,
  fields: Fields,
  isStored: boolean,
): Required<Pick<Credential, 'tokenUrl' | 'metadataUrl'>> {
  const metadataUrl =
    provider === 'xsuaa' && kind === 'certificate' ? uaaMetadataUrl(fields) : undefined;
  const tokenUrl = metadataUrl === undefined ? undefined : uaaTokenUrl(fields);
  if (tokenUrl !== undefined) return { tokenUrl, metadataUrl };
  if (kind === 'certificate' && isStored) {
    throw new Failure(
      'E_CERT_NO_URL',
      'The credential authenticates with a certificate, but does not say at which host (certurl).',
      'Give the input token-url.',
    );
  }
  const mayBeEtrusted = provider === 'xsuaa' || provider === 'oauth2';
  throw new Failure(
    'E_INPUT_MISSING',
    `Nothing says where the token endpoint of this ${provider} client is.`,
    `Give the input token-url${mayBeEtrusted ? ', or provider: etrusted if it is an eTrusted client' : ''}.`,
  );
}

/** OpenID Connect Discovery 4: below the issuer, which is `url` here. */
function uaaMetadataUrl({ url }: Fields): URL | undefined {
  if (url === undefined) return undefined;
  const issuer = secureUrl(url, 'url of the credential');
  issuer.search = '';
  const path = withoutSlashes(issuer.pathname);
  issuer.pathname = path.endsWith('/oauth/token') ? path.slice(0, -'/oauth/token'.length) : path;
  return withPath(issuer, '/.well-known/openid-configuration');
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
