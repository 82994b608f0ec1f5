import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { Failure } from '../base/failure.ts';
import { isPrivate } from '../base/url.ts';
import {
  type Connection,
  closeConnection,
  newConnection,
  openTcp,
  openTls,
  type ProxyServer,
  tlsOptionsFor,
  trustedRoots,
} from './connection.ts';
import { endedEarly, type Phase, TransportFailure, timedOut } from './errors.ts';
import { attemptFailure } from './explain.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from './http.ts';
import { headTooLarge, notHttp, refuseCompressed } from './response.ts';
import type { TransportOptions } from './transport.ts';

/** Answers of these APIs are a few KB; a list of everything in a subaccount is well below this. */
const LARGEST_BODY = 1024 * 1024;

export interface UndiciTransportOptions extends TransportOptions {
  /** Bytes of the largest body that is read. */
  readonly largestBody?: number;
}

export interface KeptTransport {
  readonly transport: Transport;
  /** Closes all connections at once; what is still under way fails. */
  close(): Promise<void>;
}

/**
 * HTTP/1.1 requests over undici, with one connection to each origin that is kept between them, so
 * that requests to one origin follow one another. Connections, tunnels and TLS are made as for the
 * token path (`connection.ts`): undici gets a socket that is ready.
 *
 * undici repeats nothing by itself, and neither does this: where a kept connection has ended before
 * an answer came, that is a failure with `sent`, and whoever asked decides whether to ask again.
 */
export function undiciTransport({
  caCertificate,
  proxyFor,
  largestBody = LARGEST_BODY,
}: UndiciTransportOptions = {}): KeptTransport {
  const roots = trustedRoots(caCertificate);
  const connections = new Map<string, KeptConnection>();

  function keptFor({ url, clientCertificate }: HttpRequest): KeptConnection {
    const proxy = proxyFor?.(url);
    const route = proxy === undefined ? '' : `${proxy.url.href} ${proxy.authorization ?? ''}`;
    const client = `${clientCertificate?.certificate ?? ''}${clientCertificate?.privateKey ?? ''}`;
    const identity = `${url.origin}\n${route}\n${client}`;
    const known = connections.get(identity);
    if (known !== undefined) return known;
    const options = tlsOptionsFor(clientCertificate, roots);
    const made = keptConnection(new URL(url.origin), proxy, options);
    connections.set(identity, made);
    return made;
  }
  return {
    transport: async (request, limits) => {
      const { url } = request;
      if (!isPrivate(url)) {
        throw new Failure(
          'E_URL_INSECURE',
          `A request to ${url.hostname} would go out unencrypted.`,
          'Use https://.',
        );
      }
      return exchangeOnce(keptFor(request), request, limits, largestBody);
    },
    close: async () => {
      await Promise.all([...connections.values()].map((each) => each.close()));
      connections.clear();
    },
  };
}

/** A request that waits for the connection. */
interface Waiting {
  /** A connection is being made: its limit runs from now on. */
  connecting(): void;
}

/** The connection to one origin by one way, made anew where it has ended. */
interface KeptConnection {
  readonly client: Dispatcher;
  wait(waiting: Waiting): void;
  /** Whoever waits no more; a connection that nobody waits for is given up. */
  leave(waiting: Waiting): void;
  close(): Promise<void>;
}

function keptConnection(
  origin: URL,
  proxy: ProxyServer | undefined,
  tlsOptions: ConnectionOptions,
): KeptConnection {
  const waiting = new Set<Waiting>();
  const mutualTls = tlsOptions.cert !== undefined;
  let phase: Phase = 'connect';
  let giveUp: (() => void) | undefined;

  const client = new Client(origin, {
    allowH2: false,
    pipelining: 1,
    // The timers of each attempt are the limits.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(_options, callback) {
      let settled = false;
      const connection: Connection = newConnection(tlsOptions, {
        received() {},
        ended() {},
        failed(error) {
          if (!settle()) return;
          closeConnection(connection);
          callback(attemptFailure(error, phase, mutualTls, false), null);
        },
      });
      function settle(): boolean {
        if (settled) return false;
        settled = true;
        giveUp = undefined;
        return true;
      }
      function secure(socket: Socket): void {
        if (origin.protocol === 'https:') {
          phase = 'tls';
          openTls(origin, connection, socket, ready);
        } else {
          ready(socket);
        }
      }
      function ready(socket: Socket): void {
        if (settle()) callback(null, socket);
      }
      phase = 'connect';
      giveUp = () => connection.failed(endedEarly());
      for (const each of waiting) each.connecting();
      if (proxy === undefined) openTcp(origin, connection, secure);
      else proxy.openTunnel(origin, connection, secure);
    },
  });
  return {
    client,
    wait(each) {
      waiting.add(each);
      if (giveUp !== undefined) each.connecting();
    },
    leave(each) {
      waiting.delete(each);
      if (waiting.size === 0) giveUp?.();
    },
    async close() {
      giveUp?.();
      await client.destroy();
    },
  };
}

