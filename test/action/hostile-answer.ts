import fc from 'fast-check';

/** What a server writes, and what it does then. */
export interface HostileAnswer {
  readonly pieces: readonly Buffer[];
  /** `stall`: nothing more, and no end, so that a connection with a whole answer can be kept. `drip`: one more byte again and again. */
  readonly ending: 'end' | 'reset' | 'stall' | 'drip';
}

/** What a hostile server knows, and may send back. */
export interface Known {
  readonly secret: string;
  readonly clientId: string;
  readonly token: string;
}

type Make = (known: Known) => string;

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Ways to send a text back so that a careless filter does not see it. */
const DISGUISES: readonly ((text: string, known: Known) => string)[] = [
  (text) => text,
  base64,
  (text) => base64(`:${text}`),
  (text) => base64(`::${text}`),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text).toString('hex').toUpperCase(),
  (text) => encodeURIComponent(text),
  (text) => text.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
  (text) => text.slice(0, Math.ceil(text.length / 2)),
  (text) => text.slice(Math.ceil(text.length / 2)),
  (text) => text.toUpperCase(),
  (text) => [...text].join('.'),
  (text) => [...text].join('\u200b'),
  (text) => [...text].reverse().join(''),
  (text) => JSON.stringify(JSON.stringify(text)),
  (text) => `x\n::notice::${text}\n##[error]${text}`,
  (text) => `${'x'.repeat(290)}${text}`,
  (text, { clientId }) => base64(`${clientId}:${text}`),
  (text, { clientId }) => base64(`${encodeURIComponent(clientId)}:${encodeURIComponent(text)}`),
];

const HARMFUL = [
  ...['', ' ', '\n', 'null', 'undefined', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  'a\n::error::b',
  'a\r::set-output name=access-token::b',
  '::stop-commands::x',
  '::add-mask::a',
  '::add-mask::{',
  '##[error]x',
  '##[##[error]x',
  '%0A::error::x',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u202Eevil\u2066x',
  '\u2028::error::x\u2029::warning::y\u0085::error::z',
  '\uFEFF::error::x',
  '\u00a0::error::x',
  '\v::error::x\f::error::y',
  '\ud800 alone',
  '\u0000',
  'ghadelimiter_x',
  'a<<EOF\nb=c\nEOF',
  'x=y\nNODE_OPTIONS=--require /tmp/x',
  'x'.repeat(5000),
  ':'.repeat(3000),
  '\u00ff'.repeat(400),
  '\ud83d\ude00'.repeat(200),
];

const withoutToken = (make: Make): Make => {
  return (known) => make({ ...known, token: 'no token' });
};

/** Text that somebody would choose who wants a leak, a command or a crash. */
const textOfTokenAnswer: fc.Arbitrary<Make> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.constantFrom(...HARMFUL).map(
      (text): Make =>
        () =>
          text,
    ),
  },
  {
    weight: 64,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...DISGUISES),
        fc.constantFrom('secret' as const, 'token' as const),
        fc.constantFrom('', 'Bad credentials: ', '::', 'x'),
      )
      .map(([disguise, which, before]): Make => {
        return (known) => before + disguise(known[which], known);
      }),
  },
  { weight: 16, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => () => text) },
  // More than is ever read.
  {
    weight: 1,
    arbitrary: fc.constantFrom(300_000, 300_000, 300_000, 1_000_000).map(
      (length): Make =>
        () =>
          'y'.repeat(length),
    ),
  },
);

/** The same for an answer in which the token does not stand as one. */
const hostileText = textOfTokenAnswer.map(withoutToken);

const plainText: Make = () => 'bearer';
const jsonText = (make: Make): Make => {
  return (known) => JSON.stringify(make(known));
};

/** JSON, or nearly, as the value of a member. */
const jsonValue: fc.Arbitrary<Make> = fc.oneof(
  { weight: 5, arbitrary: textOfTokenAnswer.map(jsonText) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        ...['0', '-0', '-5', '1', '3600', '1e308', '1e999', '-1e999', 'NaN', '01', '1.5', '1e-9'],
        ...['9007199254740993', '315360001', 'true', 'false', 'null', '{}', '[]', '""', '"3600"'],
        ...['"1e3"', '"-1"', '" 60"', '[1]', '{"toString":1}', '{"__proto__":{"a":1}}', '[[[[]]]]'],
      )
      .map(
        (text): Make =>
          () =>
            text,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.jsonValue().map(
      (value): Make =>
        () =>
          JSON.stringify(value),
    ),
  },
);

