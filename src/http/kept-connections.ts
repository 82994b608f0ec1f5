import tls from 'node:tls';
import { type Connection, tlsOptionsFor, type User } from './connection.ts';
import type { HttpRequest } from './http.ts';
import { acquire, type Origin, release } from './origin-connections.ts';
import type { ProxyServer } from './proxy.ts';
import type { ResponseReader } from './response-reader.ts';

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
