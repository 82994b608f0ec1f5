import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { readCredential } from '../../src/credentials/read.ts';

const ID = 'sb-a!b1|c!b2';
const SECRET = '11111111-2222-4333-8444-555555555555$aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09=';
const HALVES = [SECRET.slice(0, 50), SECRET.slice(50)] as const;
const UAA = 'https://acme.authentication.eu10.hana.ondemand.com';
const KEY = { clientid: ID, clientsecret: SECRET, url: UAA };
const CALM = { endpoints: { Api: 'https://eu10.alm.cloud.sap/api' }, uaa: KEY };

async function failureOf(text: string, binding?: string): Promise<Failure> {
  const reason = await readCredential(text, binding).catch((error: unknown) => error);
  if (reason instanceof Failure) return reason;
  throw new Error('it was read');
}

/** No piece of the secret is shown. */
function expectNothingShown({ message }: Failure) {
  for (let at = 0; at + 6 <= SECRET.length; at += 3) {
    expect(message).not.toContain(SECRET.slice(at, at + 6));
  }
}

describe('a value that goes on in the next line', () => {
  test.each<[string, string]>([
    [
      'Format-List',
      `clientid     : ${ID}\nclientsecret : ${HALVES[0]}\n               ${HALVES[1]}\nurl          : ${UAA}`,
    ],
    [
      'a table of Vault',
      `Key             Value\n---             -----\nclientid        ${ID}\nclientsecret    ${HALVES[0]}\n                ${HALVES[1]}\nurl             ${UAA}`,
    ],
    [
      'labels with tabs',
      `Client ID:\t${ID}\nClient Secret:\t${HALVES[0]}\n${' '.repeat(15)}${HALVES[1]}\nURL:\t${UAA}`,
    ],
  ])('is joined in: %s', async (_name, text) => {
    const { fields, secrets } = await readCredential(text);
    expect(fields).toMatchObject({ clientId: ID, clientSecret: SECRET, url: UAA });
    expect(secrets).toEqual(expect.arrayContaining([SECRET, ...HALVES]));
  });

  test.each<[string, string, number]>([
    [
      'labelled text',
      `Client ID: ${ID}\nClient Secret: ${HALVES[0]}\n${HALVES[1]}\nURL: ${UAA}`,
      3,
    ],
    [
      'deeper text',
      `Client ID: ${ID}\nClient Secret: ${HALVES[0]}\n  ${HALVES[1]}\nURL: ${UAA}`,
      3,
    ],
    ['columns', `clientid      ${ID}\nclientsecret  ${HALVES[0]}\n  ${HALVES[1]}\nurl  ${UAA}`, 3],
    ['.env', `CLIENT_ID=${ID}\nCLIENT_SECRET=${HALVES[0]}\n${HALVES[1]}\nTOKEN_URL=${UAA}`, 3],
    [
      '.env with export',
      `export CLIENT_ID=${ID}\nexport CLIENT_SECRET=${HALVES[0]}\n${HALVES[1]}`,
      3,
    ],
    ['.env whose rest looks like a name', 'CLIENT_SECRET=abcdefgh$\nef01=\nCLIENT_ID=a', 2],
    ['INI whose rest looks like a name', '[a]\nclientsecret = abcdefgh$\nefQ=\nclientid = a', 3],
    [
      'the end of base64 behind a blank line',
      `Client ID: ${ID}\nClient Secret: ${SECRET.slice(0, -4)}\n\n${SECRET.slice(-4)}`,
      4,
    ],
    ['a URL in an INI section', `[a]\nclientid = a\nurl = h\n  ttps://a.example\nsecret = b`, 4],
    ['an INI section', `[prod]\nclientid = ${ID}\nclientsecret = ${HALVES[0]}\n${HALVES[1]}`, 4],
    [
      'properties',
      `URL=https\\://a.example\nclientSecret=${HALVES[0]}\n${HALVES[1]}\nclientId=${ID}`,
      3,
    ],
    ['a list', `- Client Secret: ${HALVES[0]}\n  ${HALVES[1]}\n- Client ID: ${ID}`, 2],
    [
      'text with a blank line before the rest',
      `Client ID: ${ID}\nClient Secret: ${HALVES[0]}\n\n${HALVES[1]}\nURL: ${UAA}`,
      4,
    ],
    [
      '.env whose rest looks like a name, after a blank line',
      'CLIENT_SECRET=abcdefgh$\n\nefghi01j=\nCLIENT_ID=a',
      3,
    ],
    [
      'a code span',
      `Client ID: ${ID}\nClient Secret: \`${HALVES[0]}\n${HALVES[1]}\`\nURL: ${UAA}`,
      3,
    ],
    [
      'a table whose last cell is the end of base64',
      `| Client ID | ${ID} |\n| Client Secret | ${SECRET.slice(0, -1)} |\n| | = |\n| URL | ${UAA} |`,
      3,
    ],
    [
      'a table with a break',
      `| Client ID | ${ID} |\n| Client Secret | ${HALVES.join('<br>')} |\n| URL | ${UAA} |`,
      2,
    ],
    ['a client id', `Client ID: ${ID.slice(0, 5)}\n${ID.slice(5)}\nClient Secret: ${SECRET}`, 2],
  ])('is refused in: %s', async (_name, text, line) => {
    const failure = await failureOf(text);
    expect(failure.code).toBe('E_CREDENTIAL_FORMAT');
    expect(failure.message).toMatch(new RegExp(`[Ll]ine ${line - 1}|Line ${line}\\b`));
    expectNothingShown(failure);
  });

  test.each<[string, string]>([
    ['plain', `${HALVES[0]}\n    ${HALVES[1]}`],
    ['in single quotes', `'${HALVES[0]}\n    ${HALVES[1]}'`],
    ['in double quotes', `"${HALVES[0]}\n    ${HALVES[1]}"`],
    ['in a block', `>-\n    ${HALVES[0]}\n    ${HALVES[1]}`],
  ])('is refused in YAML, which would put a space there: %s', async (_name, value) => {
    const text = `stringData:\n  clientid: ${ID}\n  clientsecret: ${value}\n  url: ${UAA}\nkind: Secret`;
    const failure = await failureOf(text);
    expect(failure).toMatchObject({ code: 'E_CREDENTIAL_FORMAT' });
    expect(failure.message).toMatch(/line [34] /);
    expectNothingShown(failure);
  });

  test('is no part of the data of a Kubernetes Secret, which may be wrapped', async () => {
    const id = Buffer.from(ID).toString('base64');
    const whole = Buffer.from(SECRET).toString('base64');
    const wrapped = `${whole.slice(0, 60)}\n    ${whole.slice(60)}`;
    const text = `kind: Secret\ndata:\n  clientid: ${id}\n  clientsecret: ${wrapped}`;
    expect((await readCredential(text)).fields).toMatchObject({ clientSecret: SECRET });
  });

  test('is a line break in JSON, also behind a backslash', async () => {
    const text = `{"clientid": "${ID}", "clientsecret": "${HALVES[0]}\\\n${HALVES[1]}", "url": "${UAA}"}`;
    expect((await readCredential(text)).fields.clientSecret).toBe(HALVES.join('\n'));
  });

  test('is refused where two documents are one', async () => {
    const data = (id: string) => `kind: Secret\nmetadata:\n  name: a\ndata:\n  clientid: ${id}`;
    const failure = await failureOf(`${data('YQ==')}\n${data('Yg==')}`);
    expect(failure.code).toBe('E_CREDENTIAL_AMBIGUOUS');
    expect(failure.message).toContain('(lines 2 and 7)');
  });

  test.each<[string, string]>([
    ['a sentence', `Client ID: ${ID}\nClient Secret: ${SECRET}\nDo not share it with anyone.`],
    ['OK', `clientid: ${ID}\nclientsecret: ${SECRET}\nOK`],
    ['an empty variable', `CLIENT_ID=${ID}\nCLIENT_SECRET=${SECRET}\nAUDIENCE=\nCERT_URL=`],
    ['a word after a blank line', `Client ID: ${ID}\nClient Secret: ${SECRET}\n\nRegards`],
  ])('is none: %s', async (_name, text) => {
    expect((await readCredential(text)).fields).toMatchObject({ clientSecret: SECRET });
  });
});

