import fc from 'fast-check';

export interface GeneratedResponse {
  readonly bytes: Buffer;
  /** False where the end of the connection is the end of the body. */
  readonly selfDelimited: boolean;
}

/** Arbitrary bytes, as the text that latin1 makes of them. */
function latin1(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength, maxLength })
    .map((bytes) => Buffer.from(bytes).toString('latin1'));
}

const token = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,12}$/)
  .map((name) => `X-${name}`);
/** Visible characters with spaces inside, and bytes above ASCII that are no white space to JavaScript. */
const value = fc.stringMatching(
  /^(?:[\x21-\x7e\xa1-\xff](?:[\t\x20-\x7e\xa1-\xff]{0,20}[\x21-\x7e\xa1-\xff])?)?$/,
);
const space = fc.constantFrom('', ' ', '\t', ' \t ');
const header = fc
  .tuple(token, space, value, space)
  .map(([name, before, text, after]) => `${name}:${before}${text}${after}`);
const headers = fc.array(header, { maxLength: 6 });
const bodyText = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'binary-ascii', maxLength: 200 }),
  latin1(0, 300),
);
const reason = fc.constantFrom(' OK', ' ', '', ' Not at All');

function cased(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name, name.toLowerCase(), name.toUpperCase());
}

const counted = fc.tuple(cased('Content-Length'), space, bodyText).map(([name, gap, body]) => ({
  lines: [`${name}:${gap}${body.length}`],
  payload: body,
  selfDelimited: true,
}));

const chunk = fc
  .tuple(
    latin1(1, 80),
    fc.boolean(),
    fc.constantFrom('', '0', '00'),
    fc.constantFrom('', ';name', ';name=value', ';name="quoted text"'),
  )
  .map(([data, upper, zeros, extension]) => {
    const size = data.length.toString(16);
    return `${zeros}${upper ? size.toUpperCase() : size}${extension}\r\n${data}\r\n`;
  });

const chunked = fc
  .tuple(
    cased('Transfer-Encoding'),
    cased('chunked'),
    fc.array(chunk, { maxLength: 5 }),
    fc.constantFrom('0', '000', '0;last'),
    headers,
  )
  .map(([name, coding, chunks, last, trailers]) => ({
    lines: [`${name}: ${coding}`],
    payload: `${chunks.join('')}${last}\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`,
    selfDelimited: true,
  }));

const untilClose = bodyText.map((payload) => ({ lines: [], payload, selfDelimited: false }));

const bodiless = fc.record({
  status: fc.constantFrom(204, 304),
  content: fc.constantFrom<{ lines: string[] }>({ lines: [] }, { lines: ['Content-Length: 0'] }),
});

const interim = fc
  .tuple(fc.constantFrom(100, 102, 103), headers)
  .map(([status, lines]) =>
    ['HTTP/1.1', ` ${status}`, ' Wait\r\n', ...lines.map((l) => `${l}\r\n`), '\r\n'].join(''),
  );

const withBody = fc.tuple(
  fc.constantFrom(200, 201, 400, 401, 404, 429, 500, 503, 599),
  fc.oneof(counted, chunked, untilClose),
);
const withoutBody = bodiless.map(
  ({ status, content }) => [status, { ...content, payload: '', selfDelimited: true }] as const,
);

/** Well-formed HTTP/1.1 responses of every way in which a body can end, some after 1xx responses. */
export const responses: fc.Arbitrary<GeneratedResponse> = fc
  .tuple(
    fc.array(interim, { maxLength: 2 }),
    fc.constantFrom('HTTP/1.1', 'HTTP/1.0'),
    reason,
    fc.oneof({ weight: 5, arbitrary: withBody }, { weight: 1, arbitrary: withoutBody }),
    headers,
    headers,
  )
  .map(([before, version, words, [status, { lines, payload, selfDelimited }], first, last]) => {
    // Chunks do not exist in HTTP/1.0.
    const spoken = lines.some((line) => /chunked/i.test(line)) ? 'HTTP/1.1' : version;
    const head = [`${spoken} ${status}${words}`, ...first, ...lines, ...last].join('\r\n');
    return {
      bytes: Buffer.from(`${before.join('')}${head}\r\n\r\n${payload}`, 'latin1'),
      selfDelimited,
    };
  });

/** What means something to one reader or another, or looks as if it did. */
const meaningful = fc.constantFrom(
  ...['\r', '\n', '\r\n', '\r\n\r\n', '\r\n x', ' ', '\t', '\0', '\x0b', '\x0c', '\x7f', '\x80'],
  ...[':', ';', ',', '=', '"', '\\', '(', '/', '-', '+', '0', '1', 'a', 'chunked'],
  ...['x: y\r\n', 'connection: close\r\n', 'connection: upgrade\r\nupgrade: x\r\n'],
  ...['content-length: 1\r\n', 'transfer-encoding: chunked\r\n'],
  'HTTP/1.1 100 Continue\r\n\r\n',
);

/** Where a text is changed: anywhere, or beside a line end, a colon, a semicolon or a space. */
const change = fc.record({
  place: fc.nat(),
  beside: fc.boolean(),
  removed: fc.nat({ max: 2 }),
  put: meaningful,
});

/** Responses that were right once, with up to three changes to their framing and their lines. */
export const damagedResponses: fc.Arbitrary<Buffer> = fc
  .tuple(responses, fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([{ bytes }, changes]) => {
    let text = bytes.toString('latin1');
    for (const { place, beside, removed, put } of changes) {
      const marks = [...text.matchAll(/\r\n|[:; ]/g)].map(({ index }) => index);
      const mark = marks[place % Math.max(1, marks.length)] ?? 0;
      const at = beside ? mark + (place % 3) : place % (text.length + 1);
      text = `${text.slice(0, at)}${put}${text.slice(at + removed)}`;
    }
    return Buffer.from(text, 'latin1');
  });
