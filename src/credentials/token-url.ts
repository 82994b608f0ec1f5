import { Failure } from '../base/failure.ts';
import { secureUrl, withoutSlashes, withPath } from '../base/url.ts';
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
