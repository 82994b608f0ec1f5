// tls comes first: its first import makes Node parse the root certificates on another thread, and
// everything that runs before the first handshake then costs no time.
import 'node:tls';

import net from 'node:net';
import tls from 'node:tls';
import { portOf } from '../base/url.ts';
import type { ClientCertificate } from './http.ts';

/** A connection that is being made. */
export interface ConnectionAttempt {
  readonly tlsOptions: tls.ConnectionOptions;
  /** Every socket that is opened on the way, at once: whoever waits must be able to close them. */
  opened(socket: net.Socket): void;
  failed(error: unknown): void;
}

/** A proxy, and the way through it. */
export interface ProxyServer {
  /** Without user information. */
  readonly url: URL;
  /** The value of the Proxy-Authorization header (RFC 9110 11.7.2), if there is one. */
  readonly authorization: string | undefined;
  /** Opens a tunnel to the host of `url` (CONNECT, RFC 9110 9.3.6). */
  openTunnel(url: URL, attempt: ConnectionAttempt, then: (socket: net.Socket) => void): void;
}

/** Hears what happens on a connection. */
export interface ConnectionListener {
  received(bytes: Buffer): void;
  /** The server sends no more. */
  ended(): void;
  failed(error: unknown): void;
}

/** One connection, opened or on its way. Its listener may change: its sockets tell the one it has then. */
export interface Connection extends ConnectionAttempt {
  /** All that were opened on the way; the last one carries the requests. */
  readonly sockets: net.Socket[];
  listener: ConnectionListener;
  closed: boolean;
}

export function newConnection(
  tlsOptions: tls.ConnectionOptions,
  listener: ConnectionListener,
): Connection {
  const connection: Connection = {
    tlsOptions,
    sockets: [],
    listener,
    closed: false,
    opened(socket) {
      connection.sockets.push(socket);
      // A proxy may answer after the attempt is over.
      if (connection.closed) socket.destroy();
    },
    failed: (error) => connection.listener.failed(error),
  };
  return connection;
}

/** From now on the listener hears what comes from the server. */
export function listen(connection: Connection, socket: net.Socket): void {
  const ended = () => connection.listener.ended();
  socket.on('data', (bytes: Buffer) => connection.listener.received(bytes));
  socket.on('end', ended);
  socket.on('close', ended);
}

export function closeConnection(connection: Connection): void {
  connection.closed = true;
  for (const socket of connection.sockets) socket.destroy();
}

/** Opens TCP; name and route are found while the other thread still parses the roots. */
export function openTcp(
  url: URL,
  attempt: ConnectionAttempt,
  then: (socket: net.Socket) => void,
): void {
  const socket = net.connect({ host: hostOf(url), port: Number(portOf(url)), noDelay: true });
  attempt.opened(socket);
  socket.on('error', attempt.failed);
  socket.once('connect', () => then(socket));
}

/** Starts TLS on a socket that is connected to `url`, directly or through a tunnel. */
export function openTls(
  url: URL,
  attempt: ConnectionAttempt,
  socket: net.Socket,
  then: (socket: tls.TLSSocket) => void,
): void {
  let secure: tls.TLSSocket;
  try {
    secure = tls.connect({ ...attempt.tlsOptions, ...serverIdentity(url), socket });
  } catch (error) {
    // OpenSSL refuses some certificates, keys and cipher lists before anything is sent.
    attempt.failed(error);
    return;
  }
  attempt.opened(secure);
  secure.on('error', attempt.failed);
  secure.once('secureConnect', () => then(secure));
}

/** Without brackets, as sockets want an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

/**
 * RFC 6066 3 allows no IP address as server name. The URL parser makes every host whose last label
 * is a number an IPv4 address, so that this is enough to tell them apart.
 */
function serverIdentity(url: URL): tls.ConnectionOptions {
  const host = hostOf(url);
  const isAddress = host.includes(':') || /(?:^|\.)\d+$/.test(host);
  return isAddress ? { host } : { host, servername: host };
}

/**
 * What every TLS connection of this project is made with, to servers and to proxies, by both stacks.
 *
 * @param roots of `trustedRoots`.
 */
export function tlsOptionsFor(
  clientCertificate: ClientCertificate | undefined,
  roots: string[] | undefined,
): tls.ConnectionOptions {
  return {
    // Said in so many words, so that nothing in the environment can switch it off.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ...(roots === undefined ? {} : { ca: roots }),
    ...(clientCertificate === undefined
      ? {}
      : { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
  };
}

/**
 * The default roots and one more (PEM), since given roots replace the default ones. Undefined, where
 * none is given, keeps Node's own fast path.
 */
export function trustedRoots(caCertificate: string | undefined): string[] | undefined {
  if (caCertificate === undefined) return undefined;
  const roots = tls.getCACertificates('default');
  const [bundled = ''] = tls.rootCertificates;
  // With --use-openssl-ca the default ones are those of OpenSSL, which Node lists as the ones of the
  // system alone.
  const others = roots.includes(bundled) ? [] : tls.getCACertificates('system');
  return [...roots, ...others, caCertificate];
}
