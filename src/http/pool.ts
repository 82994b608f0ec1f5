import tls from 'node:tls';
import {
  type Connection,
  type ConnectionListener,
  closeConnection,
  type ProxyServer,
  tlsOptionsFor,
} from './connection.ts';
import type { HttpRequest } from './http.ts';
import { keepsConnection, type ResponseReader } from './response.ts';

/** How many connections an origin is asked to serve at a time. */
export const CONNECTIONS_PER_ORIGIN = 8;

/**
 * Connections of one process to many origins, kept open between requests (RFC 9112 9.3).
 *
 * A connection is used again only for the same origin, client certificate, trusted roots and proxy.
 */
export interface ConnectionPool {
  leaseFor(
    request: HttpRequest,
    roots: string[] | undefined,
    proxy: ProxyServer | undefined,
  ): Lease;
}

/** What one request may ask of the pool: one connection, for as long as the request takes. */
export interface Lease {
  /** For a new connection. All of one identity share what OpenSSL has made of the certificates. */
  tlsOptions(): tls.ConnectionOptions;
  /**
   * Calls `use` when there is a connection: with one that is kept and was silent for a turn of the
   * event loop, or with undefined when a new one may be opened. Where a kept one turns out to be dead before any answer came, `use` is called
   * once more, with undefined: the server may close an idle connection at any time, and a token
   * request is safe to repeat (RFC 9112 9.3.1).
   *
   * @param use returns false where the request has ended in the meantime.
   */
  acquire(listener: ConnectionListener, use: (kept: Connection | undefined) => boolean): void;
  /** @param answered what has read a complete answer; undefined where none came. */
  release(connection: Connection, answered: ResponseReader | undefined): void;
}

/**
 * At most `perOrigin` connections an origin are open at a time, over all identities; who finds none
 * free waits for one. An idle connection does not keep the process alive.
 */
export function connectionPool(perOrigin: number = CONNECTIONS_PER_ORIGIN): ConnectionPool {
  const origins = new Map<string, OriginPool>();
  const allRoots: (readonly string[] | undefined)[] = [];
  const contexts = new Map<string, tls.ConnectionOptions>();

  function poolOf({ origin }: URL): OriginPool {
    const known = origins.get(origin);
    if (known !== undefined) return known;
    const made = { open: 0, idle: [], waiting: [] };
    origins.set(origin, made);
    return made;
  }
  /** Roots are compared by identity: a transport lists its own once, and they are long. */
  function rootsNumber(roots: readonly string[] | undefined): number {
    const known = allRoots.indexOf(roots);
    return known === -1 ? allRoots.push(roots) - 1 : known;
  }
  return {
    leaseFor({ url, clientCertificate }, roots, proxy) {
      const pool = poolOf(url);
      const route = proxy === undefined ? '' : `${proxy.url.href} ${proxy.authorization ?? ''}`;
      const client = `${clientCertificate?.certificate ?? ''}${clientCertificate?.privateKey ?? ''}`;
      const identity = `${route}\n${rootsNumber(roots)}\n${client}`;
      return {
        tlsOptions() {
          const known = contexts.get(identity);
          if (known !== undefined) return known;
          const options = withSecureContext(tlsOptionsFor(clientCertificate, roots));
          contexts.set(identity, options);
          return options;
        },
        acquire: (listener, use) => acquire(pool, identity, perOrigin, listener, use),
        release: (connection, answered) =>
          release(pool, identity, connection, answered !== undefined && isPersistent(answered)),
      };
    },
  };
}

/** What follows an answer would be taken for the next one. */
function isPersistent({ head, exact }: ResponseReader): boolean {
  return head !== undefined && exact && keepsConnection(head);
}

/** What OpenSSL does not take is told by the attempt that needs it. */
function withSecureContext(options: tls.ConnectionOptions): tls.ConnectionOptions {
  try {
    return { ...options, secureContext: tls.createSecureContext(options) };
  } catch {
    return options;
  }
}

/** The connections to one origin. */
interface OriginPool {
  /** In use, being opened, or idle. */
  open: number;
  /** The one that was used last comes last. */
  readonly idle: { readonly identity: string; readonly connection: Connection }[];
  /** Requests that found none free; each returns false where it still has to wait. */
  readonly waiting: (() => boolean)[];
}

