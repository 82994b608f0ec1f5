import { describe, expect, test } from 'vitest';
import { completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';

// What people paste, as they paste it; each line was read wrongly once, or nearly so.
const UAA = 'https://acme-dev.authentication.eu10.hana.ondemand.com';
const TOKEN_URL = `${UAA}/oauth/token`;
const ID = 'sb-calm!b1|api!b2';
const SECRET = '11111111-2222-4333-8444-555555555555$aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ09=';
const OTHER = '99999999-2222-4333-8444-555555555555$bY18_-bY18_-bY18_-bY18_-bY18_-bY18_-bY18=';
const KEY = { clientid: ID, clientsecret: SECRET, url: UAA };
const API = 'https://eu10.alm.cloud.sap/api';

async function read(text: string, binding?: string) {
  const parsed = await readCredential(text.trim(), binding);
  const choices = { provider: 'auto', authMethod: 'auto' } as const;
  const { proof, ...credential } = await completeCredential(parsed, {}, choices, Date.now());
  return {
    id: credential.clientId,
    secret: proof.kind === 'secret' ? proof.clientSecret : proof.kind,
    tokenUrl: credential.tokenUrl.href,
    api: credential.apiUrl,
    provider: credential.provider,
    secrets: parsed.secrets,
  };
}

const whole = { id: ID, secret: SECRET, tokenUrl: TOKEN_URL };

describe('is read as it is meant', () => {
  test.each<[string, string, object]>([
    [
      'flat YAML with a comment',
      `clientid: ${ID}\nclientsecret: ${SECRET} # June\nurl: ${UAA}`,
      whole,
    ],
    [
      'YAML quotes',
      `clientid: "${ID}"\nclientsecret: 'it''s-a-secret'\nurl: ${UAA}`,
      { secret: "it's-a-secret" },
    ],
    [
      'escapes of bash in .env',
      `CLIENT_ID="${ID.replaceAll('!', '\\!')}"\nCLIENT_SECRET='${SECRET}'\nTOKEN_URL=${TOKEN_URL}`,
      whole,
    ],
    [
      'quoted values with Java escapes',
      `CLIENT_ID='${ID}'\nCLIENT_SECRET='abcd\\:cdef'\nTOKEN_URL='${TOKEN_URL}'`,
      { secret: 'abcd\\:cdef' },
    ],
    [
      'escapes of bash in JSON',
      JSON.stringify({ endpoints: { Api: API }, uaa: KEY })
        .replaceAll('!', '\\!')
        .replaceAll('$', '\\$'),
      { ...whole, api: API },
    ],
    ['two spellings of url', JSON.stringify({ ...KEY, URL: 'https://api.example.com' }), whole],
    [
      'two spellings of all',
      JSON.stringify({ ...KEY, client_id: 'b', client_secret: OTHER }),
      whole,
    ],
    [
      'uaa_url beside an API',
      JSON.stringify({ ...KEY, url: 'https://api.example.com', uaa_url: UAA }),
      { ...whole, api: 'https://api.example.com' },
    ],
    [
      'token_uri',
      JSON.stringify({ client_id: ID, client_secret: SECRET, token_uri: TOKEN_URL }),
      whole,
    ],
    [
      'the URL of an API beside prefixed names',
      `URL=https://api.example.com\nCALM_CLIENT_ID=${ID}\nCALM_CLIENT_SECRET=${SECRET}\nCALM_TOKEN_URL=${TOKEN_URL}`,
      whole,
    ],
    [
      'the authorization endpoint',
      JSON.stringify({ client_id: ID, client_secret: SECRET, auth_url: `${UAA}/oauth/authorize` }),
      whole,
    ],
    [
      'a domain in an XSUAA key',
      JSON.stringify({ ...KEY, domain: 'acme', app_tid: 'x' }),
      { ...whole, provider: 'xsuaa' },
    ],
    [
      'a zero-width space at an end',
      JSON.stringify({ ...KEY, clientsecret: `${SECRET}\u200b`, clientid: `\u200b${ID}` }),
      whole,
    ],
    [
      'a grant written for people',
      `Client ID: ${ID}\nClient Secret: ${SECRET}\nToken URL: ${TOKEN_URL}\nGrant Type: Client Credentials`,
      whole,
    ],
    [
      'a list of grants',
      JSON.stringify({ ...KEY, grant_type: ['authorization_code', 'client_credentials'] }),
      whole,
    ],
    [
      'a map of terraform output',
      `calm_key = {\n  "clientid" = "${ID}"\n  "clientsecret" = "${SECRET}"\n  "url" = "${UAA}"\n}`,
      whole,
    ],
    [
      'a nested map of terraform output',
      `{\n  "endpoints" = tomap({\n    "Api" = "${API}"\n  })\n  "uaa" = {\n    "clientid" = "${ID}"\n    "clientsecret" = "${SECRET}"\n    "url" = "${UAA}"\n  }\n}`,
      { ...whole, api: API },
    ],
    [
      'an audience of eTrusted',
      JSON.stringify({
        client_id: 'a',
        client_secret: OTHER,
        audience: 'https://api.etrusted.com',
      }),
      { provider: 'etrusted', tokenUrl: 'https://login.etrusted.com/oauth/token' },
    ],
    [
      'a prefix of eTrusted',
      `ETRUSTED_PROD_CLIENT_ID=a\nETRUSTED_PROD_CLIENT_SECRET=${OTHER}`,
      { id: 'a', provider: 'etrusted' },
    ],
    [
      'a list in Markdown',
      `- **Client ID**: \`${ID}\`\n- **Client Secret**: \`${SECRET}\`\n- **Token URL**: ${TOKEN_URL}`,
      whole,
    ],
    [
      'a table in Markdown',
      `| Client ID | ${ID.replace('|', '')} |\n| Client Secret | ${SECRET} |\n| Token URL | ${TOKEN_URL} |`,
      { secret: SECRET, tokenUrl: TOKEN_URL },
    ],
    [
      'equals signs',
      `Client ID = ${ID}\nClient Secret = ${SECRET}\nToken URL = ${TOKEN_URL}`,
      whole,
    ],
    [
      'data of a Kubernetes Secret alone',
      JSON.stringify({ clientid: btoa(ID), clientsecret: btoa(SECRET), url: btoa(UAA) }),
      whole,
    ],
    [
      'variables of Docker Compose',
      `environment:\n  - CALM_CLIENT_ID=${ID}\n  - CALM_CLIENT_SECRET=${SECRET}\n  - CALM_TOKEN_URL=${TOKEN_URL}`,
      whole,
    ],
    [
      'variables of a container',
      `env:\n  - name: CALM_CLIENT_ID\n    value: ${ID}\n  - name: CALM_CLIENT_SECRET\n    value: ${SECRET}\n  - name: CALM_TOKEN_URL\n    value: ${TOKEN_URL}`,
      whole,
    ],
    [
      'a Postman environment',
      JSON.stringify({
        name: 'dev',
        values: [
          { key: 'clientid', value: ID },
          { key: 'clientsecret', value: SECRET },
          { key: 'url', value: UAA },
        ],
      }),
      whole,
    ],
    ['a web page', JSON.stringify(KEY).replaceAll('"', '&quot;'), whole],
    ['a URL', encodeURIComponent(JSON.stringify(KEY)), whole],
    ['a spreadsheet', `"${JSON.stringify(KEY).replaceAll('"', '""')}"`, whole],
    [
      'the same client twice',
      JSON.stringify([KEY, { url: UAA, clientsecret: SECRET, clientid: ID, name: 'again' }]),
      whole,
    ],
    [
      'no API of XSUAA for another service',
      JSON.stringify({
        uaa: { ...KEY, apiurl: 'https://api.authentication.eu10.hana.ondemand.com' },
        print_service: 'https://api.eu10.print.services.sap',
      }),
      { ...whole, api: 'https://api.eu10.print.services.sap' },
    ],
    [
      'only web endpoints',
      JSON.stringify({ uaa: KEY, url: 'jdbc:sap://h:443' }),
      { ...whole, api: undefined },
    ],
    [
      'a client under another name',
      JSON.stringify({
        'authentication-service': KEY,
        endpoints: { events: { uri: 'https://events.example.com' } },
      }),
      { ...whole, api: 'https://events.example.com' },
    ],
    [
      'the friend of a client',
      JSON.stringify({ ...KEY, saml: { clientid: 'b', url: 'https://b.example.com' } }),
      whole,
    ],
  ])('%s', async (_name, text, expected) => {
    const found = await read(text);
    expect(found).toMatchObject(expected);
    expect(found.secrets).toContain(found.secret);
  });
});

describe('is not guessed', () => {
  const flat = `CLIENT_ID=a\nCLIENT_SECRET=${OTHER}\nTOKEN_URL=https://one.example.com/token`;
  const calm = `CALM_CLIENT_ID=${ID}\nCALM_CLIENT_SECRET=${SECRET}\nCALM_TOKEN_URL=${TOKEN_URL}`;
  test.each<[string, string, string]>([
    [
      'a prefix beside a key in JSON',
      JSON.stringify({
        AZURE_CLIENT_ID: 'a',
        AZURE_CLIENT_SECRET: OTHER,
        CALM: JSON.stringify(KEY),
      }),
      'CALM',
    ],
    ['names with and without a prefix', `${flat}\n${calm}`, 'CALM'],
    [
      'a flat client beside a key in JSON',
      JSON.stringify({ clientid: 'a', clientsecret: OTHER, CALM: JSON.stringify(KEY) }),
      'CALM',
    ],
    [
      'default services',
      JSON.stringify({ uaa: { ...KEY, clientid: 'x', clientsecret: OTHER }, destination: KEY }),
      'destination',
    ],
    [
      'two blocks of labels',
      `Client ID: x\nClient Secret: ${OTHER}\nToken URL: ${TOKEN_URL}\n\nClient ID: ${ID}\nClient Secret: ${SECRET}\nToken URL: ${TOKEN_URL}`,
      ID,
    ],
    [
      'two documents',
      `clientid: x\nclientsecret: ${OTHER}\nurl: ${UAA}\n---\nclientid: ${ID}\nclientsecret: ${SECRET}\nurl: ${UAA}`,
      ID,
    ],
    ['two objects', `${JSON.stringify({ ...KEY, clientid: 'x' })}\n${JSON.stringify(KEY)}`, ID],
  ])('%s', async (_name, text, binding) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'E_CREDENTIAL_AMBIGUOUS',
      message: expect.not.stringMatching(/clients: \.|555555555555/),
    });
    expect(await read(text, binding)).toMatchObject(whole);
  });
});

