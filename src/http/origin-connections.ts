import { type Connection, closeConnection, type User } from './connection.ts';

/** The connections to one origin. */
export interface Origin {
  /** In use, being opened, or idle. */
  open: number;
  /** The one that was used last stands last. */
  readonly idle: { readonly identity: string; readonly connection: Connection }[];
  /** Each returns false where it still has to wait. */
  readonly waiting: (() => boolean)[];
}

/** Calls `use` as soon as a connection can be had; see `Line` in kept-connections.ts. */
export function acquire(
  origin: Origin,
  identity: string,
  perOrigin: number,
  user: User,
  use: (kept: Connection | undefined) => boolean,
): void {
  function attempt(): boolean {
    const kept = takeIdle(origin, identity);
    if (kept !== undefined) {
      kept.user = untilAnswer(kept, user, () => {
        close(kept);
        if (!use(undefined)) freed(origin);
      });
      if (!use(kept)) release(origin, identity, kept, true);
      return true;
    }
    if (origin.open >= perOrigin) {
      const other = origin.idle.shift();
      if (other === undefined) return false;
      discard(origin, other.connection);
    }
    origin.open += 1;
    if (!use(undefined)) origin.open -= 1;
    return true;
  }
  if (!attempt()) origin.waiting.push(attempt);
}

/** @param persistent whether the connection may carry another request. */
export function release(
  origin: Origin,
  identity: string,
  connection: Connection,
  persistent: boolean,
): void {
  const socket = connection.sockets.at(-1);
  // An answer that came before all of the request was sent leaves a rest that belongs to nobody.
  if (persistent && socket?.writable === true && socket.writableLength === 0) {
    connection.user = whileIdle(origin, connection);
    for (const each of connection.sockets) each.unref();
    origin.idle.push({ identity, connection });
  } else {
    discard(origin, connection);
  }
  serveWaiting(origin);
}

function takeIdle(origin: Origin, identity: string): Connection | undefined {
  const at = origin.idle.findLastIndex((idle) => idle.identity === identity);
  const connection = origin.idle.splice(at, at === -1 ? 0 : 1)[0]?.connection;
  for (const socket of connection?.sockets ?? []) socket.ref();
  return connection;
}

const FIRST_BYTE = 'H'.charCodeAt(0);

/**
 * What comes before an answer begins only says that the connection was not fit to be kept: the
 * server had closed it, or had not finished the answer before.
 */
function untilAnswer(connection: Connection, user: User, renew: () => void): User {
  return {
    received(bytes) {
      if (bytes[0] !== FIRST_BYTE) {
        renew();
        return;
      }
      connection.user = user;
      user.received(bytes);
    },
    ended: renew,
    failed: renew,
  };
}

/** A connection that ends, fails or speaks without being asked carries no further request. */
function whileIdle(origin: Origin, connection: Connection): User {
  function drop(): void {
    const at = origin.idle.findIndex((idle) => idle.connection === connection);
    origin.idle.splice(at, at === -1 ? 0 : 1);
    discard(origin, connection);
    serveWaiting(origin);
  }
  return { received: drop, ended: drop, failed: drop };
}

const NOBODY: User = { received() {}, ended() {}, failed() {} };

function discard(origin: Origin, connection: Connection): void {
  close(connection);
  origin.open -= 1;
}

function close(connection: Connection): void {
  connection.user = NOBODY;
  closeConnection(connection);
}

function freed(origin: Origin): void {
  origin.open -= 1;
  serveWaiting(origin);
}

function serveWaiting(origin: Origin): void {
  for (let next = origin.waiting.shift(); next !== undefined; next = origin.waiting.shift()) {
    if (next()) continue;
    origin.waiting.unshift(next);
    return;
  }
}
