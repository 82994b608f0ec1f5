import fc from 'fast-check';
import { hostileTexts } from '../credentials/hostile-texts.ts';

/** What a stored credential is made of. Only the secret is one. */
export interface Parts {
  readonly clientId: string;
  readonly secret: string;
  /** `https://host:port` of a server that answers. */
  readonly url: string;
  readonly certificate: string;
  /** Another secret, PEM. */
  readonly privateKey: string;
}

type Make = (parts: Parts) => string;
type Inputs = Readonly<Record<string, Make>>;

const base64 = (text: string) => Buffer.from(text).toString('base64');

const ODD = [
  ...['', ' ', '\n', '\t', '0', 'null', 'undefined', 'true', '{', '}', '{}', '[]', '[{}]', '""'],
  ...['__proto__', 'constructor', 'toString', '../../etc/passwd', '*', '*.', '*.*', '.', ':', '='],
  ...['::error::x', 'a\n::set-output name=access-token::x', '##[error]x', '%0A::error::x'],
  ...['\u001b[31mx', '\u202Ex', '\u2028::error::x', '\uFEFF', '\u00a0', '\u200b', '\ud83d\ude00'],
  ...['a=b', 'a=b\na=c', '=b', 'client_secret=x', 'a b', 'a,b', '$HOME', '`id`', '$(id)', 'x'],
  ...['GITHUB', 'PATH', 'A\nB=1', 'NODE_OPTIONS', 'a'.repeat(200), 'A'.repeat(65), 'A', 'CALM'],
  ...['0s', '-1s', '1e3s', '60', '99999999s', '1ms', '60s', '60m', 'Infinity', '1h'],
  ...['http://example.com', 'https://a:b@example.com', 'https://[::1', 'https://x/#', '//x', 'x:0'],
  ...['http://127.0.0.1:1/', 'https://example.com/oauth/token/oauth/token', 'file:///etc/passwd'],
  ...['xsuaa', 'ias', 'etrusted', 'oauth2', 'auto', 'client_secret_basic', 'client_secret_post'],
  ...['tls_client_auth', 'private_key_jwt', 'github_oidc', 'jwt', 'opaque'],
];

/** Anything that can stand in a variable of the environment: no NUL, no lone surrogate. */
function asVariable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** Where the text stands alone, the secret in it would be one by chance only. */
const oddText: fc.Arbitrary<Make> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...ODD).map(
      (text): Make =>
        () =>
          text,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'binary', maxLength: 80 }).map(
      (text): Make =>
        () =>
          text,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme' }).map(
      (text): Make =>
        () =>
          text,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.values(hostileTexts)), fc.integer({ min: 1000, max: 3000 }))
      .map(
        ([make, length]): Make =>
          () =>
            make(length),
      ),
  },
);

/** Names under which keys hold a client; the second list is for secrets. */
const NAMES = ['clientid', 'client_id', 'clientId', 'url', 'tokenurl', 'token_url', 'certurl'];
const OTHERS = [
  ...['apiurl', 'zoneid', 'identityzone', 'uaadomain', 'grant_type', 'credential-type', 'key'],
  ...[
    'certificate',
    'endpoints',
    'uaa',
    'oauth',
    'credentials',
    '__proto__',
    'constructor',
    'name',
  ],
  ...['label', 'tags', 'toString', 'rotation', 'authentication', 'domain', 'audience', 'x5c'],
];

type Value = (parts: Parts) => unknown;
const oddValue: fc.Arbitrary<Value> = fc.oneof(
  oddText,
  fc.jsonValue().map(
    (value): Value =>
      () =>
        value,
  ),
  fc.constantFrom<Value>(
    ({ url }) => url,
    ({ clientId }) => clientId,
    ({ certificate }) => certificate,
    ({ url }) => `${url}/oauth/token`,
    ({ url }) => [url, url],
    () => 1e308,
  ),
);

const GOOD: readonly (readonly [name: string, value: Value])[] = [
  ['clientid', ({ clientId }) => clientId],
  ['clientsecret', ({ secret }) => secret],
  ['url', ({ url }) => url],
];

