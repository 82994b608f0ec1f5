import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainPair, isPlainUrl } from '../../src/credentials/credential.ts';
import {
  type Certainty,
  damageOf,
  damageOfClientId,
  damageOfSecret,
  damageOfUrl,
  looksCut,
  looksLikePlaceholder,
  lostItsDollar,
} from '../../src/credentials/damage.ts';
import { unreadableText } from '../../src/credentials/warnings.ts';

test.each<[string, string, string]>([
  ['typographic quotes', '{\u201cclientid\u201d: 1}', 'Character 2 is a typographic quote'],
  ['French quotes', '{"a": \u00abb\u00bb}', 'Character 7 is a typographic quote'],
  ['a masked value', '***', 'It consists of asterisks'],
  ['a shell variable', '$CALM_KEY', 'It begins like the name of a variable'],
  ['a shell variable in braces', '$' + '{CALM_KEY}', 'It begins like the name of a variable'],
  ['an expression of GitHub', '$' + '{{ secrets.KEY }}', 'It is the text of an expression'],
  ['an expression of two', '$' + '{{ vars.A || secrets.B }}', 'It is the text of an expression'],
  ['a text of Ansible Vault', '$ANSIBLE_VAULT;1.1;AES256', 'It is still encrypted'],
  ['a variable of Node', 'process.env.KEY', 'It is a variable or a placeholder'],
  ['a URL', 'https://host.example/x', 'It is a URL alone'],
  ['one with a dollar too far', '$ {{ secrets.KEY }}', 'It is the text of an expression'],
  ['one with single braces', '$' + '{ secrets.KEY }', 'It is the text of an expression'],
  ['one of a job', 'needs.plan.outputs.key', 'It is the text of an expression'],
  ['a file of that name', 'secrets.json', 'It is the name of a file'],
  [
    'a cut Secret of Kubernetes',
    'kind: Secret\ndata:\n  a: b\n  c',
    'YAML of Kubernetes that is cut',
  ],
  ['a command', '$(cat key.json)', 'It begins like the name of a variable'],
  ['a variable of PowerShell', '$env:KEY', 'It begins like the name of a variable'],
  ['Python', "{'clientid': 'a'}", 'Its names stand in single quotes'],
  ['Python in a list', "[{'client_id': 'a'}]", 'Its names stand in single quotes'],
  ['a web page', '<!DOCTYPE html><p>', 'It is a web page or XML'],
  ['XML', '<?xml version="1.0"?>', 'It is a web page or XML'],
  ['a file name', './keys/calm key.json', 'It is the name of a file'],
  ['a file name of Windows', 'C:\\keys\\calm.txt', 'It is the name of a file'],
  ['PEM', '-----BEGIN PRIVATE KEY-----\nAAAA', 'It is PEM alone'],
  ['one word', 'abcd$efgh=', 'It is one word'],
  ['one word with other signs', 'Ab.9_xyZ-:[x]=klm', 'It is one word'],
  ['the name of a secret', 'CALM_KEY', 'It looks like the name of a secret'],
  ['a name of one word', 'CALMKEY', 'It looks like the name of a secret'],
  ['a cut object', '{"clientid": "a', 'It starts like JSON and looks truncated at its end'],
  ['an object cut after a brace', '{"a": {"b": 1}', 'looks truncated at its end'],
  ['an object with a word in it', '{"a": b}', 'It starts like JSON, but is none.'],
  ['an object without a colon', '{"a" 1}', 'breaks its rules at character 6.'],
  ['an object that speaks of positions', '{"a": b at position 98765}', 'JSON, but is none.'],
  ['an object without quotes', '{clientid: "a"}', 'breaks its rules at character 2.'],
  ['words', 'two words', 'It is no form that this action knows'],
  ['nothing', '', 'It is no form that this action knows'],
])('%s is recognised by its looks', (_name, text, reason) => {
  const failure = unreadableText(text);
  expect(failure).toMatchObject({ name: 'Failure', code: 'E_CREDENTIAL_FORMAT' });
  expect(failure.message).toContain(`The credential cannot be read (${text.length} characters). `);
  expect(failure.message).toContain(reason);
});

