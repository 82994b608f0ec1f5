import { describe, expect, test } from 'vitest';
import { forms } from '../../src/credentials/forms/index.ts';
import { readJsonInText } from '../../src/credentials/forms/json.ts';

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\nAAKCAQEA\n-----END RSA PRIVATE KEY-----';

/** What a form makes of a text; undefined where it leaves the text alone. */
type Case = readonly [name: string, text: string, value?: unknown];

function describeForm(name: string, cases: readonly Case[]) {
  const form = forms.find((one) => one.name === name);
  describe(`the form ${name}`, () => {
    test.each(cases.map(([name, text, value]) => ({ name, text, value })))(
      '$name',
      async ({ text, value }) => {
        const decoded = await form?.read(text);
        expect(form).toBeDefined();
        // A text that is left alone gives nothing, not even an empty value.
        if (value === undefined) expect(decoded).toBeUndefined();
        else expect(decoded?.value).toEqual(value);
      },
    );
  });
}

describeForm('JSON', [
  ['reads an object', '{"a": 1}', { a: 1 }],
  ['reads a text', '"a"', 'a'],
  ['reads __proto__ as a name', '{"__proto__": 1}', JSON.parse('{"__proto__": 1}')],
  ['leaves a cut object alone', '{"a": 1'],
  ['leaves other words alone', 'word'],
]);

describeForm('escaped JSON', [
  ['reads an object', '{\\"a\\": \\"b\\"}', { a: 'b' }],
  ['reads a list', '[{\\"a\\": 1}]', [{ a: 1 }]],
  ['reads lines that were escaped, too', '{\\n  \\"a\\": 1\\r\\n}', { a: 1 }],
  ['reads real line breaks between members', '{\n  \\"a\\": 1,\r\n  \\"b\\": 2\n}', { a: 1, b: 2 }],
  ['keeps escapes of the texts inside', '{\\"a\\": \\"b\\\\\\"\\\\n\\"}', { a: 'b"\n' }],
  ['leaves plain JSON alone', '{"a": "\\"b\\""}'],
  ['leaves a cut object alone', '{\\"a\\": 1'],
  ['leaves an escaped text alone', '\\"a\\"'],
]);

describeForm('quoted text', [
  ['takes single quotes off', `'{"a": 1}'`, '{"a": 1}'],
  ['takes backticks off', '`a`', 'a'],
  ['keeps quotes inside', "'it's'", "it's"],
  ['leaves a quote that is not closed alone', "'a"],
  ['leaves different quotes alone', "'a`"],
  ['leaves two quotes with nothing in them alone', "''"],
  ['leaves double quotes to JSON', '"a"'],
]);

describeForm('dotenv', [
  ['reads lines of names and values', 'A=b\nC_D=e', { A: 'b', C_D: 'e' }],
  ['reads export', 'export A=b\n  export\tC=d', { A: 'b', C: 'd' }],
  ['reads set', 'set A=b', { A: 'b' }],
  ['reads variables of PowerShell', '$env:A = "b"\n$env:C=\'d\'', { A: 'b', C: 'd' }],
  ['reads what Terraform prints', 'a = "b"\nc-d = "e"', { a: 'b', 'c-d': 'e' }],
  ['reads CRLF', 'A=b\r\nC="d"\r\n', { A: 'b', C: 'd' }],
  ['never expands a dollar', `A=$HOME$(x)\nB="$HOME\${x}"`, { A: '$HOME$(x)', B: `$HOME\${x}` }],
  ['keeps equals signs in a value', 'A=b=c==', { A: 'b=c==' }],
  ['keeps white space inside a value only', 'A =  b c  ', { A: 'b c' }],
  ['reads empty values', 'A=\nB=""\nC=\'\'', { A: '', B: '', C: '' }],
  ['skips comments and blank lines', '# x\n\n // y\n  # z\nA=b', { A: 'b' }],
  ['takes a comment off a value', 'A=b # c\nD="e" # "f"\nG=\'h\' #i', { A: 'b', D: 'e', G: 'h' }],
  ['keeps a number sign without a space', 'A=b#c', { A: 'b#c' }],
  ['keeps a number sign in quotes', `A="b # c"\nD='# e'`, { A: 'b # c', D: '# e' }],
  ['keeps a quote before a number sign', 'A="b\\"# c"', { A: 'b"# c' }],
  ['keeps single quotes as they are', "A='b\\n$c\\\\'", { A: 'b\\n$c\\\\' }],
  ['keeps backticks as they are', 'A=`b"c\'d`', { A: 'b"c\'d' }],
  ['reads escapes in double quotes', 'A="b\\"c\\\\d\\$e\\`f\\ng\\q"', { A: 'b"c\\d$e`f\ng\\q' }],
  ['keeps a quote within a value', `A='it's'\nB="a "b" c"`, { A: "it's", B: 'a "b" c' }],
  ['ends a value at a backslash before its quote', 'A="b\\\\"\nC=d', { A: 'b\\', C: 'd' }],
  ['reads JSON in double quotes that nobody escaped', 'A="{"b": "c"}"', { A: '{"b": "c"}' }],
  ['reads PEM over several lines', `A="${PEM}"\nB='${PEM}'\nC=d`, { A: PEM, B: PEM, C: 'd' }],
  ['lets the last of several values win', 'A=b\nA=c', { A: 'c' }],
  ['reads __proto__ as a name', '__proto__=a\nconstructor=b', own('a', 'b')],
  ['leaves a quote that is not closed alone', 'A="b\nC=d'],
  ['leaves two assignments on one line alone', 'export A=b; export C=d'],
  ['leaves a line without a sign alone', 'A=b\nword'],
  ['leaves names with spaces alone', 'a b=c'],
  ['leaves comments alone', '# A=b'],
  ['leaves values that Java escaped alone', 'A=b\\:c'],
  [
    'reads backslashes of values where others have quotes',
    `A=b\\:c\nD='e'`,
    { A: 'b\\:c', D: 'e' },
  ],
]);

