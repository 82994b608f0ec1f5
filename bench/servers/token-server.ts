// The token server of the benchmark, a process of its own so that its work is not measured.
// Talks to its parent by IPC: gets the certificate, answers with where it listens and what token
// it gives, and tells the number of requests whenever it is asked. Ends with its parent.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { KeyPair } from '../../test/servers/pki.ts';
import { CLIENT, EXTRA_HEADERS, MEMBER, memberSecret, tokenResponse } from './token-response.ts';

/** First message to the parent. */
export interface Listening {
  readonly url: string;
  readonly token: string;
}

const PORT_ATTEMPTS = 5;

process.once('disconnect', () => process.exit());
const [pair] = (await once(process, 'message')) as [KeyPair];

let requests = 0;
let tokenBody = '';
const memberBodies = new Map<string, string>();

const servers = await listen();
const url = `https://localhost:${port(servers[0])}`;
const answer = tokenResponse(url, new Date());
tokenBody = JSON.stringify(answer);

process.on('message', () => process.send?.(requests));
process.send?.({ url, token: answer.access_token } satisfies Listening);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  requests += 1;
  const form = new URLSearchParams(await text(request));
  const clientId = form.get('client_id') ?? '';
  const known =
    request.method === 'POST' &&
    request.url === '/oauth/token' &&
    form.get('grant_type') === 'client_credentials' &&
    (MEMBER.test(clientId)
      ? form.get('client_secret') === memberSecret(clientId)
      : clientId === CLIENT.id && form.get('client_secret') === CLIENT.secret);
  const body = known
    ? bodyFor(clientId)
    : '{"error":"unauthorized","error_description":"Bad credentials"}';
  response
    .writeHead(known ? 200 : 401, {
      ...EXTRA_HEADERS,
      'Content-Type': 'application/json;charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
    })
    .end(body);
}

/** Each member of a set gets a token of its own, as long as the one of everybody else. */
function bodyFor(clientId: string): string {
  if (!MEMBER.test(clientId)) return tokenBody;
  const known = memberBodies.get(clientId);
  const body = known ?? JSON.stringify(tokenResponse(url, new Date(), clientId));
  memberBodies.set(clientId, body);
  return body;
}

// `localhost` may mean either family first: with both, no client pays for a refused attempt.
async function listen(): Promise<[Server, ...Server[]]> {
  for (let attempt = 1; ; attempt += 1) {
    const four = await open('127.0.0.1', 0);
    try {
      return [four, await open('::1', port(four))];
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return [four];
      // The free port of one family need not be free in the other.
      four.close();
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function open(host: string, wanted: number): Promise<Server> {
  const server = createServer({ cert: pair.certificate, key: pair.privateKey }, handle);
  server.listen(wanted, host);
  await once(server, 'listening');
  return server;
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port;
}