const CLAIMS = ['iss', 'zid', 'cid', 'client_id', 'azp', 'scope', 'exp', 'sub', 'aud', '__proto__'];

/** A JWT whose claims are hostile; its signature is the token that must not leak. */
const hostileJwt: fc.Arbitrary<Make> = fc
  .array(fc.tuple(fc.constantFrom(...CLAIMS), jsonValue), { maxLength: 5 })
  .map(
    (claims): Make =>
      (known) => {
        const members = claims.map(([name, make]) => `"${name}":${make(known)}`);
        const payload = Buffer.from(`{${members.join(',')}}`).toString('base64url');
        return `${base64('{"alg":"none"}')}.${payload}.${known.token}`;
      },
  )
  .filter((make) => make({ secret: 's', clientId: 'c', token: 't' }).length < 20_000);

const ownToken: Make = ({ token }) => token;
const tokenMember = fc.oneof(
  { weight: 6, arbitrary: fc.constant(jsonText(ownToken)) },
  { weight: 3, arbitrary: hostileJwt.map(jsonText) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        (t: string) => `${t}\n`,
        (t: string) => `${t} x`,
        (t: string) => `${t}\u00e9`,
        (t: string) => t.repeat(700),
        (t: string) => t.repeat(4000),
      )
      .map((change) => jsonText(({ token }) => change(token))),
  },
  { weight: 2, arbitrary: jsonValue },
);

type Member = readonly [name: string, value: Make];

const MEMBERS = [
  ...['scope', 'expires_in', 'token_type', 'refresh_token', 'id_token', 'jti', 'error'],
  ...['error_description', 'error_uri', '__proto__', 'constructor', 'access_token', 'then'],
];

const otherMember: fc.Arbitrary<Member> = fc.tuple(fc.constantFrom(...MEMBERS), jsonValue);

/** Names can stand there twice: the last one counts. */
const tokenBody: fc.Arbitrary<Make> = fc
  .tuple(
    tokenMember,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(jsonText(plainText)) },
      { weight: 1, arbitrary: jsonValue },
    ),
    fc.array(otherMember, { maxLength: 2 }),
    fc.array(otherMember, { maxLength: 3 }),
    fc.constantFrom('', '\uFEFF', ' \r\n'),
    fc.constantFrom('', '', '', ' ', ',', '}', '\u0000'),
  )
  .map(
    ([token, type, before, others, start, end]): Make =>
      (known) => {
        const value = token(known);
        // What the answer does not name as a token is no token to anybody.
        const told = value.includes(known.token) ? known : { ...known, token: 'no token' };
        const members = [...before, ['token_type', type], ...others] as Member[];
        const texts = [
          ...members.map(([name, make]) => `"${name}":${make(told)}`),
          `"access_token":${value}`,
        ];
        return `${start}{${texts.join(',')}}${end}`;
      },
  );

const errorBody: fc.Arbitrary<Make> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('invalid_client', 'invalid_scope', 'unauthorized', 'invalid_grant').map(
        (text): Make =>
          () =>
            text,
      ),
      hostileText,
    ),
    hostileText,
    fc.array(otherMember, { maxLength: 2 }),
  )
  .map(
    ([error, description, others]): Make =>
      (known) => {
        const members: Member[] = [
          ['error', jsonText(error)],
          ['error_description', jsonText(description)],
          ...others.map(([name, make]): Member => [name, withoutToken(make)]),
        ];
        return `{${members.map(([name, make]) => `"${name}":${make(known)}`).join(',')}}`;
      },
  );

const anyBody: fc.Arbitrary<Make> = fc.oneof(
  { weight: 4, arbitrary: tokenBody },
  { weight: 2, arbitrary: errorBody },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constant<Make>(() => '[') },
);