describeForm('properties', [
  ['reads escaped signs', 'URL=https\\://a\\=b\\#c\\!d', { URL: 'https://a=b#c!d' }],
  ['reads escaped letters', 'A=\\:\\u0024\\u00e9\\t\\n\\\\', { A: ':$\u00e9\t\n\\' }],
  ['reads unknown escapes as the letter', 'A=\\:\\q', { A: ':q' }],
  ['reads continued lines', 'A=b\\:\\\n   c\\\r\n\td\nE=f', { A: 'b:cd', E: 'f' }],
  ['skips comments', '# a\n! b\n\nA=\\:', { A: ':' }],
  [
    'reads colons and spaces between name and value',
    'A=\\:\nB: c\nD e',
    { A: ':', B: 'c', D: 'e' },
  ],
  ['reads empty values', 'A=\\:\nB=', { A: ':', B: '' }],
  ['reads escaped signs in names', 'A=\\:\nb\\=c=d', { A: ':', 'b=c': 'd' }],
  ['reads __proto__ as a name', '__proto__=\\:\nconstructor=b', own(':', 'b')],
  ['leaves text without escapes alone', 'A=b'],
  ['leaves an escaped backslash alone', 'A=b\\\\:c'],
  ['leaves a line that is none alone', 'A=\\:\nB'],
  ['leaves YAML alone', 'kind: Secret\nstringData:\n  a: b\\!c'],
]);

describeForm('base64', [
  ['reads one line', encoded('{"clientid": "a"}'), '{"clientid": "a"}'],
  ['reads lines of 64', lines(64), longText()],
  ['reads lines of 76 with CRLF', lines(76).replaceAll('\n', '\r\n'), longText()],
  ['reads line breaks written as \\n', lines(76).replaceAll('\n', '\\n'), longText()],
  ['reads the alphabet for URLs', 'eyJhIjogIj8_Pz8-Pj4-In0', '{"a": "????>>>>"}'],
  ['reads text without padding', encoded('{"client": "a"}').replace(/=+$/, ''), '{"client": "a"}'],
  ['reads UTF-16LE', encoded('{"clientid": "\u00e9"}', 'utf16le'), '{"clientid": "\u00e9"}'],
  [
    'reads UTF-16LE with a mark',
    encoded('\ufeff{"a": "\u4e16"}', 'utf16le'),
    '\ufeff{"a": "\u4e16"}',
  ],
  ['reads UTF-16BE', bigEndian('{"clientid": "a"}'), '{"clientid": "a"}'],
  ['reads UTF-16BE with a mark', bigEndian('\ufeff{"clientid": 1}'), '\ufeff{"clientid": 1}'],
  [
    'takes one of two layers off',
    encoded(encoded('{"clientid": "a"}')),
    encoded('{"clientid": "a"}'),
  ],
  ['leaves short words alone', 'clientsecret'],
  ['leaves bytes that are no text alone', Buffer.alloc(30, 0xfe).toString('base64')],
  ['leaves text with other signs alone', `${encoded('{"clientid": "a"}')}!`],
  ['leaves padding in the middle alone', `${encoded('{"client": "ab"}')}${encoded('{"a": 1}')}`],
]);

