import type { X509Certificate } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { KeyPair, Pki } from './pki.ts';

export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '::1'] as const;

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, spelled and ordered as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** The Host header. */
  readonly host: string | undefined;
  /** The name asked for by TLS server name indication. */
  readonly servername: string | undefined;
  /** For example `CN=sb-demo!b1`; undefined where no client certificate was shown. */
  readonly clientCertificateSubject: string | undefined;
  readonly encrypted: boolean;
}

/** What to send: status 200 by default, an object body as JSON, or a function that does it all. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: OutgoingHttpHeaders;
      readonly body?: string | Uint8Array | Readonly<Record<string, unknown>>;
    }
  | ((response: ServerResponse) => void);

/** Decides the answer; `index` counts requests from 0. */
export type Script = (request: RecordedRequest, index: number) => Answer | Promise<Answer>;

/** Stands around what a server does with a request: it may happen later, or unheard, or never. */
export type Around = (
  request: RecordedRequest,
  happen: () => Answer | Promise<Answer>,
) => Answer | Promise<Answer>;

export function scriptAround(script: Script, around: Around | undefined): Script {
  if (around === undefined) return script;
  return (request, index) => around(request, () => script(request, index));
}

export interface ScriptedServer {
  /** `https://localhost:PORT`, or `http://localhost:PORT` for the plain one. */
  readonly url: string;
  readonly port: number;
  /** Every request whose body arrived, in order. */
  readonly requests: readonly RecordedRequest[];
  /** How many connections have been made. */
  connections(): number;
  /** Cuts open connections and frees the port. */
  close(): Promise<void>;
}

export interface TlsSettings {
  readonly pki: Pki;
  /** The certificate covers these names alone. Default: loopback, and any name asked for by SNI. */
  readonly hosts?: readonly string[];
  /** Shown in place of an issued certificate, for example an expired one. */
  readonly certificate?: KeyPair;
  /** Ask for a client certificate of the same CA. It is recorded, not required. */
  readonly clientCertificates?: boolean;
}

/** Starts an HTTPS server on 127.0.0.1 whose answers the caller scripts. */
export async function startHttpsServer(
  options: TlsSettings & { readonly answer: Script },
): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const server = createHttpsServer(await tlsOptions(options), scripted(options.answer, requests));
  const connections = counted(server);
  const port = await listen(server);
  const url = `https://localhost:${port}`;
  return { url, port, requests, connections, close: () => close(server) };
}

/** The same without TLS. */
export async function startHttpServer(options: {
  readonly answer: Script;
}): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const server = createHttpServer(scripted(options.answer, requests));
  const connections = counted(server);
  const port = await listen(server);
  const url = `http://localhost:${port}`;
  return { url, port, requests, connections, close: () => close(server) };
}

function counted(server: Server): () => number {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  return () => connections;
}

/** TLS options of a server that can play every host, as {@link TlsSettings} says. */
export async function tlsOptions(settings: TlsSettings): Promise<ServerOptions> {
  const { pki, hosts, certificate } = settings;
  const issue = (names: readonly string[]) =>
    pki.issue({ commonName: names[0] ?? 'localhost', hosts: names });
  const { certificate: cert, privateKey: key } =
    certificate ?? (await issue(hosts ?? LOOPBACK_HOSTS));
  const clients = settings.clientCertificates
    ? { ca: pki.ca, requestCert: true, rejectUnauthorized: false }
    : {};
  if (hosts || certificate) return { cert, key, ...clients };

  const contexts = new Map<string, Promise<SecureContext>>();
  const contextFor = async (servername: string) => {
    const pair = await issue([servername]);
    return createSecureContext({
      cert: pair.certificate,
      key: pair.privateKey,
      ...(settings.clientCertificates ? { ca: pki.ca } : {}),
    });
  };
  return {
    cert,
    key,
    ...clients,
    SNICallback: (servername, done) => {
      const context = contexts.get(servername) ?? contextFor(servername);
      contexts.set(servername, context);
      context.then((value) => done(null, value), done);
    },
  };
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

function scripted(answer: Script, requests: RecordedRequest[]) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    if (body === undefined) return;
    const recorded = record(request, body);
    const index = requests.push(recorded) - 1;
    send(await answer(recorded, index), response);
  };
}

// A client that gives up half way is part of some tests and no fault of the server.
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return undefined;
  }
}

function record(request: IncomingMessage, body: string): RecordedRequest {
  const { socket, headers, rawHeaders } = request;
  const tls = 'encrypted' in socket ? (socket as TLSSocket) : undefined;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers,
    rawHeaders,
    body,
    host: headers.host,
    servername: tls?.servername || undefined,
    clientCertificateSubject: subjectOf(tls?.getPeerX509Certificate()),
    encrypted: tls !== undefined,
  };
}

function subjectOf(certificate: X509Certificate | undefined): string | undefined {
  return certificate?.subject.split('\n').join(', ');
}

function send(answer: Answer, response: ServerResponse): void {
  if (typeof answer === 'function') {
    answer(response);
    return;
  }
  const { status = 200, headers = {}, body = '' } = answer;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  response.statusCode = status;
  if (!raw) response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value ?? '');
  response.end(raw ? body : JSON.stringify(body));
}
