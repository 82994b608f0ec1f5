import type { Socket } from 'node:net';
import tls from 'node:tls';
import { openTcp, openTls, type Route, tlsOptionsFor } from './connection.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from './http.ts';
import type { ProxyServer } from './proxy.ts';
import { responseReader } from './response-reader.ts';
import { type Phase, TransportFailure } from './transport-failure.ts';

export interface TransportOptions {
  /** PEM of certificates that are trusted beside the default roots. */
  readonly caCertificate?: string | undefined;
  /** The proxy for a URL, if there is one; undefined where no proxy is configured at all. */
  readonly proxyFor?: ((url: URL) => ProxyServer | undefined) | undefined;
}

/**
 * One HTTP/1.1 request on one connection, by Node's sockets and a reader of our own: the HTTP
 * clients that Node and npm offer cost a process of this length more than all the rest of its work
 * (docs/decisions/0003).
 */
export function transport({ caCertificate, proxyFor }: TransportOptions): Transport {
  // Given roots replace the default ones, so both are listed; undefined keeps Node's own fast path.
  const ca =
    caCertificate === undefined ? undefined : [...tls.getCACertificates('default'), caCertificate];
  return async (request, limits) => sendOnce(request, limits, ca, proxyFor?.(request.url));
}

function sendOnce(
  request: HttpRequest,
  limits: AttemptLimits,
  ca: string[] | undefined,
  proxy: ProxyServer | undefined,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let phase: Phase = 'connect';
    const sockets: Socket[] = [];
    let settled = false;
    let phaseTimer = setTimeout(timedOut, limits.connect, 'no connection', limits.connect);
    const totalTimer = setTimeout(timedOut, limits.total, 'no complete answer', limits.total);

    /** False when the attempt is over already: closing its sockets brings further events. */
    function settle(): boolean {
      if (settled) return false;
      settled = true;
      clearTimeout(phaseTimer);
      clearTimeout(totalTimer);
      // A moment later: a step that ends with this answer need not wait for it.
      setImmediate(() => {
        for (const socket of sockets) socket.destroy();
      });
      return true;
    }
    function failed(error: unknown): void {
      if (!settle()) return;
      if (error instanceof TransportFailure) reject(error);
      else explained(error, phase, request).then(reject, reject);
    }
    function timedOut(what: string, milliseconds: number): void {
      const seconds = Math.round(milliseconds / 100) / 10;
      failed(new TransportFailure('E_TIMEOUT', `There was ${what} within ${seconds} s.`, 3));
    }
    function enter(next: Phase): void {
      phase = next;
      if (next !== 'http') return;
      clearTimeout(phaseTimer);
      phaseTimer = setTimeout(timedOut, limits.firstByte, 'no answer', limits.firstByte);
    }
    const route: Route = {
      tlsOptions: tlsOptionsFor(request, ca),
      opened(socket) {
        sockets.push(socket);
        // A part that was loaded on demand may come too late.
        if (settled) socket.destroy();
      },
      failed,
    };
    function talk(socket: Socket): void {
      enter('http');
      exchangeOn(socket, request, {
        answered(response) {
          if (settle()) resolve(response);
        },
        begun: () => clearTimeout(phaseTimer),
        failed,
      });
    }
    function secure(socket: Socket): void {
      if (request.url.protocol === 'https:') {
        enter('tls');
        openTls(request.url, route, socket, talk);
      } else {
        talk(socket);
      }
    }
    if (proxy === undefined) openTcp(request.url, route, secure);
    else throughProxy(proxy, request, route, secure).catch(failed);
  });
}

interface Conversation {
  begun(): void;
  answered(response: HttpResponse): void;
  failed(error: unknown): void;
}

/** Writes the request and reads the answer on a connection that is used for nothing else. */
function exchangeOn(socket: Socket, request: HttpRequest, conversation: Conversation): void {
  const reader = responseReader();
  function take(read: () => HttpResponse | undefined): void {
    try {
      const response = read();
      if (response !== undefined) conversation.answered(response);
    } catch (error) {
      conversation.failed(error);
    }
  }
  socket.on('data', (bytes: Buffer) => {
    if (!reader.begun) conversation.begun();
    take(() => reader.push(bytes));
  });
  socket.on('end', () => take(() => reader.end()));
  socket.on('close', () => take(() => reader.end()));
  socket.write(requestText(request));
}

/** URL and header values are ASCII without line breaks: whoever makes a request sees to that. */
export function requestText({ method, url, headers, body }: HttpRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}\r\n${body}`;
}

// The two parts that most runs never need are loaded by those that do.

async function explained(error: unknown, phase: Phase, request: HttpRequest): Promise<unknown> {
  const { explainError } = await import('./explain-error.ts');
  return explainError(error, phase, request.clientCertificate !== undefined);
}

async function throughProxy(
  proxy: ProxyServer,
  { url }: HttpRequest,
  route: Route,
  then: (socket: Socket) => void,
): Promise<void> {
  const { openTunnel } = await import('./proxy-tunnel.ts');
  openTunnel(proxy, url, route, then);
}