describe('is refused before a server sees it', () => {
  const js = `{\n  uaa: {\n    clientid: '${ID}',\n    clientsecret: '${SECRET}',\n    url: '${UAA}'\n  },\n  url: 'https://api.example.com'\n}`;
  test.each<[string, string, string]>([
    ['an object as a program prints it', js, 'E_CREDENTIAL_FORMAT'],
    [
      'a link that a mail program rewrote',
      JSON.stringify({
        ...KEY,
        url: `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(UAA)}`,
      }),
      'E_URL_INVALID',
    ],
    ['several values on a line', `Client ID: abc, Client Secret: ${SECRET}`, 'E_INPUT_CHARSET'],
    [
      'a placeholder of the cockpit',
      JSON.stringify({ ...KEY, clientsecret: '<< Existing password removed on export >>' }),
      'E_CREDENTIAL_NO_SECRET',
    ],
    [
      'an expression',
      JSON.stringify({ ...KEY, clientsecret: '$' + '{{ secrets.X }}' }),
      'E_CREDENTIAL_NO_SECRET',
    ],
    [
      'a value that terraform hides',
      JSON.stringify({ ...KEY, clientsecret: '(sensitive value)' }),
      'E_CREDENTIAL_NO_SECRET',
    ],
    [
      'dots',
      JSON.stringify({ ...KEY, clientsecret: '\u2022'.repeat(8) }),
      'E_CREDENTIAL_NO_SECRET',
    ],
    [
      'what kubectl describes',
      `clientid:      17 bytes\nclientsecret:  82 bytes\nurl:           54 bytes`,
      'E_CREDENTIAL_NO_SECRET',
    ],
    [
      'a sealed secret',
      `kind: SealedSecret\nspec:\n  encryptedData:\n    clientid: AgBy\n    clientsecret: AgBz`,
      'E_CREDENTIAL_SHAPE',
    ],
    [
      'keys of an object store',
      JSON.stringify({ access_key_id: 'a', secret_access_key: OTHER, bucket: 'b' }),
      'E_CREDENTIAL_SHAPE',
    ],
    ['the name of a secret', 'CALM_SERVICE_KEY', 'E_CREDENTIAL_FORMAT'],
    [
      'a grant with a user',
      JSON.stringify({ ...KEY, authentication: 'OAuth2UserTokenExchange' }),
      'E_CREDENTIAL_GRANT',
    ],
  ])('%s', async (_name, text, code) => {
    const error = await read(text).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'Failure', code });
    expect(String(error)).not.toContain('555555555555');
  });
});

test('secrets are known by many names, and by none that is public', async () => {
  const value = (index: number) => `v4lue$number$${String(index).padStart(4, '0')}`;
  const names =
    'pwd passwd token github_token id_token jwt authorization secret_key access_key client-key signing_key secret_value client_secret_2 private_key_pem connection_string passcode'.split(
      ' ',
    );
  const beside = Object.fromEntries(names.map((name, index) => [name, value(index)]));
  const open = {
    verificationkey: 'public-public-1',
    publicKey: 'public-public-2',
    secretName: 'public-public-3',
    key: 'clientid',
    value: 'public-public-4',
  };
  const nested = JSON.stringify({ password: 'value-in-a-text' });
  const { secrets } = await readCredential(JSON.stringify({ ...KEY, ...beside, open, nested }));
  expect(secrets).toEqual([SECRET, ...names.map((_, index) => value(index)), 'value-in-a-text']);
});