describeForm('YAML', [
  ['reads a Secret', 'kind: Secret\ndata:\n  a: YQ==', { kind: 'Secret', data: { a: 'YQ==' } }],
  ['reads a quoted kind', 'kind: "Secret"\na: b', { kind: 'Secret', a: 'b' }],
  [
    'reads a List',
    'kind: List\nitems:\n- kind: Secret',
    { kind: 'List', items: [{ kind: 'Secret' }] },
  ],
  ['reads nested mappings', 'uaa:\n  clientid: a', { uaa: { clientid: 'a' } }],
  ['reads CRLF', 'uaa:\r\n  clientid: a\r\n  b: c\r\n', { uaa: { clientid: 'a', b: 'c' } }],
  ['reads several documents', '---\na:\n  b: c\n---\nd: e\n', [{ a: { b: 'c' } }, { d: 'e' }]],
  ['skips documents that hold no mapping', 'a:\n  b: c\n---\n', { a: { b: 'c' } }],
  ['reads block scalars', 'key: |\n  a\n  b\nkind: Secret', { key: 'a\nb\n', kind: 'Secret' }],
  ['reads stripped block scalars', 'key: |-\n  a\n  b\n', { key: 'a\nb' }],
  ['folds lines', 'key: >-\n  QUJD\n  REVG\n', { key: 'QUJD REVG' }],
  ['reads quoted texts', "a:\n  b: \"c\\td\"\n  e: 'f''g'", { a: { b: 'c\td', e: "f'g" } }],
  [
    'keeps numbers, flags and null as they are written',
    'a:\n  b: 0123\n  c: 1e5\n  d: no\n  e: ~',
    {
      a: { b: '0123', c: '1e5', d: 'no', e: '~' },
    },
  ],
  ['skips comments', '# x\nkind: Secret # y\n', { kind: 'Secret' }],
  ['lets the last of several values win', 'a:\n  b: c\n  b: d', { a: { b: 'd' } }],
  ['reads __proto__ as a name', 'a:\n  __proto__: b\n  constructor: c', { a: own('b', 'c') }],
  ['leaves flat mappings to other forms', 'clientid: a\nclientsecret: b'],
  ['leaves broken YAML alone', 'kind: Secret\ndata:\n  a: "b\n c: d'],
  ['leaves wrong indentation alone', 'kind: Secret\ndata:\n   a: b\n  c: d'],
  ['leaves aliases alone that would grow', 'kind: Secret\na: &a [b]\nc: [*a, *a]'],
  ['leaves very deep nesting alone', `kind: Secret\na: ${'['.repeat(60)}${']'.repeat(60)}`],
  ['leaves JSON alone that holds YAML', '{"a": "\nkind: Secret\n"}'],
]);

describeForm('JSON in text', [
  ['reads what cf service-key prints', 'Getting key a for b as c...\n\n{\n "d": 1\n}\n', { d: 1 }],
  ['is not misled by braces in a name', 'Getting key {a} {b c} for {d}...\n{"e": 1}', { e: 1 }],
  ['is not misled by quotes in a name', `Getting key "a' for b...\n{"e": 1}`, { e: 1 }],
  ['skips line comments', '{\n // it\'s "x" }\n "a": 1 // y\n}', { a: 1 }],
  ['skips other comments', '/* x */ {/* "y" } */ "a": /**/ 1}', { a: 1 }],
  ['keeps comment signs in texts', '{"a": "https://b/*c*/", }', { a: 'https://b/*c*/' }],
  ['skips trailing commas', '{"a": [1, 2, ], "b": {"c": 3, }\n,\n},', { a: [1, 2], b: { c: 3 } }],
  ['keeps commas and braces in texts', '{"a": ",}",}', { a: ',}' }],
  ['reads raw line breaks in texts', `{"a": "${PEM}"}`, { a: PEM }],
  ['reads raw CRLF and tabs in texts', '{"a": "b\r\nc\td"}', { a: 'b\nc\td' }],
  ['reads non-breaking spaces between members', '{\u00a0"a":\u00a01\u200b}', { a: 1 }],
  ['keeps non-breaking spaces in texts', '{\u00a0"a": "b\u00a0c"}', { a: 'b\u00a0c' }],
  ['reads several objects', '{"a": 1}\n{"b": 2}', [{ a: 1 }, { b: 2 }]],
  ['reads a list of objects', 'x [{"a": 1,}, {"b": 2}] y', [{ a: 1 }, { b: 2 }]],
  ['reads a damaged list of texts', '["a",]', ['a']],
  ['reads __proto__ as a name', '{"__proto__": "a", "constructor": "b",}', own('a', 'b')],
  ['leaves a cut object alone, even one that holds a whole one', 'x {"a": {"b": 1}, "c": '],
  ['leaves a cut object after a whole one alone', '{"a": 1} {"b": {"c": 1}'],
  ['leaves a text without an end alone', '{"a": "b}'],
  ['leaves a comment without an end alone', '{"a": 1 /* }'],
  ['leaves single quotes alone', "{'a': 'b'}"],
  ['leaves words alone', 'a {b} c'],
]);