/** A key with members too many, too few or of the wrong kind. */
const document: fc.Arbitrary<(parts: Parts) => unknown> = fc
  .tuple(
    fc.subarray([...GOOD], { minLength: 2 }),
    fc.array(fc.tuple(fc.constantFrom(...NAMES, ...OTHERS), oddValue), { maxLength: 3 }),
    fc.constantFrom('', '', '', 'first', 'last'),
    fc.constantFrom('none', 'none', 'none', 'uaa', 'oauth', 'credentials', 'VCAP', 'list', 'x509'),
  )
  .map(([good, odd, place, wrapping]) => (parts) => {
    const members =
      place === 'first' ? [...odd, ...good] : place === 'last' ? [...good, ...odd] : good;
    const key = Object.fromEntries(members.map(([name, value]) => [name, value(parts)]));
    if (wrapping === 'list') return [key, key];
    if (wrapping === 'VCAP') return { xsuaa: [{ name: 'a', label: 'xsuaa', credentials: key }] };
    if (wrapping === 'x509') {
      const { certificate, privateKey, url } = parts;
      return { ...key, certificate, key: privateKey, certurl: url, clientsecret: undefined };
    }
    return wrapping === 'none' ? key : { [wrapping]: key, x: 1 };
  });

const flat = (value: unknown): [string, string][] =>
  Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );

const member = (value: unknown, name: string) => new Map(flat(value)).get(name);

const FORMS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, undefined, 2),
  (value) => base64(JSON.stringify(value)),
  (value) => base64(base64(JSON.stringify(value))),
  (value) => Buffer.from(JSON.stringify(value)).toString('base64url'),
  (value) => base64(JSON.stringify(value)).replace(/.{76}/g, '$&\n'),
  (value) => JSON.stringify(JSON.stringify(value)),
  (value) => `'${JSON.stringify(value)}'`,
  (value) => `\uFEFF${JSON.stringify(value)}\r\n`,
  (value) => `Getting key x ...\n\n${JSON.stringify(value)}\nOK`,
  (value) => `{"a":1,${JSON.stringify(value).slice(1)}`,
  (value) =>
    flat(value)
      .map(([name, text]) => `export ${name.toUpperCase()}="${text}"`)
      .join('\n'),
  (value) =>
    flat(value)
      .map(([name, text]) => `${name}=${text}`)
      .join('\n'),
  (value) =>
    flat(value)
      .map(([name, text]) => `x.${name}: ${text}`)
      .join('\n'),
  (value) =>
    flat(value)
      .map(([name, text]) => `${name}: |\n  ${text}`)
      .join('\n'),
  (value) =>
    `Client ID: ${member(value, 'clientid')}\nClient Secret: ${member(value, 'clientsecret')}`,
  (value) =>
    `kind: Secret\ndata:\n${flat(value)
      .map(([n, t]) => `  ${n}: ${base64(t)}`)
      .join('\n')}`,
];

/** A change in a text that was right. */
interface Damage {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(100_000)),
  insert: fc.constantFrom(
    '',
    '',
    '"',
    '\\',
    '{',
    '}',
    ',',
    '\n',
    '\r',
    '\u201c',
    '#',
    '$x',
    '\u0007',
  ),
});

const damaged = (text: string, changes: readonly Damage[]): string =>
  changes.reduce((before, { at, remove, insert }) => {
    const from = Math.floor(at * before.length);
    return before.slice(0, from) + insert + before.slice(from + remove);
  }, text);

const storedCredential: fc.Arbitrary<Make> = fc
  .tuple(
    document,
    fc.constantFrom(...FORMS, ...FORMS.slice(0, 3)),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 2 }) },
    ),
  )
  .map(
    ([make, form, changes]): Make =>
      (parts) =>
        damaged(form(make(parts)), changes),
  );