/** What can stand in a header line; whatever else there is comes by mutation. */
const headerSafe = (text: string) => text.slice(0, 3000).replace(/[^\x20-\x7e\x80-\xff]/g, ' ');

const RETRY_AFTER = [
  ...['0', '1', '5', '3600', '-1', '1e9', '999999999999', '9'.repeat(40), '1.5', ' 2 ', 'soon', ''],
  ...['Fri, 31 Dec 9999 23:59:59 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', 'NaN', '0x10', '+3'],
];
const LOCATIONS = ['/login', '//evil.example', 'javascript:1', 'https://[::', '', 'http://a b/'];

const wellFormedHeader: fc.Arbitrary<Make> = fc.oneof(
  fc.constantFrom(...RETRY_AFTER).map((value) => () => `Retry-After: ${value}`),
  fc.constantFrom(...LOCATIONS).map((value) => () => `Location: ${value}`),
  hostileText.map(
    (make) => (known: Known) =>
      `Location: https://${Buffer.from(make(known).slice(0, 99)).toString('hex').slice(0, 60)}.example/`,
  ),
  fc
    .tuple(
      fc.constantFrom('x-vcap-request-id', 'X-CorrelationID', 'Content-Type', 'Date', 'X-Other'),
      hostileText,
    )
    .map(
      ([name, make]) =>
        (known: Known) =>
          `${name}: ${headerSafe(make(known))}`,
    ),
  fc
    .constantFrom(
      'Content-Encoding: gzip',
      'Content-Encoding: identity',
      'Connection: keep-alive',
      'Connection: close',
      'Date: Thu, 01 Jan 1970 00:00:00 GMT',
      'Date: Fri, 31 Dec 9999 23:59:59 GMT',
      'Content-Type: text/html',
      'Trailer: x',
      'Upgrade: h2c',
      '__proto__: x',
      'constructor: x',
      Array.from({ length: 500 }, (_, index) => `X-${index}: y`).join('\r\n'),
      Array.from({ length: 300 }, () => 'Retry-After: 1').join('\r\n'),
    )
    .map((line) => () => line),
);

const header: fc.Arbitrary<Make> = fc.oneof(
  { weight: 9, arbitrary: wellFormedHeader },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        ' folded',
        'no colon',
        ': no name',
        'Bad Name: x',
        'Name : x',
        'A: \u0001',
        `X-Large: ${'x'.repeat(17_000)}`,
      )
      .map((line) => () => line),
  },
);

/** How the body ends, truly or not. */
const framing: fc.Arbitrary<(body: Buffer) => { lines: string[]; payload: Buffer }> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.constant((body: Buffer) => ({
      lines: [`Content-Length: ${body.length}`],
      payload: body,
    })),
  },
  { weight: 8, arbitrary: fc.constant((body: Buffer) => ({ lines: [], payload: body })) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        ...[
          '0',
          '-1',
          '+5',
          '0x10',
          '1e3',
          '5, 5',
          '5,6',
          '99999999999999999999',
          '',
          'x',
          '300000',
        ],
        ...['100', '3'],
      )
      .map((text) => (body: Buffer) => ({ lines: [`Content-Length: ${text}`], payload: body })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ...['\r\n0\r\n\r\n', '\r\n0\r\n', '', '\r\n0\r\nX: y\r\n\r\n', 'XX0\r\n\r\n'],
        ),
        fc.integer({ min: -1, max: 1 }),
        fc.constantFrom(...['', ';a=b', ' ', 'g', ';'.repeat(2000)]),
        fc.constantFrom(...['chunked', 'gzip, chunked', 'Chunked', 'chunked, chunked', 'identity']),
        fc.constantFrom<string[]>([], ['Content-Length: 5']),
      )
      .map(([end, off, extension, coding, more]) => (body: Buffer) => ({
        lines: [`Transfer-Encoding: ${coding}`, ...more],
        payload: Buffer.concat([
          Buffer.from(`${Math.max(0, body.length + off).toString(16)}${extension}\r\n`),
          body,
          Buffer.from(end),
        ]),
      })),
  },
);

