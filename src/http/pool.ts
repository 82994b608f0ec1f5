import tls from 'node:tls';
import type { ProxyServer } from './connection.ts';
import { type Connection, closeConnection, tlsOptionsFor, type User } from './connection.ts';
import type { HttpRequest } from './http.ts';
import type { ResponseReader } from './response.ts';

/** How many connections an origin is asked to serve at a time. */
export const CONNECTIONS_PER_ORIGIN = 8;

/** Connections of one process to many origins, kept open between requests (RFC 9112 9.3). */
export interface Connections {
  lineFor(request: HttpRequest, ca: string[] | undefined, proxy: ProxyServer | undefined): Line;
}

/** What one request sees of the kept connections: those that may carry it. */
export interface Line {
  /** For a new connection. All of one identity share what OpenSSL has made of the certificates. */
  tlsOptions(): tls.ConnectionOptions;
  /**
   * Calls `use` when there is a connection: with one that is kept, or with undefined when a new one
   * may be opened. Where a kept one turns out to be dead before any answer came, `use` is called
   * once more, with undefined: the server may close an idle connection at any time, and a token
   * request is safe to repeat (RFC 9112 9.3.1).
   *
   * @param use returns false where the request has ended in the meantime.
   */
  acquire(user: User, use: (kept: Connection | undefined) => boolean): void;
  /** @param answered what has read a complete answer; undefined where none came. */
  release(connection: Connection, answered: ResponseReader | undefined): void;
}

/**
 * At most `perOrigin` connections an origin are open at a time, over all identities; who finds none
 * free waits for one. An idle connection does not keep the process alive.
 *
 * A connection is used again only for the same origin, client certificate, trusted roots and proxy.
 */
export function keptConnections(perOrigin: number = CONNECTIONS_PER_ORIGIN): Connections {
  const origins = new Map<string, Origin>();
  const roots: (readonly string[] | undefined)[] = [];
  const contexts = new Map<string, tls.ConnectionOptions>();

  function originOf(url: URL): Origin {
    const name = url.origin;
    let origin = origins.get(name);
    if (origin === undefined) {
      origin = { open: 0, idle: [], waiting: [] };
      origins.set(name, origin);
    }
    return origin;
  }
  /** Roots are compared by identity: a transport lists its own once, and they are long. */
  function rootsNumber(ca: readonly string[] | undefined): number {
    const known = roots.indexOf(ca);
    return known === -1 ? roots.push(ca) - 1 : known;
  }
  return {
    lineFor(request, ca, proxy) {
      const { url, clientCertificate } = request;
      const origin = originOf(url);
      const route = proxy === undefined ? '' : `${proxy.url.href} ${proxy.authorization ?? ''}`;
      const client = `${clientCertificate?.certificate ?? ''}${clientCertificate?.privateKey ?? ''}`;
      const identity = `${route}\n${rootsNumber(ca)}\n${client}`;
      return {
        tlsOptions() {
          const known = contexts.get(identity);
          if (known !== undefined) return known;
          const options = withContext(tlsOptionsFor(request, ca));
          contexts.set(identity, options);
          return options;
        },
        acquire: (user, use) => acquire(origin, identity, perOrigin, user, use),
        release: (connection, answered) =>
          release(origin, identity, connection, answered !== undefined && isPersistent(answered)),
      };
    },
  };
}

/** RFC 9112 9.3 and 9.6. What follows an answer would be taken for the next one. */
function isPersistent({ head, exact }: ResponseReader): boolean {
  const options = String(head?.headers['connection'] ?? '');
  return head?.minorVersion === '1' && exact && !/(?:^|[\t ,])close(?:[\t ,]|$)/i.test(options);
}

/** What OpenSSL does not take is told by the attempt that needs it. */
function withContext(options: tls.ConnectionOptions): tls.ConnectionOptions {
  try {
    return { ...options, secureContext: tls.createSecureContext(options) };
  } catch {
    return options;
  }
}

/** The connections to one origin. */
export interface Origin {
  /** In use, being opened, or idle. */
  open: number;
  /** The one that was used last stands last. */
  readonly idle: { readonly identity: string; readonly connection: Connection }[];
  /** Each returns false where it still has to wait. */
  readonly waiting: (() => boolean)[];
}

/** Calls `use` as soon as a connection can be had; see `Line` in kept-connections.ts. */
export function acquire(
  origin: Origin,
  identity: string,
  perOrigin: number,
  user: User,
  use: (kept: Connection | undefined) => boolean,
): void {
  function attempt(): boolean {
    const kept = takeIdle(origin, identity);
    if (kept !== undefined) {
      kept.user = untilAnswer(kept, user, () => {
        close(kept);
        if (!use(undefined)) freed(origin);
      });
      if (!use(kept)) release(origin, identity, kept, true);
      return true;
    }
    if (origin.open >= perOrigin) {
      const other = origin.idle.shift();
      if (other === undefined) return false;
      discard(origin, other.connection);
    }
    origin.open += 1;
    if (!use(undefined)) origin.open -= 1;
    return true;
  }
  if (!attempt()) origin.waiting.push(attempt);
}

/** @param persistent whether the connection may carry another request. */
export function release(
  origin: Origin,
  identity: string,
  connection: Connection,
  persistent: boolean,
): void {
  const socket = connection.sockets.at(-1);
  // An answer that came before all of the request was sent leaves a rest that belongs to nobody.
  if (persistent && socket?.writable === true && socket.writableLength === 0) {
    connection.user = whileIdle(origin, connection);
    for (const each of connection.sockets) each.unref();
    origin.idle.push({ identity, connection });
  } else {
    discard(origin, connection);
  }
  serveWaiting(origin);
}

function takeIdle(origin: Origin, identity: string): Connection | undefined {
  const at = origin.idle.findLastIndex((idle) => idle.identity === identity);
  const connection = origin.idle.splice(at, at === -1 ? 0 : 1)[0]?.connection;
  for (const socket of connection?.sockets ?? []) socket.ref();
  return connection;
}

const FIRST_BYTE = 'H'.charCodeAt(0);

/**
 * What comes before an answer begins only says that the connection was not fit to be kept: the
 * server had closed it, or had not finished the answer before.
 */
function untilAnswer(connection: Connection, user: User, renew: () => void): User {
  return {
    received(bytes) {
      if (bytes[0] !== FIRST_BYTE) {
        renew();
        return;
      }
      connection.user = user;
      user.received(bytes);
    },
    ended: renew,
    failed: renew,
  };
}

/** A connection that ends, fails or speaks without being asked carries no further request. */
function whileIdle(origin: Origin, connection: Connection): User {
  function drop(): void {
    const at = origin.idle.findIndex((idle) => idle.connection === connection);
    origin.idle.splice(at, at === -1 ? 0 : 1);
    discard(origin, connection);
    serveWaiting(origin);
  }
  return { received: drop, ended: drop, failed: drop };
}

const NOBODY: User = { received() {}, ended() {}, failed() {} };

function discard(origin: Origin, connection: Connection): void {
  close(connection);
  origin.open -= 1;
}

function close(connection: Connection): void {
  connection.user = NOBODY;
  closeConnection(connection);
}

function freed(origin: Origin): void {
  origin.open -= 1;
  serveWaiting(origin);
}

function serveWaiting(origin: Origin): void {
  for (let next = origin.waiting.shift(); next !== undefined; next = origin.waiting.shift()) {
    if (next()) continue;
    origin.waiting.unshift(next);
    return;
  }
}
