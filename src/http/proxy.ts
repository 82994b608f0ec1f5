import { BlockList, isIP, type Socket } from 'node:net';
import { Failure } from '../base/failure.ts';
import { hasControls, listOf } from '../base/text.ts';
import { isHost, portOf } from '../base/url.ts';
import { type ConnectionAttempt, openTcp, openTls, type ProxyServer } from './connection.ts';
import { TransportFailure } from './errors.ts';
import { explainError } from './explain.ts';
import { type ResponseHead, readHead } from './response.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The lower-case one wins. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY'] as const;

/** Not used, since plain HTTP goes to this machine alone; but a password in them is one, too. */
const PLAIN_HTTP_VARIABLES = ['http_proxy', 'HTTP_PROXY'] as const;

/**
 * Makes a function that tells the proxy for a URL, by HTTPS_PROXY and NO_PROXY in either case.
 *
 * @throws Failure E_PROXY (when called) for a proxy URL of another kind than http or https: going
 * past a configured proxy in silence would be worse than to fail.
 */
export function proxiesFrom(env: Environment): (url: URL) => ProxyServer | undefined {
  const exceptions = env['no_proxy'] || env['NO_PROXY'] || '';
  return (url) => {
    if (url.protocol !== 'https:') return undefined;
    const name = VARIABLES.find((candidate) => (env[candidate]?.trim() ?? '') !== '');
    if (name === undefined || isException(url, exceptions)) return undefined;
    const proxy = parseProxyUrl(env[name] ?? '');
    if (proxy === null) throw noProxyUrl(name, env[name] ?? '');
    const authorization = basicAuthorization(proxy);
    proxy.username = '';
    proxy.password = '';
    return proxyServer(proxy, authorization);
  };
}

function noProxyUrl(name: string, text: string): Failure {
  const bare = text.trim();
  if (isQuote(bare.at(0)) || isQuote(bare.at(-1))) {
    return new Failure(
      'E_PROXY',
      `The environment variable ${name} has quotation marks that are no part of a URL.`,
      'Write the URL of the proxy without them, such as http://proxy.example.com:3128.',
    );
  }
  return new Failure(
    'E_PROXY',
    `The environment variable ${name} is not the URL of an http or https proxy.`,
    'Expected something like http://proxy.example.com:3128, with special characters in a password percent-encoded.',
  );
}

/**
 * The passwords in the proxy variables, which must be masked: as they are written, also where that
 * makes no URL, as they are meant and as the header carries them.
 */
export function proxySecrets(env: Environment): string[] {
  return [...VARIABLES, ...PLAIN_HTTP_VARIABLES].flatMap((name) => {
    const text = env[name] ?? '';
    const written = writtenSecrets(text);
    const url = parseProxyUrl(text);
    const header = url === null ? undefined : basicAuthorization(url);
    if (url === null || header === undefined) return written;
    // A user name alone is a token to some proxies.
    const secret = url.password === '' ? url.username : url.password;
    return [...written, secret, decoded(secret), header.slice('Basic '.length)];
  });
}

function writtenSecrets(text: string): string[] {
  const bare = text.replace(/^[\s"'`\u2018-\u201f\u00ab\u00bb]+/, '');
  const [, user = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is.exec(bare) ?? [];
  const secret = user.slice(user.indexOf(':') + 1);
  return secret === '' ? [] : [secret];
}

/** A URL that is read whole: of what is read half, the other half is a password, too. */
function parseProxyUrl(text: string): URL | null {
  const bare = withoutQuotes(text);
  const hasScheme = /^https?:\/\/[^/]/i.test(bare);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `http://${bare}`);
  // The URL parser drops tabs and line breaks.
  if (url === null || hasControls(bare)) return null;
  const isProxy = /^https?:$/.test(url.protocol) && isHost(url.hostname);
  // Of user:1/2@proxy the parser takes user:1 for the host and the rest of the password for a path.
  // Behind a whole URL a plain path means nothing to a proxy, and does no harm.
  const left = `${url.pathname}${url.search}${url.hash}`;
  return isProxy && (hasScheme ? /^[\w./-]*$/ : /^\/?$/).test(left) ? url : null;
}

/**
 * A shell takes the quotes around a value off; a file that is read line by line, as the .env of a
 * runner is, does not.
 */
function withoutQuotes(text: string): string {
  const bare = text.trim();
  const closing = CLOSING[bare.charAt(0)] ?? '';
  const isQuoted = bare.length > 1 && closing.includes(bare.slice(-1));
  return isQuoted ? bare.slice(1, -1).trim() : bare;
}

/** What may end a quotation that begins so. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': "`'",
  '\u2018': '\u2019\u2018',
  '\u2019': '\u2019',
  '\u201a': '\u2018\u2019',
  '\u201c': '\u201d\u201c',
  '\u201d': '\u201d',
  '\u201e': '\u201c\u201d',
  '\u00ab': '\u00bb',
  '\u00bb': '\u00ab',
};

function isQuote(character: string | undefined): boolean {
  return character !== undefined && character in CLOSING;
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Is the host on the NO_PROXY list? `*` is every host; `example.com`, `.example.com` and
 * `*.example.com` are that host and all below it, each with an optional port; an address is itself,
 * `10.0.0.0/8` its network.
 */
function isException(url: URL, list: string): boolean {
  const host = url.hostname.replace(/[[\]]/g, '');
  const port = portOf(url);
  return list
    .toLowerCase()
    .split(/[\s,]/)
    .some((entry) => {
      if (entry === '*') return true;
      if (isIP(host) !== 0) return isAddress(url, port, entry) || inNetwork(host, entry);
      const [, name = '', wantedPort] = /^(?:\*?\.)?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== port) return false;
      return name !== '' && (host === name || host.endsWith(`.${name}`));
    });
}

/** IPv6 addresses have many spellings; the URL parser knows the one. */
function isAddress(url: URL, port: string, entry: string): boolean {
  if (entry.includes('/')) return false;
  const plain = isIP(entry) === 6 ? `[${entry}]` : entry;
  const written = URL.parse(`${url.protocol}//${plain}`);
  if (written?.hostname !== url.hostname) return false;
  return !/\]?:\d+$/.test(plain) || plain.endsWith(`:${port}`);
}