test.each([
  ['an expression', '$' + '{{ secrets.KEY }}', /nowhere else\.$/],
  ['a reference', 'op://vault/item/field', /store the value itself\.$/],
  ['a variable', '$KEY', /or store the value itself\.$/],
  ['an encrypted text', 'ENC(abc)', /store the result as the secret\.$/],
  ['the name of a file', 'key.json', /content of the file\.$/],
  ['the name of a secret', 'CALM_KEY', /Write it as an expression/],
  ['one word', 'abcd$efgh=', /belongs into the input client-secret/],
])('%s has one piece of advice', (_name, text, advice) => {
  expect(unreadableText(text).message).toMatch(advice);
  expect(unreadableText(text).message).not.toContain('Store exactly');
});

test.each([
  ['in an object', '{"clientsecret": SUPERSECRET}'],
  ['in a word', 'SUPERSECRET'],
  ['after a dollar', '$SUPERSECRET'],
  ['in a file name', 'SUPERSECRET.json'],
  ['in a cut text', '{"a": "SUPERSECRET'],
  ['beside a typographic quote', '\u201cSUPERSECRET\u201d'],
])('no part of a secret is quoted %s', (_name, text) => {
  expect(unreadableText(text).message).not.toMatch(/SUPER|SECRET/);
});

test.each([
  ['sb-calm!b1', false],
  ['sb-calm!b1|api!b2', false],
  ['5b0e3a52-8d1f-4c57-9b57-2f4d8a1c7e90', false],
  ['sb-calm', true],
  ['sb-calm!', true],
  ['sb-calm!b1|', true],
  ['5b0e3a52...', true],
  ['5b0e3a52\u2026', true],
])('the client id %s looks cut: %s', (clientId, cut) => {
  expect(looksCut(clientId)).toBe(cut);
});

test.each([
  ['*', true],
  ['<secret>', true],
  ['Redacted', true],
  ['xxxxxx', true],
  ['$KEY', true],
  ['CHANGEME', true],
  ['xxxxx', false],
  ['$KEY0', true],
  ['$key.0', false],
  ['changeme!', false],
])('%s looks like a placeholder: %s', (clientSecret, placeholder) => {
  expect(looksLikePlaceholder(clientSecret)).toBe(placeholder);
});

test.each([
  ['11111111-2222-4333-8444-555555555555$aZ09=', false],
  ['11111111-2222-4333-8444-555555555555', true],
  ['11111111-2222-4333-8444-555555555555-aZ09=', true],
  ['11111111-2222-4333-8444-555555555555$$aZ09=', true],
  ['another secret', false],
])('the secret %s of XSUAA has lost its dollar: %s', (clientSecret, lost) => {
  expect(lostItsDollar(clientSecret)).toBe(lost);
});

/** A secret of XSUAA in form, with no random part. */
const XSUAA = '11111111-2222-4333-8444-555555555555$AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE=';
const VARIABLE = '$' + '{';

