import { TransportFailure } from './transport-failure.ts';

/** As Node's own limit. */
const LARGEST_HEAD = 16 * 1024;
/**
 * RFC 9110 5.1 and 5.5: each line a token, a colon, then visible characters, spaces, tabs and bytes
 * above ASCII. One expression for all lines: V8 compiles an expression that is used again and again.
 */
const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/;

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ResponseHead {
  readonly status: number;
  /** Lower-case names; a list where a header came more than once. */
  readonly headers: Headers;
  /** RFC 9112 9.3: only HTTP/1.1 keeps connections by itself. */
  readonly minorVersion: string | undefined;
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
  const text = bytes.toString('latin1', 0, end);
  const first = text.indexOf('\r\n');
  const statusLine = first === -1 ? text : text.slice(0, first);
  const fields = first === -1 ? '' : text.slice(first + 2);
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: .*)?$/.exec(statusLine)?.[1];
  if (status === undefined) throw notHttp();
  if (!LINES.test(fields)) throw notHttp();
  const headers: Record<string, string | string[]> = Object.create(null);
  const lowered = fields.toLowerCase();
  for (let at = 0; at < fields.length; ) {
    const colon = fields.indexOf(':', at);
    const next = fields.indexOf('\r\n', colon);
    const lineEnd = next === -1 ? fields.length : next;
    const name = lowered.slice(at, colon);
    const value = withoutOuterSpace(fields, colon + 1, lineEnd);
    const known = headers[name];
    headers[name] = known === undefined ? value : [...[known].flat(), value];
    at = lineEnd + 2;
  }
  return { status: Number(status), headers, minorVersion: statusLine[7], length: end + 4 };
}

/** Spaces and tabs only: trim() would also take a byte 0xA0. */
function withoutOuterSpace(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && (text[start] === ' ' || text[start] === '\t')) start += 1;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end -= 1;
  return text.slice(start, end);
}

export function notHttp(): TransportFailure {
  return new TransportFailure(
    'E_PROTOCOL',
    'The answer is not an HTTP/1.1 response. Check host and port of the URL.',
    0,
  );
}

function headTooLarge(): TransportFailure {
  return new TransportFailure(
    'E_HEADERS_TOO_LARGE',
    'The headers of the answer are larger than 16 KiB. Is this the token endpoint?',
    0,
  );
}