const separateParts: fc.Arbitrary<Inputs> = fc.constantFrom<Inputs>(
  {
    'client-id': ({ clientId }) => clientId,
    'client-secret': ({ secret }) => secret,
    'token-url': ({ url }) => url,
  },
  {
    'client-id': ({ clientId }) => clientId,
    'private-key': ({ privateKey }) => privateKey,
    certificate: ({ certificate }) => certificate,
    'token-url': ({ url }) => url,
  },
  {
    'client-id': ({ clientId }) => clientId,
    'private-key': ({ privateKey }) => privateKey.replaceAll('\n', '\\n'),
    'token-url': ({ url }) => url,
    'auth-method': () => 'private_key_jwt',
  },
  {
    'client-id': ({ clientId }) => clientId,
    'client-secret': ({ secret }) => secret,
    'token-url': ({ url, secret }) => url.replace('//', `//user:${encodeURIComponent(secret)}@`),
  },
  {
    'client-id': ({ clientId }) => clientId,
    'client-secret': ({ secret }) => secret,
    'token-url': ({ url, secret }) => `${url}?client_secret=${encodeURIComponent(secret)}`,
  },
  { 'client-id': ({ clientId }) => clientId, 'client-secret': ({ secret }) => secret },
  {
    'token-url': ({ secret }) => secret,
    'client-id': ({ clientId }) => clientId,
    credentials: ({ secret }) => secret,
  },
);

const credentialSet: fc.Arbitrary<Inputs> = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('a', 'b', '_c', ''), oddText), storedCredential), {
    minLength: 1,
    maxLength: 4,
  })
  .map(
    (entries): Inputs => ({
      'credential-set': (parts) =>
        entries
          .map(([name, make], index) => {
            const label = typeof name === 'string' ? `${name}${index}` : name(parts);
            return `${label}=${make(parts).replace(/\s+/g, ' ')}`;
          })
          .join('\n'),
    }),
  );

const main: fc.Arbitrary<Inputs> = fc.oneof(
  {
    weight: 8,
    arbitrary: storedCredential.map((make): Inputs => ({ credentials: make })),
  },
  { weight: 3, arbitrary: separateParts },
  { weight: 1, arbitrary: credentialSet },
  { weight: 1, arbitrary: oddText.map((make): Inputs => ({ credentials: make })) },
);

const INPUTS = [
  ...['client-id', 'token-url', 'api-url', 'provider', 'auth-method', 'binding', 'endpoint'],
  ...['scope', 'audience', 'resource', 'token-format', 'parameters', 'require-scopes'],
  ...['allowed-hosts', 'ca-certificate', 'timeout', 'env-prefix', 'certificate', 'private-key'],
  ...['assertion-audience', 'set-options', 'allowed_hosts', 'webhook'],
];

/** Values that are right more often than not, so that runs come through to the next check. */
const FITTING: Inputs = {
  provider: () => 'xsuaa',
  scope: () => 'a b',
  audience: () => 'https://api.example.com',
  resource: () => 'urn:a urn:b',
  'token-format': () => 'jwt',
  parameters: ({ secret }) => `assertion=${secret}\nx=y`,
  'allowed-hosts': () => '*.example.com localhost',
  'ca-certificate': ({ certificate }) => certificate,
  'env-prefix': () => 'CALM',
  'api-url': () => 'https://api.example.com/v1',
  'auth-method': () => 'client_secret_basic',
  timeout: () => '20s',
};

const others: fc.Arbitrary<Inputs> = fc
  .array(fc.tuple(fc.constantFrom(...INPUTS), fc.boolean(), oddText), { maxLength: 3 })
  .map(
    (entries): Inputs =>
      Object.fromEntries(
        entries.map(([name, odd, make]) => [name, odd ? make : (FITTING[name] ?? make)]),
      ),
  );

/** Inputs of the action by their names, as the environment can carry them. */
export const hostileInputs: fc.Arbitrary<(parts: Parts) => Record<string, string>> = fc
  .tuple(main, others)
  .map(([first, second]) => (parts) => {
    const all = Object.entries({ ...second, ...first });
    return Object.fromEntries(
      all.map(([name, make]) => [`INPUT_${name.toUpperCase()}`, asVariable(make(parts))]),
    );
  });
