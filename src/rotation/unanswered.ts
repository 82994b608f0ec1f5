import { type FailureCode, isOwn } from '../failure.ts';
import { explainError } from '../http/explain-error.ts';
import { TransportFailure } from '../http/transport-failure.ts';

/** No complete answer came. */
export class Unanswered extends TransportFailure {
  /** False: nothing of the request has left this machine, so that it cannot have taken place. */
  readonly sent: boolean;

  constructor(code: FailureCode, message: string, retries: number, sent: boolean) {
    super(code, message, retries);
    this.sent = sent;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && 'sent' in value;
  }
}

type Verdict = readonly [code: FailureCode, retries: number, what: string];

/** undici's own codes; Node's stand in `explainError`. */
const BY_CODE: Readonly<Record<string, Verdict>> = {
  UND_ERR_CONNECT_TIMEOUT: ['E_CONNECT', 3, 'The connection could not be made in time.'],
  UND_ERR_SOCKET: ['E_CONNECT', 3, 'The connection was closed before the answer was complete.'],
  UND_ERR_HEADERS_OVERFLOW: [
    'E_HEADERS_TOO_LARGE',
    0,
    'The headers of the answer are larger than 16 KiB.',
  ],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [
    'E_PROTOCOL',
    0,
    'The answer has another length than it says.',
  ],
  UND_ERR_PRX_CONN: ['E_PROXY', 3, 'The connection to the proxy failed.'],
  UND_ERR_PRX_TLS: ['E_TLS_UNTRUSTED', 0, "The proxy's certificate is not trusted."],
};

/**
 * Says in our own words why there is no answer. Of the error only its code is used, and the status
 * that a proxy gave: messages of parsers may quote what was sent or received.
 */
export function unanswered(error: unknown, sent: boolean): Unanswered {
  const { code, retries, message } = explained(error);
  return new Unanswered(code, message, retries, sent);
}

function explained(error: unknown): Pick<TransportFailure, 'code' | 'retries' | 'message'> {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const known = BY_CODE[code ?? ''];
  if (known !== undefined) return { code: known[0], retries: known[1], message: known[2] };
  // undici's error of this name has not always a code.
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return {
      code: 'E_PROTOCOL',
      retries: 0,
      message: 'The answer is not an HTTP/1.1 response.',
    };
  }
  return refusedByProxy(error) ?? explainError(error, 'connect', false);
}

/** undici tells the status of a proxy that refuses a tunnel in its message alone. */
function refusedByProxy(error: unknown): ReturnType<typeof explained> | undefined {
  const message = error instanceof Error ? error.message : '';
  const [, status] = /^Proxy response \((\d{3})\) !== 200/.exec(message) ?? [];
  if (status === undefined) return undefined;
  return status === '407'
    ? {
        code: 'E_PROXY_AUTH',
        retries: 0,
        message: 'The proxy wants a user name and password. Put them into HTTPS_PROXY.',
      }
    : {
        code: 'E_PROXY',
        retries: /^50[234]$/.test(status) ? 3 : 0,
        message: `The proxy answered ${status} instead of opening a tunnel.`,
      };
}
