import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from '../../http/http.ts';

/** What an Octokit client passes to its `fetch`. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As much of a Response (Fetch, 5.5) as an Octokit client reads. */
interface FetchedResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type Fetch = (url: string, options: FetchOptions) => Promise<FetchedResponse>;

/**
 * A `fetch` for Octokit clients that sends by the transport of this project, so that its limits,
 * proxies, roots and words hold there, too. Redirects are not followed.
 *
 * @param limits of the attempt that begins.
 */
export function fetchOver(transport: Transport, limits: () => AttemptLimits): Fetch {
  return async (url, { method, headers, body = '' }) => {
    const response = await transport(
      {
        method: method as HttpRequest['method'],
        url: new URL(url),
        headers: method === 'GET' ? headers : { ...headers, 'content-length': sizeOf(body) },
        body,
      },
      limits(),
    );
    return {
      status: response.status,
      url,
      headers: headersOf(response),
      text: async () => response.body.toString('utf8'),
      arrayBuffer: async () => Uint8Array.from(response.body).buffer,
    };
  };
}

function sizeOf(body: string): string {
  return String(Buffer.byteLength(body));
}

function headersOf({ headers }: HttpResponse): ReadonlyMap<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return new Map(entries);
}
