export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP request to a fixed place. Header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The client certificate and key of mutual TLS, both PEM. */
  readonly clientCertificate?: { readonly certificate: string; readonly privateKey: string };
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** How long the parts of one attempt may take, in milliseconds. */
export interface AttemptLimits {
  /** Until the connection stands, TLS included. */
  readonly connect: number;
  /** From then to the first byte of the answer. */
  readonly firstByte: number;
  /** For all of it. */
  readonly total: number;
}

/**
 * Sends one request once and reads the whole answer. Never follows a redirect, never retries.
 *
 * @throws TransportFailure where no complete answer came.
 */
export type Transport = (request: HttpRequest, limits: AttemptLimits) => Promise<HttpResponse>;

/** A header's value; undefined where it is absent or was sent more than once. */
export function header(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}
