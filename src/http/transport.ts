import type { Socket } from 'node:net';
import { Failure } from '../base/failure.ts';
import { hostAllowed } from '../base/url.ts';
import {
  type Connection,
  type ConnectionListener,
  closeConnection,
  listen,
  newConnection,
  openTcp,
  openTls,
  type ProxyServer,
  tlsOptionsFor,
  trustedRoots,
} from './connection.ts';
import { type Phase, timedOut } from './errors.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from './http.ts';
import type { ConnectionPool, Lease } from './pool.ts';
import { responseReader } from './response.ts';

export interface TransportOptions {
  /** PEM of certificates that are trusted beside the default roots. */
  readonly caCertificate?: string | undefined;
  /** The proxy for a URL, if there is one; undefined where no proxy is configured at all. */
  readonly proxyFor?: ((url: URL) => ProxyServer | undefined) | undefined;
}

export interface SocketTransportOptions extends TransportOptions {
  /** Where connections are kept for further requests; without it each request has its own. */
  readonly pool?: ConnectionPool | undefined;
  /** Patterns of the only hosts that get requests (`hostAllowed`); undefined: any host does. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * HTTP/1.1 requests by Node's sockets and a reader of our own: the HTTP clients that Node and npm
 * offer cost a process of this length more than all the rest of its work (docs/decisions/0003).
 */
export function transport({
  caCertificate,
  proxyFor,
  pool,
  allowedHosts,
}: SocketTransportOptions): Transport {
  const roots = trustedRoots(caCertificate);
  return async (request, limits) => {
    requireAllowed(request, allowedHosts);
    const proxy = proxyFor?.(request.url);
    return sendOnce(request, limits, roots, proxy, pool?.leaseFor(request, roots, proxy));
  };
}

function requireAllowed(
  { url, namedByRunner }: HttpRequest,
  allowed: readonly string[] | undefined,
): void {
  if (allowed === undefined || namedByRunner || hostAllowed(url, allowed)) return;
  throw new Failure(
    'E_HOST_NOT_ALLOWED',
    `The input allowed-hosts does not allow ${url.host}. Nothing was sent there.`,
    `If that host is right, add ${url.host} to allowed-hosts. If not, check token-url and the URL of the stored credential, and find out who has changed them.`,
  );
}

function sendOnce(
  request: HttpRequest,
  limits: AttemptLimits,
  roots: string[] | undefined,
  proxy: ProxyServer | undefined,
  lease: Lease | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const reader = responseReader();
    let phase: Phase = 'connect';
    let sent = false;
    let connection: Connection | undefined;
    let settled = false;
    let phaseTimer: NodeJS.Timeout | undefined;
    const totalTimer = setTimeout(outOfTime, limits.total, limits.total);

    /** False when the attempt is over already: closing its sockets brings further events. */
    function settle(answered: boolean): boolean {
      if (settled) return false;
      settled = true;
      clearTimeout(phaseTimer);
      clearTimeout(totalTimer);
      if (connection === undefined) return true;
      // A moment later: a step that ends with this answer need not wait for it.
      if (lease === undefined) setImmediate(closeConnection, connection);
      else lease.release(connection, answered ? reader : undefined);
      return true;
    }
    function failed(error: unknown): void {
      if (!settle(false)) return;
      const mutualTls = request.clientCertificate !== undefined;
      const [had, left] = [phase, sent];
      import('./network.ts')
        .then(({ attemptFailure }) => attemptFailure(error, had, mutualTls, left))
        .then(reject, reject);
    }
    function outOfTime(milliseconds: number): void {
      failed(timedOut(milliseconds, phase, reader.begun));
    }
    const listener: ConnectionListener = {
      received(bytes) {
        if (!reader.begun) clearTimeout(phaseTimer);
        try {
          const response = reader.push(bytes);
          if (response !== undefined && settle(true)) resolve(response);
        } catch (error) {
          failed(error);
        }
      },
      ended() {
        try {
          const response = reader.end();
          if (settle(false)) resolve(response);
        } catch (error) {
          failed(error);
        }
      },
      failed,
    };
    function open(): void {
      phase = 'connect';
      clearTimeout(phaseTimer);
      phaseTimer = setTimeout(outOfTime, limits.connect, limits.connect);
      const tlsOptions = lease?.tlsOptions() ?? tlsOptionsFor(request.clientCertificate, roots);
      const fresh = newConnection(tlsOptions, listener);
      connection = fresh;
      function secure(socket: Socket): void {
        if (request.url.protocol === 'https:') {
          phase = 'tls';
          openTls(request.url, fresh, socket, begin);
        } else {
          begin(socket);
        }
      }
      function begin(socket: Socket): void {
        listen(fresh, socket);
        talk(socket);
      }
      if (proxy === undefined) openTcp(request.url, fresh, secure);
      else proxy.openTunnel(request.url, fresh, secure);
    }
    function talk(socket: Socket): void {
      phase = 'http';
      clearTimeout(phaseTimer);
      phaseTimer = setTimeout(outOfTime, limits.firstByte, limits.firstByte);
      sent = true;
      socket.write(requestText(request, lease === undefined));
    }
    if (lease === undefined) {
      open();
    } else {
      lease.acquire(listener, (kept) => {
        if (settled) return false;
        if (kept === undefined) {
          open();
        } else {
          connection = kept;
          talk(kept.sockets.at(-1) as Socket);
        }
        return true;
      });
    }
  });
}

/**
 * URL and header values are ASCII without line breaks: whoever makes a request sees to that.
 *
 * @param last whether the connection serves no other request after this one (RFC 9112 9.6).
 */
export function requestText(request: HttpRequest, last: boolean): string {
  const { method, url, headers, body = '' } = request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== '' && !('content-length' in headers)) {
    lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
  }
  if (last) lines.push('connection: close\r\n');
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}\r\n${body}`;
}