function exchangeOnce(
  kept: KeptConnection,
  { method, url, headers, body = '', clientCertificate }: HttpRequest,
  limits: AttemptLimits,
  largestBody: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let settled = false;
    let abort = (): void => {};
    let head: Omit<HttpResponse, 'body'> | undefined;
    let phaseTimer: NodeJS.Timeout | undefined;
    const pieces: Buffer[] = [];
    let length = 0;
    const waiting: Waiting = {
      connecting() {
        clearTimeout(phaseTimer);
        phaseTimer = setTimeout(outOfTime, limits.connect, limits.connect);
      },
    };
    const totalTimer = setTimeout(outOfTime, limits.total, limits.total);

    function settle(): boolean {
      if (settled) return false;
      settled = true;
      clearTimeout(phaseTimer);
      clearTimeout(totalTimer);
      return true;
    }
    function failed(error: unknown): void {
      if (!settle()) return;
      reject(
        attemptFailure(
          inOwnWords(error, head !== undefined),
          'http',
          clientCertificate !== undefined,
          sent,
        ),
      );
      abort();
      kept.leave(waiting);
    }
    function outOfTime(milliseconds: number): void {
      failed(timedOut(milliseconds, sent ? 'http' : 'connect', head !== undefined));
    }
    const options: Dispatcher.DispatchOptions = {
      path: `${url.pathname}${url.search}`,
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
      body: body === '' ? null : body,
    };
    kept.wait(waiting);
    kept.client.dispatch(options, {
      // Called when there is a connection and the request is about to be written to it, not before.
      onRequestStart(controller) {
        abort = () => controller.abort(new Error('given up'));
        if (settled) {
          abort();
          return;
        }
        sent = true;
        kept.leave(waiting);
        clearTimeout(phaseTimer);
        phaseTimer = setTimeout(outOfTime, limits.firstByte, limits.firstByte);
      },
      onResponseStart(_controller, status, answered) {
        clearTimeout(phaseTimer);
        // An interim response (1xx) is followed by the final one.
        if (status < 200) return;
        head = { status, headers: answered };
        try {
          refuseCompressed(head);
        } catch (error) {
          failed(error);
        }
      },
      onResponseData(_controller, piece) {
        length += piece.length;
        if (length <= largestBody) pieces.push(piece);
        else failed(tooLarge(largestBody));
      },
      onResponseEnd() {
        if (head !== undefined && settle()) resolve({ ...head, body: Buffer.concat(pieces) });
      },
      onResponseError: (_controller, error) => failed(error),
    });
  });
}

function tooLarge(largest: number): TransportFailure {
  const kibibytes = largest / 1024;
  const limit = kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`;
  return new TransportFailure(
    'E_RESPONSE_TOO_LARGE',
    `The answer is larger than ${limit}.`,
    'Check host and port of the URL.',
    { sent: true },
  );
}

/**
 * undici's own errors; all others are told as everywhere. Of an error only code and name are used:
 * messages of parsers may quote what was sent or received.
 *
 * @param begun whether the head of the answer has come.
 */
function inOwnWords(error: unknown, begun: boolean): unknown {
  if (error instanceof TransportFailure || !(error instanceof Error)) return error;
  // undici's error of this name has not always a code.
  if (error.name === 'HTTPParserError') return notHttp();
  switch ((error as NodeJS.ErrnoException).code) {
    case 'UND_ERR_SOCKET':
      return endedEarly();
    // Of a body that is cut, and of a head that states two lengths.
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return begun ? endedEarly() : notHttp();
    case 'UND_ERR_HEADERS_OVERFLOW':
      return headTooLarge();
    default:
      return error;
  }
}
