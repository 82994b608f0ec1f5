import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { close, listen } from './https-server.ts';

export interface ConnectProxy {
  /** `http://127.0.0.1:PORT`, for HTTPS_PROXY. */
  readonly url: string;
  /** `host:port` of each CONNECT, in order. */
  readonly connects: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy that tunnels every CONNECT to one local port, whatever host it names, so
 * that real-looking hosts reach a test server without DNS.
 *
 * @param options.port where every tunnel ends, on 127.0.0.1
 */
export async function startConnectProxy(options: { readonly port: number }): Promise<ConnectProxy> {
  const connects: string[] = [];
  // A tunnel is no HTTP connection any more, so the server itself would not close it.
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };

  const server = createServer((_request, response) => {
    response.writeHead(405, { allow: 'CONNECT' }).end();
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    connects.push(request.url ?? '');
    const upstream = connect(options.port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    keep(client);
    keep(upstream);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });

  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    connects,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await close(server);
    },
  };
}