const STATUS_LINES = [
  ...['HTTP/1.0 200 OK', 'HTTP/1.1 200', 'HTTP/2 200', 'HTTP/1.1  200 OK', 'http/1.1 200 OK'],
  ...['HTTP/1.1 2000 OK', 'HTTP/1.1 20', 'SSH-2.0-x'],
  ...[100, 101, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 408, 418, 425, 429].map(
    (status) => `HTTP/1.1 ${status} x`,
  ),
  ...[500, 502, 503, 504, 511, 599, 999].map((status) => `HTTP/1.1 ${status} x`),
];
const statusLine = fc.oneof(
  { weight: 6, arbitrary: fc.constant('HTTP/1.1 200 OK') },
  { weight: 4, arbitrary: fc.constantFrom(...STATUS_LINES) },
);

/** A change of a single place, as a broken machine in between would make it. */
interface Mutation {
  /** From 0 to 1. */
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 4 }),
  insert: fc.uint8Array({ maxLength: 4 }),
});

function mutated(bytes: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce((text, { at, remove, insert }) => {
    const from = Math.floor(at * Math.min(text.length, 1000));
    return Buffer.concat([text.subarray(0, from), insert, text.subarray(from + remove)]);
  }, bytes);
}

const shaped = fc
  .tuple(
    statusLine,
    fc.array(header, { maxLength: 4 }),
    framing,
    anyBody,
    fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 3 }) },
    ),
  )
  .map(([status, headers, frame, body, changes]) => (known: Known): Buffer => {
    const { lines, payload } = frame(Buffer.from(body(known)));
    const head = [status, ...headers.map((make) => make(known)), ...lines].join('\r\n');
    const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), payload]);
    return mutated(bytes, changes);
  });

/** Right in all that is checked first, so that what is hostile in it comes through to the report. */
const wellFormed = fc
  .tuple(
    fc.oneof(fc.constant(jsonText(ownToken)), hostileJwt.map(jsonText)),
    fc.array(
      fc.tuple(fc.constantFrom('refresh_token', 'id_token', 'jti', '__proto__'), jsonValue),
      { maxLength: 2 },
    ),
    fc.oneof(fc.constant(undefined), textOfTokenAnswer),
  )
  .map(([token, others, scope]) => (known: Known): Buffer => {
    const members = others.map(([name, make]) => `"${name}":${make(known)},`).join('');
    const visible = scope?.(known).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '') ?? '';
    const body = Buffer.from(
      `{${members}"scope":${JSON.stringify(visible)},"expires_in":60,"token_type":"bearer","access_token":${token(known)}}`,
    );
    return Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`),
      body,
    ]);
  });

const anyBytes = fc
  .tuple(fc.constantFrom('', 'HTTP/1.1 ', 'HTTP/1.1 200 OK\r\n'), fc.uint8Array({ maxLength: 600 }))
  .map(
    ([before, bytes]) =>
      (): Buffer =>
        Buffer.concat([Buffer.from(before), bytes]),
  );

const bytes = fc.oneof(
  { weight: 9, arbitrary: shaped },
  { weight: 4, arbitrary: wellFormed },
  { weight: 1, arbitrary: anyBytes },
);

/** One answer to one request. */
export const hostileAnswer: fc.Arbitrary<(known: Known) => HostileAnswer> = fc
  .tuple(
    bytes,
    fc.oneof(
      { weight: 60, arbitrary: fc.constant('end' as const) },
      { weight: 4, arbitrary: fc.constant('reset' as const) },
      { weight: 2, arbitrary: fc.constant('stall' as const) },
      { weight: 1, arbitrary: fc.constant('drip' as const) },
    ),
    fc.constantFrom(0, 0, 0, 0, 1, 40, 5000),
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
  )
  .map(([make, ending, size, part]) => (known: Known): HostileAnswer => {
    const all = make(known);
    const sent = all.subarray(0, Math.ceil(all.length * part));
    // Byte by byte at the start, where it matters; then the rest.
    const pieces: Buffer[] = [];
    let at = 0;
    for (; size > 0 && at < sent.length && pieces.length < 60; at += size) {
      pieces.push(sent.subarray(at, at + size));
    }
    return { pieces: [...pieces, sent.subarray(at)], ending };
  });