describe('JSON without its first brace', () => {
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);
  const flat = { ...KEY, nested: { clientid: 'x', clientsecret: 'of-another', url: UAA } };
  test.each<[string, string]>([
    ['a key of SAP Cloud ALM', JSON.stringify(CALM).slice(1)],
    ['one on lines', pretty(CALM).slice(2)],
    ['one without its last brace either', JSON.stringify(CALM).slice(1, -1)],
    ['a flat key', JSON.stringify(KEY).slice(1)],
    ['a flat key on lines', pretty(KEY).slice(2)],
    ['a flat key with another client in it', JSON.stringify(flat).slice(1)],
    ['one with another client, on lines', pretty(flat).slice(2)],
    ['one that lost more', pretty(CALM).slice(pretty(CALM).indexOf('\n  }') + 1)],
    ['one in base64', Buffer.from(JSON.stringify(CALM).slice(1)).toString('base64')],
    ['one behind words', `Getting key a...\n\n${pretty(CALM).slice(2)}`],
  ])('is refused: %s', async (_name, text) => {
    const failure = await failureOf(text);
    expect(failure.code).toBe('E_CREDENTIAL_FORMAT');
    expectNothingShown(failure);
  });

  test('is named', async () => {
    for (const text of [JSON.stringify(CALM).slice(1), JSON.stringify(KEY).slice(1)]) {
      expect((await failureOf(text)).message).toContain('lost its first brace');
    }
  });
});

