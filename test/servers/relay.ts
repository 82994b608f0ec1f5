import { request } from 'undici';
import type { RecordedRequest, Script } from './https-server.ts';

/** What belongs to one connection (RFC 9110 7.6.1), and the length, which is counted anew. */
const OF_A_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
]);

/**
 * Answers as a server without TLS on `port` of 127.0.0.1 does, to which each request is passed on as
 * it came, with its Host header.
 */
export function relayTo(port: number): Script {
  return async ({ method, path, headers, body }: RecordedRequest) => {
    const answer = await request(`http://127.0.0.1:${port}${path}`, {
      method: method as 'POST',
      headers: withoutConnection(headers),
      body,
    });
    return {
      status: answer.statusCode,
      headers: withoutConnection(answer.headers),
      body: new Uint8Array(await answer.body.arrayBuffer()),
    };
  };
}

function withoutConnection(headers: RecordedRequest['headers']) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_A_CONNECTION.has(name)));
}