function inNetwork(address: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

export function proxyServer(url: URL, authorization: string | undefined): ProxyServer {
  const proxy: ProxyServer = {
    url,
    authorization,
    openTunnel: (target, attempt, then) => openTunnel(proxy, target, attempt, then),
  };
  return proxy;
}

function openTunnel(
  proxy: ProxyServer,
  url: URL,
  attempt: ConnectionAttempt,
  then: (socket: Socket) => void,
): void {
  let open = false;
  const toProxy: ConnectionAttempt = {
    // The client certificate is for the host behind the tunnel, not for the proxy.
    tlsOptions: withoutClientCertificate(attempt.tlsOptions),
    opened: attempt.opened,
    failed: (error) => attempt.failed(open ? error : proxyFailure(error, proxy)),
  };
  function connect(socket: Socket): void {
    let received = Buffer.alloc(0);
    function onData(bytes: Buffer): void {
      received = Buffer.concat([received, bytes]);
      try {
        const head = readHead(received);
        if (head === undefined) return;
        socket.off('data', onData);
        socket.off('close', onClose);
        // The server speaks second in TLS; bytes after the head mean that this is no tunnel.
        const isTunnel =
          head.status >= 200 && head.status <= 299 && received.length === head.length;
        if (!isTunnel) throw refused(head, proxy);
        open = true;
        then(socket);
      } catch (error) {
        toProxy.failed(error);
      }
    }
    function onClose(): void {
      toProxy.failed(noAnswer(proxy));
    }
    socket.on('data', onData);
    socket.on('close', onClose);
    socket.write(connectRequest(url, proxy));
  }
  openTcp(proxy.url, toProxy, (socket) => {
    if (proxy.url.protocol === 'https:') openTls(proxy.url, toProxy, socket, connect);
    else connect(socket);
  });
}

function withoutClientCertificate(
  options: ConnectionAttempt['tlsOptions'],
): ConnectionAttempt['tlsOptions'] {
  // A context that is kept for many requests holds both.
  const { cert: _certificate, key: _key, secureContext: _context, ...rest } = options;
  return rest;
}

function connectRequest(url: URL, { authorization }: ProxyServer): string {
  const target = `${url.hostname}:${portOf(url)}`;
  const header = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${header}\r\n`;
}

function proxyFailure(error: unknown, proxy: ProxyServer): TransportFailure {
  if (error instanceof TransportFailure && error.code.startsWith('E_PROXY')) return error;
  const { happened, facts, next, retries } =
    error instanceof TransportFailure ? error : explainError(error, 'connect', false);
  const what = `The proxy ${proxy.url.host} cannot be used. ${happened}`;
  return new TransportFailure('E_PROXY', what, next, { retries, facts });
}

function noAnswer({ url }: ProxyServer): TransportFailure {
  return new TransportFailure(
    'E_PROXY',
    `The proxy ${url.host} closed the connection without an answer.`,
    'Check the URL of the proxy variable.',
    { retries: 1 },
  );
}

/** The ways to log in at a proxy (RFC 9110 11.7.1) that are told by their names. */
const SCHEMES = ['Basic', 'Digest', 'NTLM', 'Negotiate', 'Kerberos', 'Bearer'] as const;

function offeredSchemes({ headers }: ResponseHead): string[] {
  const challenges = [headers['proxy-authenticate'] ?? []].flat().join(',');
  const bare = challenges.replace(/"(?:[^"\\]|\\.)*"/g, '');
  const starts = bare.split(',').map((part) =>
    part
      .trim()
      .split(/[ \t=]/, 1)[0]
      ?.toLowerCase(),
  );
  return SCHEMES.filter((name) => starts.includes(name.toLowerCase()));
}

function wantsLogin(head: ResponseHead, { url }: ProxyServer): TransportFailure {
  const schemes = offeredSchemes(head);
  const facts = [`status ${head.status}`];
  if (schemes.length > 0 && !schemes.includes('Basic')) {
    return new TransportFailure(
      'E_PROXY_AUTH',
      `The proxy ${url.host} offers a login by ${listOf(schemes)}, and only Basic is possible here.`,
      'Have the proxy let the host through without a login, or with Basic; or run a proxy on the runner that logs in to that one, and name it in the proxy variable.',
      { facts },
    );
  }
  return new TransportFailure(
    'E_PROXY_AUTH',
    `The proxy ${url.host} wants a valid user name and password.`,
    'Put them into the URL of the proxy variable.',
    { facts },
  );
}

function refused(head: ResponseHead, proxy: ProxyServer): TransportFailure {
  const { status } = head;
  const { url } = proxy;
  if (status === 401 || status === 407) return wantsLogin(head, proxy);
  const facts = [`status ${status}`];
  if (status >= 500) {
    return new TransportFailure(
      'E_PROXY',
      `The proxy ${url.host} could not reach the host.`,
      'Is the URL right, and does the proxy know the host?',
      { retries: 1, facts },
    );
  }
  return new TransportFailure(
    'E_PROXY',
    `The proxy ${url.host} refused to connect to the host.`,
    'Allow the host there, or list it in NO_PROXY.',
    { facts },
  );
}