describe('damaged JSON', () => {
  const damaged = `[{"name": "A", "clientId": "${ID}", "clientSecret": "${SECRET}",{"name":"B"}]`;
  test.each<[string, string]>([
    ['a variable', `destinations='${damaged}'`],
    ['one of several variables', `REGION=eu10\ndestinations='${damaged}'`],
    ['a member', JSON.stringify({ destinations: damaged })],
    ['a variable in base64', Buffer.from(`destinations='${damaged}'`).toString('base64')],
    ['YAML', `env:\n  destinations: '${damaged}'`],
  ])('is named with the place where it is: %s', async (_name, text) => {
    const failure = await failureOf(text);
    expect(failure.code).toBe('E_CREDENTIAL_FORMAT');
    expect(failure.message).toContain(
      'holds JSON that cannot be read: destinations. It starts like',
    );
    expectNothingShown(failure);
  });

  test('beside a client is told', async () => {
    const text = `KEY='${JSON.stringify(KEY)}'\nOTHER='${damaged}'`;
    const { fields, warnings } = await readCredential(text);
    expect(fields.clientId).toBe(ID);
    expect(warnings).toMatchObject([{ code: 'W_LEFT_OUT', text: expect.stringMatching(/OTHER/) }]);
  });
});

describe('what is left out is told', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'a client without a proof',
      { ...KEY, saml: { clientid: 'b', url: UAA } },
      /a client without .* is left out: saml/,
    ],
    [
      'the same client for another API',
      { dev: CALM, prod: { ...CALM, endpoints: { Api: 'https://eu20.alm.cloud.sap/api' } } },
      /more than once, with different API URLs/,
    ],
  ])('%s', async (_name, document, expected) => {
    const { warnings } = await readCredential(JSON.stringify(document));
    expect(warnings).toMatchObject([{ code: 'W_LEFT_OUT', text: expect.stringMatching(expected) }]);
  });

  test('and what was chosen is used, without a word', async () => {
    const other = { ...CALM, endpoints: { Api: 'https://eu20.alm.cloud.sap/api' } };
    const parsed = await readCredential(JSON.stringify({ dev: CALM, prod: other }), 'prod');
    expect(parsed).toMatchObject({ warnings: [], document: { endpoints: other.endpoints } });
  });
});

test.each<[string, string, string, RegExp]>([
  [
    'a service account of Google',
    JSON.stringify({
      type: 'service_account',
      client_id: '1234567',
      private_key: 'PEM',
      token_uri: UAA,
    }),
    'E_CREDENTIAL_SHAPE',
    /Google service account/,
  ],
  [
    'a service account of Google in a variable',
    `GOOGLE='${JSON.stringify({ type: 'service_account', client_id: '1234567', private_key: 'PEM' })}'`,
    'E_CREDENTIAL_SHAPE',
    /Google service account/,
  ],
  [
    'a client with two secrets',
    `Client ID: ${ID}\nClient Secret: ${SECRET}\nClient Secret: another-secret-1`,
    'E_CREDENTIAL_FORMAT',
    /twice with different values \(lines 2 and 3\)/,
  ],
  [
    'two clients of which one line could be either',
    `Client ID: a\nClient Secret: secret-of-a\nName: prod\nClient ID: b\nClient Secret: secret-of-b`,
    'E_CREDENTIAL_AMBIGUOUS',
    /2 OAuth clients \(lines 1 and 4\)/,
  ],
  [
    'variables that are set twice',
    'CLIENT_ID=a\nCLIENT_SECRET=secret-of-a\nTOKEN_URL=x\nCLIENT_ID=b\nCLIENT_SECRET=secret-of-b',
    'E_CREDENTIAL_AMBIGUOUS',
    /lines 1 and 4/,
  ],
  [
    'texts with one client id',
    `${JSON.stringify(KEY)}\n${JSON.stringify({ ...KEY, clientsecret: 'other-secret-1' })}`,
    'E_CREDENTIAL_AMBIGUOUS',
    /one without a name of its own and one without a name of its own/,
  ],
])('%s', async (_name, text, code, message) => {
  const failure = await failureOf(text);
  expect(failure.code).toBe(code);
  expect(failure.message).toMatch(message);
  expectNothingShown(failure);
});