test.each([
  ['text before it', 'x {"a": 1}', true],
  ['text after it', '{"a": 1} x', true],
  ['OK after it', '{"a": 1}\n\nOK', false],
  ['a comment', '// x\n{"a": 1}', false],
  ['a comma', '{"a": 1},', false],
])('JSON with %s has a warning only if that says something', (_name, text, warned) => {
  expect((readJsonInText(text)?.warnings ?? []).length > 0).toBe(warned);
});

describeForm('labelled text', [
  ['reads tabs', 'Client ID\ta\nClient Secret\tb', { ClientID: 'a', ClientSecret: 'b' }],
  ['reads colons', 'Client ID: a\nClient Secret:b', { ClientID: 'a', ClientSecret: 'b' }],
  ['reads columns', 'clientid      a b\nclientsecret  c', { clientid: 'a b', clientsecret: 'c' }],
  [
    'reads values on the next line',
    'Client ID\na\nClient Secret:\nb',
    { ClientID: 'a', ClientSecret: 'b' },
  ],
  [
    'reads values below blank lines',
    'Client ID\n\na\n\nClient Secret\r\n \r\nb',
    { ClientID: 'a', ClientSecret: 'b' },
  ],
  ['reads a value that ends like a label', 'Client ID\nmy-client-id', { ClientID: 'my-client-id' }],
  [
    'does not take the next label for a value',
    'Client ID:\nClient Secret: a\nURL: b',
    { ClientSecret: 'a', URL: 'b' },
  ],
  ['keeps colons and dollars in a value', 'clientsecret: a:b$c: d=', { clientsecret: 'a:b$c: d=' }],
  ['takes quotes off', 'clientid: "a",\nclientsecret: \'b\'', { clientid: 'a', clientsecret: 'b' }],
  ['keeps one quote', 'clientsecret: "a', { clientsecret: '"a' }],
  [
    'reads PEM over lines',
    `clientid: a\nkey: ${PEM}\nurl: b`,
    { clientid: 'a', key: PEM, url: 'b' },
  ],
  ['reads PEM below its label', `key\n${PEM}\nurl: b`, { key: PEM, url: 'b' }],
  [
    'reads a chain',
    `certificate: ${PEM}\n${PEM}\nurl: b`,
    { certificate: `${PEM}\n${PEM}`, url: 'b' },
  ],
  [
    'reads PEM without an end as its first line',
    'key: -----BEGIN X-----\nurl: b',
    { key: '-----BEGIN X-----', url: 'b' },
  ],
  ['reads non-breaking spaces', 'Client\u00a0ID:\u00a0a\u200b', { ClientID: 'a' }],
  ['skips other lines', 'Here it is!\n\nClient ID: a\nOK', { ClientID: 'a' }],
  [
    'keeps what the btp CLI prints',
    'credential name:  x\nclient id:  a\nCertificate: <null>\n\n\nOK',
    {
      credentialname: 'x',
      clientid: 'a',
      Certificate: '<null>',
    },
  ],
  ['skips __proto__, which is no label', 'clientid: a\n__proto__: b', { clientid: 'a' }],
  ['leaves text without a known label alone', 'Name: a\nPlace: b'],
  ['leaves a sentence alone', 'The client id is a'],
]);

test('no form takes an empty text, and all have names of their own', async () => {
  for (const form of forms) expect(await form.read('')).toBeUndefined();
  expect(new Set(forms.map(({ name }) => name)).size).toBe(forms.length);
});

/** Objects that have a member `__proto__` of their own. */
function own(prototype: string, other: string): object {
  return JSON.parse(`{"__proto__": "${prototype}", "constructor": "${other}"}`);
}

function encoded(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64');
}

function bigEndian(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('base64');
}

function longText(): string {
  return JSON.stringify({ clientid: 'a'.repeat(200) });
}

function lines(width: number): string {
  return encoded(longText()).replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
}
