import tls from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { isLoopback } from '../credentials/urls.ts';
import { Failure } from '../failure.ts';
import type { HttpResponse } from '../http/http.ts';
import type { ProxyServer } from '../http/proxy.ts';
import { Unanswered, unanswered } from './unanswered.ts';

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
    function failed(failure: Unanswered): void {
      if (!settle()) return;
      reject(failure);
      abort();
    }
    const timer = setTimeout(() => {
      const seconds = Math.round(milliseconds / 100) / 10;
      const what = `There was no complete answer within ${seconds} s.`;
      failed(new Unanswered('E_TIMEOUT', what, 3, sent));
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
          failed(unanswered(error, sent));
        },
      },
    );
  });
}

function tooLarge(): Unanswered {
  return new Unanswered('E_RESPONSE_TOO_LARGE', 'The answer is larger than 1 MiB.', 0, true);
}
