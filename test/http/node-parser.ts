import { request } from 'node:http';
import { Duplex } from 'node:stream';

/** One response as Node's own parser reads it; a header that came more than once is a longer list. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

/** What Node's HTTP client makes of `bytes` from a server that then closes; undefined: an error. */
export function nodeParses(bytes: Buffer): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const socket = replaying(bytes);
    const outgoing = request({
      host: 'host.invalid',
      createConnection: () => socket,
    });
    const fail = () => {
      resolve(undefined);
      socket.destroy();
    };
    outgoing.on('error', fail);
    outgoing.on('upgrade', fail);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: { ...response.headersDistinct } as Record<string, string[]>,
          body: Buffer.concat(chunks).toString('latin1'),
        });
        socket.destroy();
      });
    });
    outgoing.end();
  });
}

/** A connection that takes the request, answers with `bytes` and is closed by the other side. */
function replaying(bytes: Buffer): Duplex {
  let answered = false;
  const socket: Duplex = new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      done();
      if (answered) return;
      answered = true;
      setImmediate(() => {
        socket.push(bytes);
        socket.push(null);
      });
    },
  });
  return socket;
}
