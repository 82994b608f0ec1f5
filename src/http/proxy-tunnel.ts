import type { Socket } from 'node:net';
import { portOf } from '../credentials/urls.ts';
import { openTcp, openTls, type Route } from './connection.ts';
import { explainError } from './explain-error.ts';
import type { ProxyServer } from './proxy.ts';
import { readHead } from './response-head.ts';
import { TransportFailure } from './transport-failure.ts';

/** Opens a tunnel to the host of `url` through a proxy (CONNECT, RFC 9110 9.3.6). */
export function openTunnel(
  proxy: ProxyServer,
  url: URL,
  route: Route,
  then: (socket: Socket) => void,
): void {
  let open = false;
  const toProxy: Route = {
    // The client certificate is for the host behind the tunnel, not for the proxy.
    tlsOptions: withoutClientCertificate(route.tlsOptions),
    opened: route.opened,
    failed: (error) => route.failed(open ? error : proxyFailure(error, proxy)),
  };
  function connect(socket: Socket): void {
    let received = Buffer.alloc(0);
    function onData(bytes: Buffer): void {
      received = Buffer.concat([received, bytes]);
      try {
        const head = readHead(received);
        if (head === undefined) return;
        socket.off('data', onData);
        socket.off('close', onClose);
        if (head.status < 200 || head.status > 299) throw refused(head.status, proxy);
        // The server speaks second in TLS; bytes after the head mean that this is no tunnel.
        if (received.length > head.length) throw refused(head.status, proxy);
        open = true;
        then(socket);
      } catch (error) {
        toProxy.failed(error);
      }
    }
    function onClose(): void {
      toProxy.failed(refused(undefined, proxy));
    }
    socket.on('data', onData);
    socket.on('close', onClose);
    socket.write(connectRequest(url, proxy));
  }
  openTcp(proxy.url, toProxy, (socket) => {
    if (proxy.url.protocol === 'https:') openTls(proxy.url, toProxy, socket, connect);
    else connect(socket);
  });
}

function withoutClientCertificate(options: Route['tlsOptions']): Route['tlsOptions'] {
  // A context that is kept for many requests holds both.
  const { cert: _certificate, key: _key, secureContext: _context, ...rest } = options;
  return rest;
}

function connectRequest(url: URL, { authorization }: ProxyServer): string {
  const target = `${url.hostname}:${portOf(url)}`;
  const header = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${header}\r\n`;
}

function proxyFailure(error: unknown, proxy: ProxyServer): TransportFailure {
  if (error instanceof TransportFailure && error.code.startsWith('E_PROXY')) return error;
  const { message, retries } =
    error instanceof TransportFailure ? error : explainError(error, 'connect', false);
  return new TransportFailure(
    'E_PROXY',
    `The proxy ${proxy.url.host} cannot be used. ${message}`,
    retries,
  );
}

function refused(status: number | undefined, { url }: ProxyServer): TransportFailure {
  if (status === undefined) {
    return new TransportFailure(
      'E_PROXY',
      `The proxy ${url.host} closed the connection without an answer. Check the URL of the proxy variable.`,
      1,
    );
  }
  if (status === 401 || status === 407) {
    return new TransportFailure(
      'E_PROXY_AUTH',
      `The proxy ${url.host} wants a valid user name and password (status ${status}). Put them into the URL of the proxy variable.`,
      0,
    );
  }
  if (status >= 500) {
    return new TransportFailure(
      'E_PROXY',
      `The proxy ${url.host} could not reach the host (status ${status}). Is the URL right, and does the proxy know the host?`,
      1,
    );
  }
  return new TransportFailure(
    'E_PROXY',
    `The proxy ${url.host} refused to connect to the host (status ${status}). Allow the host there, or list it in NO_PROXY.`,
    0,
  );
}
