import tls from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { Failure, type FailureCode, isOwn } from '../base/failure.ts';
import { isLoopback } from '../base/url.ts';
import type { ProxyServer } from './connection.ts';
import { explainError, TransportFailure } from './errors.ts';
import type { HttpResponse } from './http.ts';

/** Answers of these APIs are a few KB; a list of everything in a subaccount is well below this. */
const LARGEST_BODY = 1024 * 1024;

/** One request to an API. Header names are lower case. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends one request once and reads the whole answer, whatever its status. Never follows a redirect,
 * never retries.
 *
 * @param milliseconds for all of it, the connection included.
 * @throws Unanswered where no complete answer came; Failure E_URL_INSECURE or E_PROXY, sent nowhere.
 */
export type Send = (request: ApiRequest, milliseconds: number) => Promise<HttpResponse>;

export interface HttpClient {
  readonly send: Send;
  /** Closes all connections at once; what is still under way fails. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** PEM of certificates that are trusted beside the default roots. */
  readonly caCertificate?: string | undefined;
  /** The proxy for a URL, if there is one (`proxiesFrom`: the policy of all other requests). */
  readonly proxyFor?: ((url: URL) => ProxyServer | undefined) | undefined;
}

/** Requests over undici, with connections that are kept between them. HTTP/1.1 alone. */
export function httpClient({ caCertificate, proxyFor }: HttpClientOptions): HttpClient {
  // Given roots replace the default ones, so both are listed.
  const ca =
    caCertificate === undefined ? undefined : [...tls.getCACertificates('default'), caCertificate];
  const trust = ca === undefined ? {} : { ca };
  const dispatchers = new Map<string, Dispatcher>();

  function dispatcherFor(url: URL): Dispatcher {
    const proxy = proxyFor?.(url);
    const key = proxy === undefined ? '' : `${proxy.url.href} ${proxy.authorization ?? ''}`;
    const known = dispatchers.get(key);
    if (known !== undefined) return known;
    const made =
      proxy === undefined
        ? new Agent({ allowH2: false, connect: trust })
        : new ProxyAgent({
            allowH2: false,
            uri: proxy.url.href,
            ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
            requestTls: trust,
            proxyTls: trust,
          });
    dispatchers.set(key, made);
    return made;
  }

  return {
    send: async (request, milliseconds) => {
      const { url } = request;
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw new Failure(
          'E_URL_INSECURE',
          `A request to ${url.hostname} would go out unencrypted. Use https://.`,
        );
      }
      return exchangeOnce(dispatcherFor(url), request, milliseconds);
    },
    close: async () => {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
      dispatchers.clear();
    },
  };
}

/** The same over one dispatcher, whatever that is. */
export function exchangeOnce(
  dispatcher: Dispatcher,
  { method, url, headers, body }: ApiRequest,
  milliseconds: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let settled = false;
    let abort = (): void => {};
    let head: Omit<HttpResponse, 'body'> | undefined;
    const pieces: Buffer[] = [];
    let length = 0;

    function settle(): boolean {
      if (settled) return false;
      settled = true;
      clearTimeout(timer);
      return true;
    }
    function failed(failure: NoResponse): void {
      if (!settle()) return;
      reject(failure);
      abort();
    }
    const timer = setTimeout(() => {
      const seconds = Math.round(milliseconds / 100) / 10;
      const what = `There was no complete answer within ${seconds} s.`;
      failed(new NoResponse('E_TIMEOUT', what, 3, sent));
    }, milliseconds);

    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers: { 'accept-encoding': 'identity', ...headers },
        body: body ?? null,
        // The timer above is the limit.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        // Called when a connection stands and the request is about to be written to it, not before.
        onRequestStart(controller) {
          abort = () => controller.abort(new Error('given up'));
          if (settled) abort();
          else sent = true;
        },
        onResponseStart(_controller, status, answered) {
          head = { status, headers: answered };
        },
        onResponseData(_controller, piece) {
          length += piece.length;
          if (length <= LARGEST_BODY) pieces.push(piece);
          else failed(tooLarge());
        },
        onResponseEnd() {
          if (head !== undefined && settle()) resolve({ ...head, body: Buffer.concat(pieces) });
        },
        onResponseError(_controller, error) {
          failed(noResponse(error, sent));
        },
      },
    );
  });
}

function tooLarge(): NoResponse {
  return new NoResponse('E_RESPONSE_TOO_LARGE', 'The answer is larger than 1 MiB.', 0, true);
}

/** No complete answer came. */
export class NoResponse extends TransportFailure {
  /** False: nothing of the request has left this machine, so that it cannot have taken place. */
  readonly sent: boolean;

  constructor(code: FailureCode, message: string, retries: number, sent: boolean) {
    super(code, message, retries);
    this.sent = sent;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && 'sent' in value;
  }
}

type Verdict = readonly [code: FailureCode, retries: number, what: string];

/** undici's own codes; Node's stand in `explainError`. */
const BY_CODE: Readonly<Record<string, Verdict>> = {
  UND_ERR_CONNECT_TIMEOUT: ['E_CONNECT', 3, 'The connection could not be made in time.'],
  UND_ERR_SOCKET: ['E_CONNECT', 3, 'The connection was closed before the answer was complete.'],
  UND_ERR_HEADERS_OVERFLOW: [
    'E_HEADERS_TOO_LARGE',
    0,
    'The headers of the answer are larger than 16 KiB.',
  ],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    'E_PROTOCOL',
    0,
    'The answer has another length than it says.',
  ],
  UND_ERR_PRX_CONN: ['E_PROXY', 3, 'The connection to the proxy failed.'],
  UND_ERR_PRX_TLS: ['E_TLS_UNTRUSTED', 0, "The proxy's certificate is not trusted."],
};

/**
 * Says in our own words why there is no answer. Of the error only its code is used, and the status
 * that a proxy gave: messages of parsers may quote what was sent or received.
 */
export function noResponse(error: unknown, sent: boolean): NoResponse {
  const { code, retries, message } = explained(error);
  return new NoResponse(code, message, retries, sent);
}

function explained(error: unknown): Pick<TransportFailure, 'code' | 'retries' | 'message'> {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const known = BY_CODE[code ?? ''];
  if (known !== undefined) return { code: known[0], retries: known[1], message: known[2] };
  // undici's error of this name has not always a code.
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return {
      code: 'E_PROTOCOL',
      retries: 0,
      message: 'The answer is not an HTTP/1.1 response.',
    };
  }
  return refusedByProxy(error) ?? explainError(error, 'connect', false);
}

/** undici tells the status of a proxy that refuses a tunnel in its message alone. */
function refusedByProxy(error: unknown): ReturnType<typeof explained> | undefined {
  const message = error instanceof Error ? error.message : '';
  const [, status] = /^Proxy response \((\d{3})\) !== 200/.exec(message) ?? [];
  if (status === undefined) return undefined;
  return status === '407'
    ? {
        code: 'E_PROXY_AUTH',
        retries: 0,
        message: 'The proxy wants a user name and password. Put them into HTTPS_PROXY.',
      }
    : {
        code: 'E_PROXY',
        retries: /^50[234]$/.test(status) ? 3 : 0,
        message: `The proxy answered ${status} instead of opening a tunnel.`,
      };
}