test.each<[name: string, clientSecret: string, Certainty, RegExp]>([
  ['hidden on export', '<< Existing password removed on export >>', 'certain', /does not show/],
  ['asterisks', '***', 'certain', /does not show/],
  ['a bullet', '\u25cf', 'certain', /does not show/],
  ['redacted', '[REDACTED]', 'certain', /does not show/],
  ['sensitive', '(sensitive value)', 'certain', /does not show/],
  ['secure', '[secure]', 'certain', /does not show/],
  ['a size', '82 bytes', 'certain', /does not show/],
  ['an expression', `$${'{{'} secrets.KEY }}`, 'certain', /expression/],
  ['secrets without braces', 'secrets.CALM_KEY', 'certain', /expression/],
  ['secrets by index', "secrets['CALM_KEY']", 'certain', /expression/],
  ['a variable in braces', `${VARIABLE}KEY}`, 'certain', /variable/],
  ['a variable with a default', `${VARIABLE}KEY:-none}`, 'certain', /variable/],
  ['a variable of Azure Pipelines', '$(CalmKey)', 'certain', /variable/],
  ['a variable of PowerShell', '$env:KEY', 'certain', /variable/],
  ['mustaches', '{{ calm.key }}', 'certain', /variable/],
  ['ERB', '<%= ENV["KEY"] %>', 'certain', /variable/],
  ['Concourse', '((calm.key))', 'certain', /variable/],
  ['1Password', 'op://vault/item/field', 'certain', /reference/],
  ['HashiCorp Vault', 'vault:secret/data/calm#key', 'certain', /reference/],
  ['vals', 'ref+awssecrets://calm/key', 'certain', /reference/],
  ['Azure', '@Microsoft.KeyVault(VaultName=a;SecretName=b)', 'certain', /reference/],
  ['AWS', 'arn:aws:secretsmanager:eu-central-1:1:secret:calm', 'certain', /reference/],
  ['CloudFormation', '{{resolve:secretsmanager:calm}}', 'certain', /variable|reference/],
  ['Google', 'projects/1/secrets/calm/versions/latest', 'certain', /reference/],
  ['SOPS', 'ENC[AES256_GCM,data:AA,iv:AA,tag:AA,type:str]', 'certain', /encrypted/],
  ['Jasypt', 'ENC(AbCdEf==)', 'certain', /encrypted/],
  ['Spring', '{cipher}00ff', 'certain', /encrypted/],
  ['null', 'null', 'certain', /value is missing/],
  ['undefined', 'undefined', 'certain', /value is missing/],
  ['None', 'None', 'certain', /value is missing/],
  ['a whole key', '{"clientid": "a"}', 'certain', /JSON document/],
  ['with its name', `CALM_CLIENT_SECRET=${XSUAA}`, 'certain', /own name/],
  ['with its label', 'Client Secret: abc', 'certain', /own name/],
  ['with a short name', `PORTAL_SECRET=${XSUAA}`, 'certain', /own name/],
  ['with the name of a variable', `CALM_KEY_1=${XSUAA}`, 'likely', /name of a variable/],
  ['with an export', `export key="${XSUAA}"`, 'certain', /name of a variable/],
  ['PEM', '-----BEGIN RSA PRIVATE KEY-----', 'certain', /PEM/],
  ['an expression with one brace', '$' + '{ secrets.KEY }', 'certain', /expression/],
  ['a URL', 'https://a.authentication.eu10.hana.ondemand.com', 'likely', /URL/],
  ['encoded for a URL', XSUAA.replace('$', '%24'), 'certain', /encoded for a URL/],
  ['base64 around it', Buffer.from(XSUAA).toString('base64'), 'certain', /base64/],
  [
    'base64 of a text',
    Buffer.from('the-secret-of-a-client').toString('base64'),
    'possible',
    /base64/,
  ],
  ['the id of XSUAA', 'sb-calm!b1|api!b2', 'certain', /client id/],
  ['the id of eTrusted', '0123456789ab__release', 'likely', /client id/],
  ['double quotes', `"${XSUAA}"`, 'likely', /quotes/],
  ['single quotes', `'${XSUAA}'`, 'likely', /quotes/],
  ['backticks', `\`${XSUAA}\``, 'likely', /quotes/],
  ['typographic quotes', `\u201e${XSUAA}\u201c`, 'likely', /quotes/],
  ['dots at its end', `${XSUAA.slice(0, 60)}...`, 'likely', /dots/],
  ['an ellipsis', `${XSUAA.slice(0, 60)}\u2026`, 'likely', /dots/],
  ['a placeholder', 'changeme', 'likely', /placeholder/],
  ['a long placeholder', '<paste your client secret here>', 'likely', /placeholder/],
  ['a polite placeholder', 'your-client-secret', 'likely', /placeholder/],
  ['a variable of Windows', '%CALM_KEY%', 'likely', /placeholder/],
  ['the name of a secret', 'CALM_CLIENT_SECRET', 'likely', /name of a secret/],
  ['HTML', 'a&amp;b', 'likely', /escapes/],
  ['JSON', 'a\\u003d', 'likely', /escapes/],
  ['a header', 'Basic YTpi', 'likely', /Authorization/],
  ['no dollar', XSUAA.replace('$', ''), 'likely', /single \$/],
  ['two dollars', XSUAA.replace('$', '$$$$'), 'likely', /single \$/],
  ['a shell escape', 'a\\$b', 'possible', /backslash/],
  ['a blank', 'a b', 'possible', /space/],
  ['its id', 'the-client', 'possible', /same text/],
])('a client secret with %s', (_name, clientSecret, certainty, what) => {
  const damage = damageOfSecret(clientSecret, 'the-client', true);
  expect(damage).toMatchObject({ certainty, what: expect.stringMatching(what) });
  expect(damage?.next).toMatch(/^[A-Z].*\.$/);
  expect(damage?.what).not.toMatch(/\.$/);
});