function acquire(
  pool: OriginPool,
  identity: string,
  perOrigin: number,
  listener: ConnectionListener,
  use: (kept: Connection | undefined) => boolean,
): void {
  function attempt(): boolean {
    const kept = takeIdle(pool, identity);
    if (kept !== undefined) {
      const renew = () => {
        close(kept);
        if (!use(undefined)) freeSlot(pool);
      };
      whenQuiet(kept, renew, () => {
        kept.listener = renewingListener(kept, listener, renew);
        if (!use(kept)) release(pool, identity, kept, true);
      });
      return true;
    }
    if (pool.open >= perOrigin) {
      const other = pool.idle.shift();
      if (other === undefined) return false;
      discard(pool, other.connection);
    }
    pool.open += 1;
    if (!use(undefined)) pool.open -= 1;
    return true;
  }
  if (!attempt()) pool.waiting.push(attempt);
}

/**
 * Calls `then` after a turn of the event loop in which nothing has come: a second answer that a server
 * sent behind the first one would be taken for the answer to the next request.
 *
 * @param renew is called in place of `then` where anything came, or the connection ended.
 */
function whenQuiet(connection: Connection, renew: () => void, then: () => void): void {
  const waiting: ConnectionListener = { received: renew, ended: renew, failed: renew };
  connection.listener = waiting;
  // The first one comes before the sockets are read again, the second one after that.
  setImmediate(setImmediate, () => {
    if (connection.listener === waiting) then();
  });
}

/** @param persistent whether the connection may carry another request. */
function release(
  pool: OriginPool,
  identity: string,
  connection: Connection,
  persistent: boolean,
): void {
  const socket = connection.sockets.at(-1);
  if (persistent && socket?.writable === true) {
    connection.listener = idleListener(pool, connection);
    for (const each of connection.sockets) each.unref();
    pool.idle.push({ identity, connection });
    // An answer that came before all of the request was sent leaves a rest that belongs to nobody.
    // Node tells the end of a write only now.
    setImmediate(() => {
      if (socket.writableLength > 0) connection.listener.ended();
    });
  } else {
    discard(pool, connection);
  }
  wakeWaiting(pool);
}

function takeIdle(pool: OriginPool, identity: string): Connection | undefined {
  const at = pool.idle.findLastIndex((idle) => idle.identity === identity);
  const connection = pool.idle.splice(at, at === -1 ? 0 : 1)[0]?.connection;
  for (const socket of connection?.sockets ?? []) socket.ref();
  return connection;
}

const FIRST_BYTE = 'H'.charCodeAt(0);

/**
 * What comes before an answer begins only says that the connection was not fit to be kept: the
 * server had closed it, or had not finished the answer before.
 */
function renewingListener(
  connection: Connection,
  listener: ConnectionListener,
  renew: () => void,
): ConnectionListener {
  return {
    received(bytes) {
      if (bytes[0] !== FIRST_BYTE) {
        renew();
        return;
      }
      connection.listener = listener;
      listener.received(bytes);
    },
    ended: renew,
    failed: renew,
  };
}

/** A connection that ends, fails or speaks without being asked carries no further request. */
function idleListener(pool: OriginPool, connection: Connection): ConnectionListener {
  function drop(): void {
    const at = pool.idle.findIndex((idle) => idle.connection === connection);
    pool.idle.splice(at, at === -1 ? 0 : 1);
    discard(pool, connection);
    wakeWaiting(pool);
  }
  return { received: drop, ended: drop, failed: drop };
}

const NO_LISTENER: ConnectionListener = { received() {}, ended() {}, failed() {} };

function discard(pool: OriginPool, connection: Connection): void {
  close(connection);
  pool.open -= 1;
}

function close(connection: Connection): void {
  connection.listener = NO_LISTENER;
  closeConnection(connection);
}

function freeSlot(pool: OriginPool): void {
  pool.open -= 1;
  wakeWaiting(pool);
}

function wakeWaiting(pool: OriginPool): void {
  for (let next = pool.waiting.shift(); next !== undefined; next = pool.waiting.shift()) {
    if (next()) continue;
    pool.waiting.unshift(next);
    return;
  }
}
