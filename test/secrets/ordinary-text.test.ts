import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveCredential } from '../../src/action/obtain-token.ts';
import { Failure } from '../../src/base/failure.ts';
import { formEncode, secretsLedger } from '../../src/secrets/ledger.ts';
import { findLeaks } from '../end-to-end/leaks.ts';
import { authMethodOf, type Client, samples, sampleText } from '../fixtures/credentials/samples.ts';
import { bindingSecret, id } from '../fixtures/invented.ts';
import { createMasker, type Masker } from '../runner/masker.ts';
import { LOG_LINES } from './log-lines.ts';

/** The masks of a step with this stored credential, also where it cannot be used. */
async function masksOf(
  credentials: string,
  provider?: 'etrusted',
): Promise<Masker & { isEmpty: boolean }> {
  const masker = { ...createMasker(), isEmpty: true };
  const secrets = secretsLedger((values) => {
    masker.isEmpty = false;
    for (const value of values) masker.add(value);
  });
  const credentialOptions = { provider: provider ?? 'auto', authMethod: 'auto' } as const;
  const inputs = { credentials, binding: undefined, overrides: {}, credentialOptions };
  try {
    await resolveCredential(inputs, { timing: { now: () => Date.now() } as never, secrets });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  return masker;
}

function expectUnharmed(masker: Masker): void {
  for (const line of LOG_LINES) expect(masker.mask(line)).toBe(line);
}

test('the lines are many', () => {
  expect(LOG_LINES.length).toBeGreaterThan(150);
});

const usable = samples.filter(({ expected }) => 'clientId' in expected);

describe('ordinary lines of a job stay as they are', () => {
  test.each(samples)('after the masks of the sample $name', async (sample) => {
    expectUnharmed(await masksOf(sampleText(sample), sample.provider));
  });

  // What is stored beside a client: each is in a line of the log.
  const words = [
    ...['0', '1', '100', '365', '1699999999', 'true', 'false', 'null', 'root', 'git', 'release'],
    ...['production', 'development', 'Release', 'password', 'client_secret', 'clientsecret'],
    ...['CALM_SERVICE_KEY', 'NODE_ENV', '2026-01-01', '2026-01-05T10:04:11.123Z', '10.96.0.17'],
    ...['release-team@acme.example', 'git@github.com:acme/portal.git', 'dedicated', 'bearer'],
    ...['https://release@git.acme.example/portal.git', 'mailto:release-team@acme.example'],
    ...['ssh://git@git.acme.example:22/acme/portal.git', '{', '}', '[]', '', 'portal!t4711'],
    ...['https://eu10.alm.cloud.sap/api/calm-landscape/v1', '<sensitive>', 'portal'],
  ];
  /** As the value of a password several words are a phrase, and secret. */
  const phrases = [
    ...['secret_rotation_days', 'acme-dev', 'calm-service-key', 'openid profile email'],
    ...['BUILD SUCCESS', 'npm:portal-react@1.2.3', 'binding-secret', 'NODE_ENV=production'],
    ...['grant_type=client_credentials&client_id=portal', 'secret/calm/production'],
  ];
  const openNames = [
    ...['secretExpiryDays', 'secret_rotation_days', 'client_secret_expires_at', 'secretName'],
    ...['client.secret.expiration.time', 'client.secret.creation.time', 'secret_id', 'keyId'],
    ...['token_type', 'password_policy', 'owner', 'repo', 'key', 'name', 'label', 'environment'],
    ...['signing_key', 'secretStore', 'note', 'jwt', 'token'],
  ];
  const secretNames = [
    ...['password', 'pin', 'otp', 'passphrase', 'api_key', 'secret', 'privateKey'],
    ...['connection_string', 'client_secret_2'],
  ];
  const named = fc.oneof(
    fc.tuple(fc.constantFrom(...openNames), fc.constantFrom(...words, ...phrases)),
    fc.tuple(fc.constantFrom(...secretNames), fc.constantFrom(...words)),
  );
  const beside = fc.oneof(
    fc.array(named, { maxLength: 8 }).map((members) => Object.fromEntries(members)),
    fc
      .array(named, { maxLength: 4 })
      .map((members) => Object.fromEntries(members.map(([name, value]) => [name, [value, value]]))),
    fc
      .array(named, { maxLength: 4 })
      .map((members) => Object.fromEntries(members.map(([name, value]) => [name, { value }]))),
    fc.array(
      fc
        .tuple(fc.constantFrom('key', 'name', 'label', 'id'), named)
        .map(([member, [name, value]]) => ({ [member]: name, value })),
      { maxLength: 5 },
    ),
  );
  const SECRET = bindingSecret(1);
  const client = {
    clientid: 'sb-rel!b1|calm!b42',
    clientsecret: SECRET,
    url: 'https://acme-qa.authentication.eu10.hana.ondemand.com',
  };
  const written = fc.constantFrom<(document: object) => string>(
    (document) => JSON.stringify(document),
    (document) => Buffer.from(JSON.stringify(document)).toString('base64'),
    (document) => JSON.stringify({ credentials: document }),
    (document) => JSON.stringify({ uaa: client, ...document, clientsecret: undefined }),
  );

  test('after the masks of a client beside ordinary values, and its secret does not', async () => {
    let masked = 0;
    await fc.assert(
      fc.asyncProperty(beside, fc.boolean(), written, async (values, inside, write) => {
        const members = inside && !Array.isArray(values) ? values : { attributes: values };
        const masker = await masksOf(write({ ...members, ...client }));
        expectUnharmed(masker);
        // A text that cannot be used is masked as a whole, by the runner itself.
        expect(masker.isEmpty || masker.mask(`<${SECRET}>`) === '<***>').toBe(true);
        if (!masker.isEmpty) masked += 1;
      }),
      { numRuns: 300 },
    );
    expect(masked).toBeGreaterThan(200);
  });

  test('after those of variables', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(named, { maxLength: 6 }), async (values) => {
        const lines = [...values, ...Object.entries(client)].map(
          ([name, value]) => `${name.toUpperCase().replaceAll('.', '_')}=${value}`,
        );
        expectUnharmed(await masksOf(lines.join('\n')));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the secret of a sample is masked in each encoding', () => {
  test.each(usable)('$name', async (sample) => {
    const expected = sample.expected as Client;
    const { proof, clientId } = expected;
    const masker = await masksOf(sampleText(sample), sample.provider);
    if (typeof proof === 'string') {
      // The client of a sample without a secret has its id in place of one.
      if (proof === clientId) return;
      const lines = encodings(clientId, proof).map((encoding) => `before ${encoding} after`);
      const shown = lines.map((line) => masker.mask(line));
      for (const line of shown) expect(line).toMatch(/^before .{0,4}\*\*\* after$/);
      expect(findLeaks(shown.join('\n'), [proof], [clientId])).toEqual([]);
    } else {
      expect(authMethodOf(expected)).toBe('tls_client_auth');
      const lines = proof.key.split('\n').filter((line) => /^[^-]{8,}/.test(line));
      expect(lines.length).toBeGreaterThan(10);
      for (const line of [...lines, lines.join(''), lines.join('\\n')]) {
        expect(masker.mask(`before ${line} after`)).toBe('before *** after');
      }
    }
  });

  function encodings(clientId: string, secret: string): string[] {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    return [
      secret,
      formEncode(secret),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      base64(secret),
      base64(`x${secret}`),
      base64(`xy${secret}`),
      base64(`${clientId}:${secret}`),
      base64(`${formEncode(clientId)}:${formEncode(secret)}`),
    ];
  }

  test('and so are other secrets beside it', async () => {
    const token = fc
      .stringMatching(/^[A-Za-z0-9+/_$!-]{20,60}$/)
      .filter((text) => /\d.*\d.*[A-Z].*\d/.test(text));
    const names = fc.constantFrom(
      'password',
      'api_key',
      'client_secret_2',
      'signing_key',
      'token',
      'secretValue',
    );
    await fc.assert(
      fc.asyncProperty(names, token, async (name, secret) => {
        const document = {
          clientid: 'a',
          clientsecret: id(5),
          url: 'https://a.example',
          [name]: secret,
        };
        const masker = await masksOf(JSON.stringify(document));
        expect(masker.mask(`<${secret}>`)).toBe('<***>');
      }),
      { numRuns: 200 },
    );
  });
});
