import { Failure } from './failure.ts';
import { hasInvisible } from './text.ts';

/**
 * Reads a URL that will receive a credential. `what` names it in messages; the URL itself is not
 * quoted, since its user information or query may be secret.
 *
 * @throws Failure E_URL_INVALID, E_URL_INSECURE, E_URL_USERINFO, E_URL_FRAGMENT or
 * E_URL_SECRET_IN_QUERY.
 */
export function secureUrl(text: string, what: string): URL {
  const url = parseUrl(text.trim(), what);
  if (url.username !== '' || url.password !== '') {
    throw new Failure(
      'E_URL_USERINFO',
      `The ${what} carries a user name or password.`,
      'Remove them from the URL; the client id and secret have places of their own.',
    );
  }
  if (!isPrivate(url)) {
    throw new Failure(
      'E_URL_INSECURE',
      `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}.`,
      'Use https://.',
    );
  }
  if (url.hostname.includes('safelinks.') || url.hostname.startsWith('urldefense.')) {
    throw new Failure(
      'E_URL_INVALID',
      `The ${what} was rewritten by a mail program (${url.hostname}).`,
      'Take it from where it was issued.',
    );
  }
  // RFC 6749 3.2: the endpoint URI must not include a fragment component.
  if (url.hash !== '' || text.includes('#')) {
    throw new Failure('E_URL_FRAGMENT', `The ${what} has a fragment (#...).`, 'Remove it.');
  }
  if (url.search !== '') checkQuery(url, what);
  return url;
}

function parseUrl(text: string, what: string): URL {
  // The URL parser silently drops tabs and line breaks; a URL with any of them was damaged.
  const damaged = text === '' || text.includes('\\') || hasInvisible(text);
  const hasScheme = SCHEME.test(text);
  const url = damaged ? null : URL.parse(hasScheme ? text : `https://${text}`);
  const named = hasScheme || text.includes('.') || text.startsWith('localhost');
  const usable =
    named &&
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    isHost(url.hostname) &&
    url.port !== '0';
  if (!usable) {
    throw new Failure(
      'E_URL_INVALID',
      `The ${what} is not a URL.`,
      'Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.',
    );
  }
  return url;
}

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/** Is it a name of DNS, or an IP address? Most other texts in place of a URL are neither. */
export function isHost(hostname: string): boolean {
  return /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
}

function checkQuery(url: URL, what: string): void {
  for (const name of [...url.searchParams.keys()]) {
    if (SECRET_PARAMETERS.has(name.toLowerCase())) {
      throw new Failure(
        'E_URL_SECRET_IN_QUERY',
        `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it.`,
        'Remove the query and replace that secret.',
      );
    }
  }
  for (const name of REPEATED_PARAMETERS) {
    // To delete, even nothing, writes the query anew and may change its spelling.
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  }
}

/** Query parameters that belong into the request body and never into a URL. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set([
  'client_secret',
  'password',
  'client_assertion',
  'assertion',
  'access_token',
  'refresh_token',
]);

/** The body has them; RFC 6749 3.2 forbids to repeat a parameter. */
const REPEATED_PARAMETERS: readonly string[] = ['grant_type', 'response_type', 'client_id'];

/** The port of an http or https URL, or the default port of its scheme. */
export function portOf({ port, protocol }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

/** Does nobody else read what is sent there? By https, or because it does not leave the machine. */
export function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Is this host the machine itself? */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** `url` with `path` appended to its own path: `new URL(path, url)` would drop a path prefix. */
export function withPath(url: URL, path: string): URL {
  const joined = new URL(url);
  joined.pathname = withoutSlashes(url.pathname) + path;
  return joined;
}

/** A path without slashes at its end. No regular expression: `/\/+$/` takes quadratic time. */
export function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/**
 * Does the host of a URL match one of the patterns? A pattern is a host name, or `*.` and the end of
 * one; `*.` is one or more labels. A pattern with a `:port` must match the port, too.
 */
export function hostAllowed(url: URL, patterns: readonly string[]): boolean {
  const port = portOf(url);
  return patterns.some((pattern) => {
    const [, host = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
    if (wantedPort !== undefined && wantedPort !== port) return false;
    return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  });
}
