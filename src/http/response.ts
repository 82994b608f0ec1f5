import { endedEarly, TransportFailure } from './errors.ts';
import type { Headers, HttpResponse } from './http.ts';

/** A header's value; undefined where it is absent or was sent more than once. */
export function header(response: Pick<HttpResponse, 'headers'>, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** No token response comes near; what is larger is something else, or an attack. */
const LARGEST_BODY = 256 * 1024;

const NOTHING = Buffer.alloc(0);

/** Takes the bytes of one answer as they come. */
export interface ResponseReader {
  /** True from the first byte on. */
  readonly begun: boolean;
  /** Of the final answer, once it has come. */
  readonly head: ResponseHead | undefined;
  /** The answer has come to an end that it stated itself, and nothing came after it. */
  readonly exact: boolean;
  /** @returns the answer as soon as it is complete. @throws TransportFailure */
  push(bytes: Buffer): HttpResponse | undefined;
  /** The server has closed the connection: the answer if that ends it. @throws TransportFailure */
  end(): HttpResponse;
}

/**
 * Reads one HTTP/1.1 response (RFC 9112), at most 16 KiB of headers and 256 KiB of body. Interim
 * responses (1xx) are skipped. An answer that ends early is never handed out: half a JSON document
 * must not be parsed.
 */
export function responseReader(): ResponseReader {
  let pending: Buffer = NOTHING;
  let head: ResponseHead | undefined;
  let body: Body | undefined;
  let begun = false;

  /** The head of the final response, as soon as it is complete. */
  function finalHead(): ResponseHead | undefined {
    for (;;) {
      const found = readHead(pending);
      if (found === undefined) return undefined;
      pending = pending.subarray(found.length);
      if (found.status === 101) throw notHttp();
      if (found.status >= 200) return found;
      // After an interim response the same connection has to bring another one.
      if (!keepsConnection(found)) throw notHttp();
      framing(found);
    }
  }
  function response(): HttpResponse | undefined {
    if (head === undefined || body === undefined) return undefined;
    return { status: head.status, headers: head.headers, body: joined(body.chunks) };
  }
  return {
    get begun() {
      return begun;
    },
    get head() {
      return head;
    },
    get exact() {
      return body?.exact === true;
    },
    push(bytes) {
      begun = true;
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      head ??= finalHead();
      if (head === undefined) return undefined;
      body ??= bodyOf(head);
      const rest = pending;
      pending = NOTHING;
      return body.push(rest) ? response() : undefined;
    },
    end() {
      const complete = body?.endsWithConnection === true ? response() : undefined;
      if (complete === undefined) throw endedEarly();
      return complete;
    },
  };
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}

/** The body as far as it has come. */
interface Body {
  readonly chunks: Buffer[];
  readonly endsWithConnection: boolean;
  exact: boolean;
  /** True when the body is complete. */
  push(bytes: Buffer): boolean;
}

/**
 * Nothing here decompresses. Of answers other than 200 only the status counts.
 *
 * @throws TransportFailure E_ENCODING
 */
export function refuseCompressed({
  status,
  headers,
}: Pick<ResponseHead, 'status' | 'headers'>): void {
  const encoding = String(headers['content-encoding'] ?? '').toLowerCase();
  if (status !== 200 || encoding === '' || encoding === 'identity') return;
  throw new TransportFailure(
    'E_ENCODING',
    'The answer is compressed although that was not asked for.',
    'Switch that off at the server or the proxy before it.',
    { sent: true },
  );
}

/**
 * How a message with this head ends (RFC 9112 6.3): after so many bytes, after its last chunk, or
 * where neither is said with the connection. What says two things about it, or one thing twice, is
 * refused, also where the status alone decides.
 *
 * @throws TransportFailure E_PROTOCOL
 */
function framing({ headers }: ResponseHead): number | 'chunked' {
  const { 'transfer-encoding': transfer, 'content-length': length } = headers;
  if (transfer === undefined && length === undefined) return Number.POSITIVE_INFINITY;
  if (length === undefined && String(transfer).toLowerCase() === 'chunked') return 'chunked';
  if (transfer !== undefined || !/^\d{1,15}$/.test(String(length))) throw notHttp();
  return Number(length);
}

/** May another message follow on the connection (RFC 9112 9.3 and 9.6)? */
export function keepsConnection({ headers, minorVersion }: ResponseHead): boolean {
  const options = String(headers['connection'] ?? '');
  return minorVersion === '1' && !/(?:^|[\t ,])close(?:[\t ,]|$)/i.test(options);
}

function bodyOf(head: ResponseHead): Body {
  refuseCompressed(head);
  const end = framing(head);
  if (head.status === 204 || head.status === 304) return countedBody(0);
  if (end === 'chunked') return chunkedBody();
  if (Number.isFinite(end) && end > LARGEST_BODY) throw tooLarge();
  return countedBody(end);
}

/** So many bytes; without end: all until the connection closes. */
function countedBody(expected: number): Body {
  const chunks: Buffer[] = [];
  let missing = expected;
  let size = 0;
  return {
    chunks,
    endsWithConnection: expected === Number.POSITIVE_INFINITY,
    exact: false,
    push(bytes) {
      this.exact = bytes.length === missing;
      const part = bytes.length > missing ? bytes.subarray(0, missing) : bytes;
      chunks.push(part);
      missing -= part.length;
      size += part.length;
      if (size > LARGEST_BODY) throw tooLarge();
      return missing === 0;
    },
  };
}

/**
 * A size in hexadecimal and extensions (RFC 9112 7.1.1), without white space: RFC 9112 forbids to send
 * it, and what readers make of it differs.
 */
const CHUNK_LINE =
  /^0*([0-9a-f]{1,8})(?:;[!#$%&'*+.^_`|~\w-]+(?:=(?:[!#$%&'*+.^_`|~\w-]+|"(?:[\t !#-[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"))?)*\r\n$/i;

/** A header line that says nothing about where the body ends (RFC 9110 6.5.1). */
const TRAILER =
  /^(?!content-length:|transfer-encoding:)[!#$%&'*+.^_`|~\w-]+:[\t -~\x80-\xff]*\r\n$/i;

/**
 * RFC 9112 7.1: chunks with their sizes, then trailers, which nobody needs. Each byte is looked at
 * once, however they come.
 */
function chunkedBody(): Body {
  const chunks: Buffer[] = [];
  let expected: 'size' | 'end of chunk' | 'trailer' | 'nothing' = 'size';
  let size = 0;
  let missing = 0;
  let line = '';
  let aside = 0;

  function takeData(part: Buffer): number {
    chunks.push(part);
    missing -= part.length;
    return part.length;
  }
  /** @returns how many bytes belong to the line that has begun. */
  function takeLine(bytes: Buffer): number {
    const lineFeed = bytes.indexOf('\n');
    const length = lineFeed === -1 ? bytes.length : lineFeed + 1;
    line += bytes.toString('latin1', 0, length);
    if (expected === 'end of chunk' && !'\r\n'.startsWith(line)) throw notHttp();
    if (line.length > LARGEST_HEAD) throw tooLarge();
    if (lineFeed !== -1) lineIsComplete();
    return length;
  }
  function lineIsComplete(): void {
    if (expected === 'size') takeSize();
    else if (expected === 'end of chunk') expected = 'size';
    else if (line === '\r\n') expected = 'nothing';
    else takeTrailer();
    line = '';
  }
  function takeSize(): void {
    const digits = CHUNK_LINE.exec(line)?.[1];
    if (digits === undefined) throw notHttp();
    missing = Number.parseInt(digits, 16);
    size += missing;
    expected = missing === 0 ? 'trailer' : 'end of chunk';
    if (size > LARGEST_BODY) throw tooLarge();
    limitAside(line.length - '\r\n'.length - digits.length);
  }
  function takeTrailer(): void {
    if (!TRAILER.test(line)) throw notHttp();
    limitAside(line.length);
  }
  /** Zeros, extensions and trailers, of which there may be as much as of headers. */
  function limitAside(more: number): void {
    aside += more;
    if (aside > LARGEST_HEAD) throw tooLarge();
  }
  return {
    chunks,
    endsWithConnection: false,
    exact: false,
    push(bytes) {
      let at = 0;
      while (at < bytes.length && expected !== 'nothing') {
        at +=
          missing > 0 ? takeData(bytes.subarray(at, at + missing)) : takeLine(bytes.subarray(at));
      }
      this.exact = expected === 'nothing' && at === bytes.length;
      return expected === 'nothing';
    },
  };
}

function tooLarge(): TransportFailure {
  return new TransportFailure(
    'E_RESPONSE_TOO_LARGE',
    `The answer is larger than ${LARGEST_BODY / 1024} KiB.`,
    'Is this the token endpoint?',
    { sent: true },
  );
}

/** As Node's own limit. */
const LARGEST_HEAD = 16 * 1024;

/**
 * RFC 9110 5.1 and 5.5: each line a token, a colon, then visible characters, spaces, tabs and bytes
 * above ASCII. One expression for all lines: V8 compiles an expression that is used again and again.
 */
const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/;

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
    'The answer is not an HTTP/1.1 response.',
    'Check host and port of the URL.',
    { sent: true },
  );
}

export function headTooLarge(): TransportFailure {
  return new TransportFailure(
    'E_HEADERS_TOO_LARGE',
    'The headers of the answer are larger than 16 KiB.',
    'Is this the token endpoint?',
    { sent: true },
  );
}
