export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP request to a fixed place. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** Lower-case names, ASCII values. The length of a body need not be said. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly clientCertificate?: ClientCertificate;
  /**
   * The runner itself names this URL, no input, credential or answer does, so that the input
   * allowed-hosts says nothing about it. It is sent nothing of the credential.
   */
  readonly namedByRunner?: true;
}

/** What mutual TLS is done with, both PEM. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** How long the parts of one attempt may take, in milliseconds. */
export interface AttemptLimits {
  /** Until there is a connection, TLS included. */
  readonly connect: number;
  /** From then to the first byte of the answer. */
  readonly firstByte: number;
  /** For all of it. */
  readonly total: number;
}

/**
 * Sends one request once and reads the whole answer, whatever its status. Never follows a redirect,
 * never retries. Two implementations: `transport.ts` over sockets, for the token path, and
 * `undici-transport.ts`, for the rotation; `test/http/transport-contract.ts` holds for both.
 *
 * @throws TransportFailure where no complete answer came. Failure E_PROXY for a proxy variable that
 * is no URL, E_HOST_NOT_ALLOWED and E_URL_INSECURE, before anything is sent.
 */
export type Transport = (request: HttpRequest, limits: AttemptLimits) => Promise<HttpResponse>;
