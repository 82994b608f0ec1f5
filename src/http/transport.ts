import type { Socket } from 'node:net';
import tls from 'node:tls';
import {
  type Connection,
  closeConnection,
  listen,
  newConnection,
  openTcp,
  openTls,
  type ProxyServer,
  tlsOptionsFor,
  type User,
} from './connection.ts';
import { explainError, type Phase, TransportFailure } from './errors.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from './http.ts';
import type { Connections, Line } from './pool.ts';
import { responseReader } from './response.ts';

export interface TransportOptions {
  /** PEM of certificates that are trusted beside the default roots. */
  readonly caCertificate?: string | undefined;
  /** The proxy for a URL, if there is one; undefined where no proxy is configured at all. */
  readonly proxyFor?: ((url: URL) => ProxyServer | undefined) | undefined;
  /** Where connections are kept for further requests; without it each request has its own. */
  readonly connections?: Connections | undefined;
}

/**
 * HTTP/1.1 requests by Node's sockets and a reader of our own: the HTTP clients that Node and npm
 * offer cost a process of this length more than all the rest of its work (docs/decisions/0003).
 */
export function transport({ caCertificate, proxyFor, connections }: TransportOptions): Transport {
  // Given roots replace the default ones, so both are listed; undefined keeps Node's own fast path.
  const ca =
    caCertificate === undefined ? undefined : [...tls.getCACertificates('default'), caCertificate];
  return async (request, limits) => {
    const proxy = proxyFor?.(request.url);
    return sendOnce(request, limits, ca, proxy, connections?.lineFor(request, ca, proxy));
  };
}

function sendOnce(
  request: HttpRequest,
  limits: AttemptLimits,
  ca: string[] | undefined,
  proxy: ProxyServer | undefined,
  line: Line | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const reader = responseReader();
    let phase: Phase = 'connect';
    let connection: Connection | undefined;
    let settled = false;
    let phaseTimer: NodeJS.Timeout | undefined;
    const totalTimer = setTimeout(timedOut, limits.total, limits.total);

    /** False when the attempt is over already: closing its sockets brings further events. */
    function settle(answered: boolean): boolean {
      if (settled) return false;
      settled = true;
      clearTimeout(phaseTimer);
      clearTimeout(totalTimer);
      if (connection === undefined) return true;
      // A moment later: a step that ends with this answer need not wait for it.
      if (line === undefined) setImmediate(closeConnection, connection);
      else line.release(connection, answered ? reader : undefined);
      return true;
    }
    function failed(error: unknown): void {
      if (!settle(false)) return;
      if (error instanceof TransportFailure) reject(error);
      else reject(explainError(error, phase, request.clientCertificate !== undefined));
    }
    function timedOut(milliseconds: number): void {
      // Not which timer it was: near the deadline all of them end at the same moment.
      const begun = reader.begun ? 'no complete answer' : 'no answer';
      const what = phase === 'http' ? begun : 'no connection';
      const seconds = Math.round(milliseconds / 100) / 10;
      failed(new TransportFailure('E_TIMEOUT', `There was ${what} within ${seconds} s.`, 3));
    }
    const user: User = {
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
      phaseTimer = setTimeout(timedOut, limits.connect, limits.connect);
      const fresh = newConnection(line?.tlsOptions() ?? tlsOptionsFor(request, ca), user);
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
      phaseTimer = setTimeout(timedOut, limits.firstByte, limits.firstByte);
      socket.write(requestText(request, line === undefined));
    }
    if (line === undefined) {
      open();
    } else {
      line.acquire(user, (kept) => {
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
export function requestText({ method, url, headers, body }: HttpRequest, last: boolean): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const connection = last ? 'connection: close\r\n' : '';
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}${connection}\r\n${body}`;
}
