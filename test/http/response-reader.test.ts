import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TransportFailure } from '../../src/http/errors.ts';
import { responseReader } from '../../src/http/response.ts';
import { damagedResponses, responses } from './generated-response.ts';
import { nodeParses } from './node-parser.ts';
import { outcome, readPieces } from './read-pieces.ts';

const cuts = fc.array(fc.nat(1200), { maxLength: 12 });
const HEAD = 'HTTP/1.1 200 OK\r\n';

function read(text: string): string | number {
  return outcome(() => readPieces(Buffer.from(text, 'latin1')));
}

describe('what Node reads', () => {
  test('is read the same, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(responses, cuts, async ({ bytes }, places) => {
        const expected = await nodeParses(bytes);
        expect(expected, 'Node refuses what was generated').toBeDefined();
        expect(readPieces(bytes, places)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });

  test('is read the same one byte at a time', () => {
    fc.assert(
      fc.property(responses, ({ bytes }) => {
        const everywhere = Array.from(bytes, (_, at) => at);
        expect(readPieces(bytes, everywhere)).toEqual(readPieces(bytes));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what Node refuses', () => {
  test('is refused, and what both take is the same', async () => {
    await fc.assert(
      fc.asyncProperty(damagedResponses, cuts, async (bytes, places) => {
        // RFC 9110 5.6.3 has a tab behind a value mean nothing; Node reads that coding as another one.
        fc.pre(!/chunked[ \t]*\t[ \t]*\r\n/i.test(bytes.toString('latin1')));
        const expected = await nodeParses(bytes);
        const found = taken(bytes, places);
        if (expected === undefined) expect(found).toBe('refused');
        else if (found !== 'refused') expect(found).toEqual(expected);
      }),
      { numRuns: 4000 },
    );
  });

  test.each([
    ['nothing behind the last chunk', '0\r\n\r\n', 200],
    ['a trailer', '0\r\na: b\r\n\r\n', 200],
    ['a trailer without a colon', '0\r\na\r\n\r\n', 'E_PROTOCOL'],
    ['a trailer without a name', '0\r\n: b\r\n\r\n', 'E_PROTOCOL'],
    ['a trailer with a space before its colon', '0\r\na : b\r\n\r\n', 'E_PROTOCOL'],
    ['a folded trailer', '0\r\na: b\r\n c\r\n\r\n', 'E_PROTOCOL'],
    ['a trailer that ends with a line feed alone', '0\r\na: bc\n\r\n', 'E_PROTOCOL'],
    ['a trailer with a carriage return inside', '0\r\na: b\rc\r\n\r\n', 'E_PROTOCOL'],
    ['a trailer that states a length', '0\r\ncontent-length: 1\r\n\r\n', 'E_PROTOCOL'],
    ['a space behind a size', '0 \r\n\r\n', 'E_PROTOCOL'],
    ['a tab behind a size', '0\t\r\n\r\n', 'E_PROTOCOL'],
    ['a space before an extension', '0 ;a\r\n\r\n', 'E_PROTOCOL'],
    ['a space within an extension', '0; a\r\n\r\n', 'E_PROTOCOL'],
    ['an extension that is no token', '0;a(b)\r\n\r\n', 'E_PROTOCOL'],
    ['an extension without its closing quote', '0;a="b\r\n\r\n', 'E_PROTOCOL'],
    ['a quoted extension', '0;a="b \\" c";d\r\n\r\n', 200],
    ['a line feed alone behind a size', '0\n\r\n', 'E_PROTOCOL'],
    ['a line feed alone behind a chunk', '1\r\na\n0\r\n\r\n', 'E_PROTOCOL'],
  ])('%s', async (_what, body, expected) => {
    const text = `${HEAD}transfer-encoding: chunked\r\n\r\n${body}`;
    expect(read(text)).toBe(expected);
    expect((await nodeParses(Buffer.from(text)))?.status).toBe(expected === 200 ? 200 : undefined);
  });

  test.each([
    ['two equal lengths', 'content-length: 1\r\ncontent-length: 1\r\n\r\na'],
    ['an interim response that ends the connection', interim('connection: close')],
    ['an interim response with a length that is no number', interim('content-length: a')],
  ])('%s', async (_what, text) => {
    const whole = text.startsWith('HTTP') ? text : `${HEAD}${text}`;
    expect(await nodeParses(Buffer.from(whole))).toBeUndefined();
    expect(read(whole)).toBe('E_PROTOCOL');
  });

  test('a length that is no number is refused also where the status alone says that there is no body', async () => {
    const text = 'HTTP/1.1 204 No\r\ncontent-length: a\r\n\r\n';
    expect(await nodeParses(Buffer.from(text))).toBeUndefined();
    expect(read(text)).toBe('E_PROTOCOL');
  });

  function interim(line: string): string {
    return `HTTP/1.1 100 Continue\r\n${line}\r\n\r\n${HEAD}content-length: 0\r\n\r\n`;
  }

  /** What comes after an answer, and is not read, is no part of the question. */
  function taken(bytes: Buffer, places: readonly number[]) {
    const reader = responseReader();
    try {
      if (reader.push(bytes) !== undefined && !reader.exact) return 'refused';
      return readPieces(bytes, places);
    } catch {
      return 'refused';
    }
  }
});

test('a body takes time in proportion to its length, however small its pieces', () => {
  const K = 1024;
  const whole = (size: number) =>
    Buffer.from(
      `${HEAD}transfer-encoding: chunked\r\n\r\n${size.toString(16)}\r\n${'x'.repeat(size)}`,
    );
  const small = (size: number) =>
    Buffer.from(`${HEAD}transfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(size)}`);
  const line = (size: number) =>
    Buffer.from(`${HEAD}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(size)}`);
  for (const bytes of [whole(256 * K), small(100 * K), line(15 * K)]) {
    const reader = responseReader();
    const started = process.cpuUsage();
    for (let at = 0; at < bytes.length; at++) reader.push(bytes.subarray(at, at + 1));
    const { user, system } = process.cpuUsage(started);
    // Where each byte costs a copy of all before it, these are 34 GB.
    expect((user + system) / 1000).toBeLessThan(3000);
  }
});

describe('where a response ends', () => {
  test('is known to the byte, if it says so itself', () => {
    fc.assert(
      fc.property(responses, cuts, fc.string({ maxLength: 9 }), (whole, places, surplus) => {
        const reader = responseReader();
        const pieces = [...places, whole.bytes.length].toSorted((a, b) => a - b);
        let from = 0;
        for (const to of pieces.filter((place) => place <= whole.bytes.length)) {
          const last = to === whole.bytes.length ? Buffer.from(surplus) : Buffer.alloc(0);
          const piece = Buffer.concat([whole.bytes.subarray(from, to), last]);
          from = to;
          if (reader.push(piece) !== undefined) break;
        }
        expect(reader.exact).toBe(
          whole.selfDelimited && from === whole.bytes.length && surplus === '',
        );
      }),
      { numRuns: 600 },
    );
  });
});

test('what comes after the stated length belongs to no body', () => {
  const { body } = readPieces(Buffer.from(`${HEAD}content-length: 2\r\n\r\nabc`));
  expect(body).toBe('ab');
});

describe('what is no complete response', () => {
  test('a response cut short is an early end, never a body', () => {
    fc.assert(
      fc.property(
        responses,
        cuts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (whole, at, part) => {
          fc.pre(whole.selfDelimited);
          const short = whole.bytes.subarray(0, Math.floor(part * (whole.bytes.length - 1)));
          expect(outcome(() => readPieces(short, at))).toBe('E_CONNECT');
        },
      ),
      { numRuns: 600 },
    );
  });

  test('a head cut short is an early end also where the connection ends the body', () => {
    const head = `${HEAD}content-type: text/plain\r\n\r\n`;
    for (let length = 0; length < head.length; length++) {
      expect(read(head.slice(0, length)), String(length)).toBe('E_CONNECT');
    }
    expect(read(head)).toBe(200);
  });

  test('arbitrary bytes give an answer or a TransportFailure, nothing else, in no time', () => {
    const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
    const damaged = fc
      .tuple(responses, fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 4 }))
      .map(([{ bytes }, changes]) => {
        const copy = Buffer.from(bytes);
        for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
        return copy;
      });
    const headed = noise.map((bytes) => Buffer.concat([Buffer.from(HEAD), bytes]));
    const started = performance.now();
    fc.assert(
      fc.property(fc.oneof(noise, headed, damaged), cuts, (bytes, places) => {
        try {
          readPieces(bytes, places);
        } catch (error) {
          expect(error).toBeInstanceOf(TransportFailure);
        }
      }),
      { numRuns: 3000 },
    );
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('limits', () => {
  const headOf = (size: number) => `${HEAD}x: ${'a'.repeat(size - HEAD.length - 3)}`;
  const body = (size: number) => `${HEAD}content-length: ${size}\r\n\r\n${'b'.repeat(size)}`;
  const open = (size: number) => `${HEAD}\r\n${'b'.repeat(size)}`;
  const chunks = (size: number) => {
    const half = size / 2;
    const one = `${half.toString(16)}\r\n${'c'.repeat(half)}\r\n`;
    return `${HEAD}transfer-encoding: chunked\r\n\r\n${one}${one}0\r\n\r\n`;
  };
  const K = 1024;
  test.each([
    ['a head of 16 KiB', `${headOf(16 * K)}\r\n\r\n`, 200],
    ['a head of 16 KiB and a byte', `${headOf(16 * K + 1)}\r\n\r\n`, 'E_HEADERS_TOO_LARGE'],
    ['a head without end', headOf(16 * K + 1), 'E_HEADERS_TOO_LARGE'],
    ['a body of 256 KiB', body(256 * K), 200],
    ['a body of 256 KiB and a byte', body(256 * K + 1), 'E_RESPONSE_TOO_LARGE'],
    ['256 KiB until close', open(256 * K), 200],
    ['256 KiB and a byte until close', open(256 * K + 1), 'E_RESPONSE_TOO_LARGE'],
    ['256 KiB in chunks', chunks(256 * K), 200],
    ['256 KiB and two bytes in chunks', chunks(256 * K + 2), 'E_RESPONSE_TOO_LARGE'],
    [
      'an announced length beyond 256 KiB, before it came',
      body(256 * K + 1).slice(0, 60),
      'E_RESPONSE_TOO_LARGE',
    ],
    [
      'a chunk line without end',
      `${HEAD}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(600 * K)}`,
      'E_RESPONSE_TOO_LARGE',
    ],
    [
      'trailers without end',
      `${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(100 * K)}`,
      'E_RESPONSE_TOO_LARGE',
    ],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toBe(expected);
  });

  const REASONS: readonly (readonly [what: string, text: string, message: string])[] = [
    ['a long head', headOf(16 * K + 1), 'The headers of the answer are larger than 16 KiB. Is'],
    ['a long body', open(256 * K + 1), 'The answer is larger than 256 KiB. Is'],
    [
      'a compressed body',
      `${HEAD}content-encoding: br\r\n\r\n`,
      'The answer is compressed although that was not asked for. Switch that off at the server',
    ],
    ['an early end', HEAD, 'The connection was closed before the answer was complete.'],
    ['another protocol', 'SSH-2.0', 'The answer is not an HTTP/1.1 response. Check host'],
  ];
  // By index: a title that holds an answer would be very long.
  test.each(REASONS.map(([what], index) => [what, index] as const))('%s is named', (_what, at) => {
    const [, text = '', message] = REASONS[at] ?? [];
    expect(() => readPieces(Buffer.from(text))).toThrow(
      expect.objectContaining({
        name: 'TransportFailure',
        message: expect.stringContaining(message ?? ''),
      }),
    );
  });

  // Who knows that the request was sent does not send it again.
  test.each([
    ['a long head', headOf(16 * K + 1)],
    ['a long body', open(256 * K + 1)],
    ['a compressed body', `${HEAD}content-encoding: br\r\n\r\n`],
    ['another protocol', 'SSH-2.0'],
  ])('%s is an answer, so the request was sent', (_what, text) => {
    expect(() => readPieces(Buffer.from(text))).toThrow(expect.objectContaining({ sent: true }));
  });

  test('a length that Number would round is refused', () => {
    expect(read(`${HEAD}content-length: 9999999999999999\r\n\r\n`)).toBe('E_PROTOCOL');
  });
});

describe('refused by Node too', () => {
  test.each([
    [
      'Transfer-Encoding and Content-Length',
      'transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n',
    ],
    [
      'Content-Length and Transfer-Encoding',
      'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['two different lengths', 'content-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['a list of lengths', 'content-length: 1, 1\r\n\r\na'],
    ['a negative length', 'content-length: -1\r\n\r\na'],
    ['a length in hexadecimal', 'content-length: 0x1\r\n\r\na'],
    ['a chunk size that is no number', 'transfer-encoding: chunked\r\n\r\nzz\r\n\r\n'],
    ['a chunk size with more behind it', 'transfer-encoding: chunked\r\n\r\n1z\r\na\r\n0\r\n\r\n'],
    ['a chunk size behind something', 'transfer-encoding: chunked\r\n\r\nx1\r\na\r\n0\r\n\r\n'],
    ['a chunk without its line end', 'transfer-encoding: chunked\r\n\r\n1\r\nabb0\r\n\r\n'],
    ['a chunk longer than its size', 'transfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n'],
    ['a header without a name', ': value\r\n\r\n'],
    ['a space before the colon', 'name : value\r\ncontent-length: 0\r\n\r\n'],
    ['a header without a colon', 'name\r\ncontent-length: 0\r\n\r\n'],
    ['a zero byte in a value', 'name: a\0b\r\ncontent-length: 0\r\n\r\n'],
    ['a zero byte at the end of a value', 'name: a\0\r\ncontent-length: 0\r\n\r\n'],
    ['a line feed alone within a head', 'a: b\nc: d\r\ncontent-length: 0\r\n\r\n'],
    ['a line feed alone at the end of a value', 'a: b\n\r\ncontent-length: 0\r\n\r\n'],
    ['a carriage return alone at the end of a value', 'a: b\r\r\ncontent-length: 0\r\n\r\n'],
    ['a vertical tab at the end of a value', 'a: b\x0b\r\ncontent-length: 0\r\n\r\n'],
    ['a folded header', 'a: b\r\n c\r\ncontent-length: 0\r\n\r\n'],
    ['a form feed before a value', 'a: \x0cb\r\ncontent-length: 0\r\n\r\n'],
  ])('%s', async (_name, rest) => {
    expect.soft(await nodeParses(Buffer.from(HEAD + rest, 'latin1'))).toBeUndefined();
    expect(read(HEAD + rest)).toBe('E_PROTOCOL');
  });
});

describe('a status line', () => {
  test.each(['HTTP/1.1 200', 'HTTP/1.0 200 ', 'HTTP/1.1 200 OK'])('%j is one', (line) => {
    expect(read(`${line}\r\n\r\n`)).toBe(200);
    expect(read(`${line}\r\na: b\r\n\r\n`)).toBe(200);
  });

  test.each([
    'HTTP/1.1 20',
    'HTTP/1.1 2000',
    'HTTP/1.1 200OK',
    'HTTP/1.1 000 OK',
    'HTTP/1.1  200 OK',
    'HTTP/1.2 200 OK',
    'HTTP/1.11 200 OK',
    'http/1.1 200 OK',
    'XHTTP/1.1 200 OK',
    'junk HTTP/1.1 200 OK',
    'HTTP/1.1 200 OK\nHTTP/1.1 404 No',
    '',
  ])('%j is none', (line) => {
    expect(read(`${line}\r\n\r\n`)).toBe('E_PROTOCOL');
    expect(read(`${line}\r\ncontent-length: 0\r\n\r\n`)).toBe('E_PROTOCOL');
  });
});

describe('a content encoding', () => {
  test.each([
    ['that changes nothing is taken', 200, 'Identity', 200],
    ['that changes something is not', 200, 'GZIP', 'E_ENCODING'],
    ['of an answer whose status says all does not matter', 401, 'gzip', 401],
  ])('%s', (_name, status, encoding, expected) => {
    const text = `HTTP/1.1 ${status} Any\r\nContent-Encoding: ${encoding}\r\n\r\nx`;
    expect(read(text)).toBe(expected);
  });
});

describe('stricter than Node', () => {
  test.each([
    [
      'compression that was not asked for',
      'content-encoding: gzip\r\ncontent-length: 1\r\n\r\na',
      'E_ENCODING',
    ],
    [
      'a transfer coding that nobody undoes',
      'transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      'E_PROTOCOL',
    ],
  ])('%s', async (_name, rest, code) => {
    expect.soft(await nodeParses(Buffer.from(HEAD + rest, 'latin1'))).toBeDefined();
    expect(read(HEAD + rest)).toBe(code);
  });

  test('a switch of protocols that nobody asked for', () => {
    expect(read('HTTP/1.1 101 Switching\r\nupgrade: h2c\r\n\r\n')).toBe('E_PROTOCOL');
  });

  test.each(['SSH-2.0-OpenSSH_9.6', '220 mail.example.com', '<html>', '\x15\x03\x03', 'HTTP/2.0'])(
    'another protocol is known by its first bytes: %j',
    (banner) => {
      expect(read(banner)).toBe('E_PROTOCOL');
    },
  );
});

describe('values at their edges', () => {
  test('a byte above ASCII is no white space: a value keeps it at its ends', async () => {
    const bytes = Buffer.from(`${HEAD}a: \xa0b\xa0\r\ncontent-length: 0\r\n\r\n`, 'latin1');
    expect(readPieces(bytes).headers['a']).toEqual((await nodeParses(bytes))?.headers['a']);
  });

  test('names that JavaScript knows are headers like others', () => {
    const text = `${HEAD}__proto__: a\r\nconstructor: b\r\ntostring: c\r\ncontent-length: 0\r\n\r\n`;
    const headers = Object.entries(readPieces(Buffer.from(text)).headers);
    expect(headers).toContainEqual(['__proto__', ['a']]);
    expect(headers).toContainEqual(['constructor', ['b']]);
    expect(headers).toContainEqual(['tostring', ['c']]);
  });

  test('begun tells when the first byte came', () => {
    const reader = responseReader();
    expect(reader.begun).toBe(false);
    reader.push(Buffer.from('H'));
    expect(reader.begun).toBe(true);
  });
});