test('a client id and a secret that are swapped are seen by either', () => {
  expect(damageOfSecret('anything', XSUAA, false)).toMatchObject({ certainty: 'certain' });
  expect(damageOfSecret('anything', 'the-client', false)).toBeUndefined();
  expect(damageOfSecret('release-pipeline', `aB3${'cD4eF5'.repeat(6)}`, false)).toMatchObject({
    certainty: 'possible',
    next: expect.stringContaining('swapped'),
  });
});

test.each<[clientId: string, Certainty | undefined]>([
  ['sb-calm!b1|api!b2', undefined],
  ['0123456789ab__release', undefined],
  ['https://client.example.com/metadata.json', undefined],
  ['sb-calm', 'likely'],
  ['"sb-calm!b1"', 'likely'],
  [`${VARIABLE}CALM_ID}`, 'certain'],
  ['{"clientid": "sb-calm!b1"}', 'certain'],
  ['CALM_CLIENT_ID=sb-calm!b1', 'certain'],
  ['Client ID: sb-calm!b1', 'certain'],
])('the client id %s', (clientId, certainty) => {
  expect(damageOfClientId(clientId, true)?.certainty).toBe(certainty);
});

test.each<[url: string, RegExp | undefined]>([
  ['https://a.authentication.eu10.hana.ondemand.com/oauth/token?x=y', undefined],
  ['https://<tenant>.authentication.eu10.hana.ondemand.com', /placeholder/],
  ['https://your-tenant.example.com/token', /placeholder/],
  [`https://${VARIABLE}TENANT}.example.com`, /placeholder/],
  ['"https://a.example.com', /quotation mark/],
  ['https://a.example.com/ token', /blank/],
  ['op://vault/item/url', /reference/],
  ['null', /missing/],
  ['https:///oauth/token', /no host/],
  ['/oauth/token', /no host/],
  ['oauth/token', /no host/],
  ['https://.authentication.eu10.hana.ondemand.com', /no host/],
  ['undefined/oauth/token', /undefined or null/],
  ['https://null.authentication.eu10.hana.ondemand.com', /undefined or null/],
  ['https://undefined', /undefined or null/],
  ['https://undefined-area.example.com/token', undefined],
  ['https://oauth.example.com/token', undefined],
  ['https://acme..authentication.eu10.hana.ondemand.com', /empty part/],
  ['https://acme.example.com/a..b', undefined],
  ['https://https://acme.example.com/t', /its scheme twice/],
  ['http://https//acme.example.com', /its scheme twice/],
  ['https//acme.example.com/t', /a part of it/],
  ['https:/acme.example.com/t', /a part of it/],
  ['https:acme.example.com', /a part of it/],
  ['https-gateway.example.com', undefined],
  ['\u201chttps://acme.example.com\u201d', /a quotation mark/],
  ['https://https.example.com', undefined],
])('the URL %s', (url, what) => {
  const found = damageOfUrl(url)?.what;
  if (what === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(what);
});

test('a URL that begins with a typographic quote is refused: its scheme would be the host', () => {
  expect(damageOfUrl('\u201ehttps://acme.example.com\u201c')?.certainty).toBe('certain');
});

const bytes = (length: number) =>
  fc.noBias(fc.uint8Array({ minLength: length, maxLength: length })).map((all) => Buffer.from(all));
const characters = (alphabet: string, minLength: number, maxLength: number) =>
  fc
    .noBias(fc.array(fc.nat(alphabet.length - 1), { minLength, maxLength }))
    .map((all) => all.map((at) => alphabet.charAt(at)).join(''));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Secrets as issuers make them. */
const issued = fc.oneof(
  // XSUAA, and API credentials of it.
  fc.tuple(fc.uuid(), bytes(32)).map(([id, key]) => `${id}$${key.toString('base64url')}=`),
  fc.tuple(characters(LETTERS, 6, 12), bytes(32)).map(([a, b]) => `${a}$${b.toString('base64')}`),
  // eTrusted and older versions of Keycloak; Keycloak, Auth0, Amazon Cognito, Okta.
  fc.uuid(),
  characters(`${LETTERS}_-`, 20, 64),
  // Microsoft Entra ID, hydra.
  characters(`${LETTERS}~._-`, 26, 40),
  // Whoever runs openssl rand.
  bytes(20).map((key) => key.toString('hex')),
  fc.oneof(bytes(24), bytes(32), bytes(48)).map((key) => key.toString('base64')),
);

test('a secret that an issuer has made is never called damaged', () => {
  fc.assert(
    fc.property(issued, fc.uuid(), (clientSecret, clientId) => {
      fc.pre(!clientSecret.includes('...'));
      expect(damageOfSecret(clientSecret, clientId, clientSecret.includes('$'))).toBeUndefined();
      expect(damageOfSecret(clientSecret, 'sb-app!b1|api!b2', false)).toBeUndefined();
      expect(damageOf(clientSecret)).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test('what is damaged is never called plain, so that no word about it is lost', () => {
  const word = fc.constantFrom(
    ...[
      'secret',
      'secrets',
      'client',
      'your',
      'my',
      'the',
      'insert',
      'replace',
      'change',
      'me',
      'x',
    ],
    ...['here', 'key', 'KEY', 'SECRET', 'CALM', 'ID', 'vault', 'azure', 'net', 'projects', 'env'],
    ...['null', 'none', 'todo', 'dummy', 'age1', 'process', '0123456789ab', 'apps', 'com', 'id'],
    ...[
      'googleusercontent',
      'placeholder',
      'tenant',
      'value',
      'paste',
      'xxxxxx',
      'sb-a!b1',
      'vars',
    ],
  );
  const mark = fc.constantFrom('', '.', '-', '_', '__', '/', '://', '...', '$', '%', '"', ' ', '=');
  const text = fc
    .array(fc.tuple(word, mark), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.flat().join(''));
  const secret = fc.oneof(
    issued,
    text,
    fc.tuple(issued, text).map((parts) => parts.join('')),
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(fc.constant('release'), text), secret, fc.boolean(), (id, value, uaa) => {
      if (!isPlainPair(id, value)) return;
      plain += 1;
      expect(damageOfSecret(value, id, uaa)?.certainty ?? 'possible').toBe('possible');
      expect(damageOfClientId(id, uaa)?.certainty ?? 'possible').toBe('possible');
    }),
    { numRuns: 5000 },
  );
  expect(plain).toBeGreaterThan(100);
});

test('a URL that is damaged is never called plain', () => {
  const part = fc.constantFrom(
    ...['https://', 'http://', '/', '.', '..', '-', ':', '?', 'your', 'my', 'tenant', 'a', 'vault'],
    ...[
      'azure',
      'net',
      'secrets',
      'google',
      'com',
      'oauth',
      'token',
      '<',
      '}',
      '$',
      '"',
      ' ',
      '443',
    ],
  );
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 10 }).map((parts) => `https://${parts.join('')}`),
      (url) => {
        if (isPlainUrl(url)) expect(damageOfUrl(url)?.certainty ?? 'possible').toBe('possible');
      },
    ),
    { numRuns: 5000 },
  );
});

test('a secret that a password manager has made is never refused', () => {
  const printable = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join('');
  fc.assert(
    fc.property(characters(printable, 8, 64), (clientSecret) => {
      expect(damageOfSecret(clientSecret, 'the-client', false)?.certainty).not.toBe('certain');
    }),
    { numRuns: 2000 },
  );
});

test('nothing that is said shows a part of the secret', () => {
  const random = randomBytes(24).toString('base64url');
  for (const clientSecret of [`"${random}"`, `${random}...`, `Bearer ${random}`, `${random} `]) {
    const { what, next } = damageOfSecret(clientSecret, 'the-client', true) ?? {};
    for (let at = 0; at + 6 <= random.length; at++) {
      expect(`${what} ${next}`).not.toContain(random.slice(at, at + 6));
    }
  }
});

test('a long value takes linear time', () => {
  const started = performance.now();
  for (const unit of ['{', '"', "'", 'a.', '<', '((', '${', '__A', '- ', 'client secret', '&#1']) {
    const long = unit.repeat(120_000 / unit.length);
    damageOfSecret(long, long, true);
    damageOfUrl(long);
  }
  expect(performance.now() - started).toBeLessThan(3000);
});
