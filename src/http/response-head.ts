import { TransportFailure } from './transport-failure.ts';

/** As Node's own limit. */
const LARGEST_HEAD = 16 * 1024;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ResponseHead {
  readonly status: number;
  /** Lower-case names; a list where a header came more than once. */
  readonly headers: Headers;
  /** How many bytes the head takes, the empty line included. */
  readonly length: number;
}

/**
 * Reads status line and headers (RFC 9112 4 and 5) from the start of `bytes`; undefined while they
 * are not complete. Strict where leniency has let attackers hide things: line ends are CRLF, headers
 * are not folded, values hold no control characters.
 *
 * @throws TransportFailure E_PROTOCOL or E_HEADERS_TOO_LARGE.
 */
export function readHead(bytes: Buffer): ResponseHead | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if ((end === -1 ? bytes.length : end) > LARGEST_HEAD) throw headTooLarge();
  if (end === -1) {
    // A banner of another protocol would never come to an end.
    if (!'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7))) throw notHttp();
    return undefined;
  }
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: .*)?$/.exec(statusLine)?.[1];
  if (status === undefined) throw notHttp();
  const headers: Record<string, string | string[]> = Object.create(null);
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (!NAME.test(name) || !isFieldValue(value)) throw notHttp();
    const known = headers[name];
    headers[name] = known === undefined ? value : [...[known].flat(), value];
  }
  return { status: Number(status), headers, length: end + 4 };
}

/** RFC 9110 5.5: visible characters, spaces and tabs, and bytes above ASCII. */
function isFieldValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

export function notHttp(): TransportFailure {
  return new TransportFailure('E_PROTOCOL', 'The answer is not an HTTP/1.1 response.', 0);
}

function headTooLarge(): TransportFailure {
  return new TransportFailure(
    'E_HEADERS_TOO_LARGE',
    'The headers of the answer are larger than 16 KiB. Is this the token endpoint?',
    0,
  );
}
