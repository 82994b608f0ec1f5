import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { type TlsSettings, tlsOptions } from './https-server.ts';

/** One request on one connection, both counted from 0. */
export interface RawRequest {
  readonly connection: number;
  /** On that connection. */
  readonly index: number;
  /** All of it, head and body. */
  readonly text: string;
  readonly socket: TLSSocket;
}

export interface RawTlsServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RawRequest[];
  /** How many connections have been made. */
  connections(): number;
  /** How many are open now. */
  open(): number;
  /** The most that were open at a time. */
  mostOpen(): number;
  close(): Promise<void>;
}

/** Starts a TLS server on 127.0.0.1 that writes what the caller says, byte by byte. */
export async function startRawTlsServer(
  answer: (request: RawRequest) => void,
  settings: TlsSettings,
): Promise<RawTlsServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<TLSSocket>();
  let connections = 0;
  let mostOpen = 0;
  const server = createServer(await tlsOptions(settings), (socket) => {
    const connection = connections++;
    let index = 0;
    let received = '';
    sockets.add(socket);
    mostOpen = Math.max(mostOpen, sockets.size);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      for (let end = requestEnd(received); end !== undefined; end = requestEnd(received)) {
        const request = { connection, index: index++, text: received.slice(0, end), socket };
        received = received.slice(end);
        requests.push(request);
        answer(request);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    requests,
    connections: () => connections,
    open: () => sockets.size,
    mostOpen: () => mostOpen,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function requestEnd(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? '0';
  const end = head + 4 + Number(length);
  return head === -1 || text.length < end ? undefined : end;
}
