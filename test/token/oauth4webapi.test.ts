import fc from 'fast-check';
import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { tokenRequest } from '../../src/token/request.ts';
import { accessToken, isTokenLike, jsonBody } from '../../src/token/response.ts';
import { credential, response } from './samples.ts';

const server = {
  issuer: 'https://tenant.example.com',
  token_endpoint: 'https://tenant.example.com/oauth/token',
};
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const scope = fc.option(fc.stringMatching(/^[!#-[\]-~]{1,12}(?: [!#-[\]-~]{1,12}){0,3}$/), {
  nil: undefined,
});

/** The request that the oracle would send. */
async function expectedRequest(
  id: string,
  auth: oauth.ClientAuth,
  parameters: Record<string, string>,
) {
  const sent: { body?: string; headers?: Headers } = {};
  await oauth.clientCredentialsGrantRequest(server, { client_id: id }, auth, parameters, {
    [oauth.customFetch]: async (
      _url: string,
      options: oauth.CustomFetchOptions<'POST', URLSearchParams>,
    ) => {
      sent.body = options.body.toString();
      sent.headers = new Headers(options.headers);
      return new Response('{}');
    },
  });
  return sent;
}

const sorted = (body: string | undefined) => [...new URLSearchParams(body)].sort();

test('the same parameters are sent, whatever id, secret and scope', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, scope, async (clientId, clientSecret, wanted) => {
      const ours = tokenRequest(credential({ clientId, proof: { kind: 'secret', clientSecret } }), {
        scope: wanted,
        resource: [],
        others: [],
      } as Parameters<typeof tokenRequest>[1]);
      const parameters: Record<string, string> = wanted === undefined ? {} : { scope: wanted };
      const theirs = await expectedRequest(
        clientId,
        oauth.ClientSecretPost(clientSecret),
        parameters,
      );
      expect(sorted(ours.body)).toEqual(sorted(theirs.body));
      expect(ours.headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(ours.headers['content-length']).toBe(String(Buffer.byteLength(String(ours.body))));
      expect(ours.headers['authorization']).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('Basic carries the same id and secret, once decoded, and the body neither', async () => {
  const pair = (header: string | null | undefined) =>
    Buffer.from((header ?? '').replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':')
      .map((part) => new URLSearchParams(`v=${part}`).get('v'));
  await fc.assert(
    fc.asyncProperty(text, text, async (clientId, clientSecret) => {
      const ours = tokenRequest(
        credential({
          clientId,
          proof: { kind: 'secret', clientSecret },
          authMethod: 'client_secret_basic',
        }),
        { resource: [], others: [] },
      );
      const theirs = await expectedRequest(clientId, oauth.ClientSecretBasic(clientSecret), {});
      expect(pair(ours.headers['authorization'])).toEqual(
        pair(theirs.headers?.get('authorization')),
      );
      expect(pair(ours.headers['authorization'])).toEqual([clientId, clientSecret]);
      expect(sorted(ours.body)).toEqual(sorted(theirs.body));
    }),
    { numRuns: 200 },
  );
});

type Body = Record<string, unknown>;

/** Why we refuse what the oracle takes: each rule of ours has its own code. */
const STRICTER: Readonly<Record<string, (body: Body) => boolean>> = {
  E_TOKEN_CHARSET: ({ access_token: token, scope: granted }) =>
    !/^[\x21-\x7e]+$/.test(String(token)) ||
    !/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(String(granted ?? '')),
  E_TOKEN_SIZE: ({ access_token: token }) =>
    String(token).length > 100_000 || String(token).length < 16,
  E_TOKEN_MISSING: ({ access_token: token }) => !isTokenLike(token),
  E_TOKEN_TYPE: ({ token_type: type }) => String(type).toLowerCase() === 'dpop',
  // The oracle reads what parseFloat makes of a text, and allows any number and none left.
  E_TOKEN_EXPIRES: ({ expires_in: seconds }) =>
    typeof seconds !== 'number'
      ? !/^\d{1,12}$/.test(String(seconds)) || Number(seconds) < 1 || Number(seconds) > 3.2e8
      : seconds < 1 || seconds > 3.1e8,
};

/** What we take and the oracle does not: absent by another name, or nobody's business here. */
const LAXER: readonly ((body: Body) => boolean)[] = [
  ({ expires_in: seconds }) => seconds === null,
  ({ token_type: type }) => type === 'bearer ',
  ({ scope: granted }) => Array.isArray(granted),
  ({ scope: granted }) => granted === null,
  ({ refresh_token: token }) => token !== undefined && (typeof token !== 'string' || token === ''),
];

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  '',
  0,
  -1,
  true,
  [],
  {},
  ' ',
  'a"b',
  'é',
  '\n',
);
const token = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[!-~]{16,40}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[!-~]{1,15}$/) },
  { weight: 2, arbitrary: odd },
  { weight: 1, arbitrary: fc.constant('a'.repeat(100_001)) },
);
const bodies: fc.Arbitrary<Body> = fc
  .record({
    access_token: token,
    token_type: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('bearer', 'Bearer', 'BEARER') },
      { weight: 1, arbitrary: fc.oneof(odd, fc.constantFrom('DPoP', 'mac', 'bearer ')) },
    ),
    expires_in: fc.oneof(
      { weight: 4, arbitrary: fc.nat(100_000) },
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<unknown>('3600', '1e3', '12 hours', '-5', 1e12, 0.5, undefined),
      odd,
    ),
    scope: fc.oneof({ weight: 4, arbitrary: scope }, odd),
    refresh_token: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(undefined, 'refresh') }, odd),
  })
  .map((body) => JSON.parse(JSON.stringify(body)) as Body);

async function oracle(body: Body): Promise<oauth.TokenEndpointResponse | undefined> {
  const answer = new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
  });
  return oauth
    .processClientCredentialsResponse(server, { client_id: 'id' }, answer)
    .catch(() => undefined);
}

test('an answer means the same to both, but for the rules that are named above', async () => {
  const seen = { both: 0, stricter: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const theirs = await oracle(body);
      const answer = response(200, body);
      try {
        const ours = accessToken(jsonBody(answer), answer, 0, undefined);
        if (theirs === undefined) {
          expect(
            LAXER.some((rule) => rule(body)),
            'laxer than the oracle',
          ).toBe(true);
          return;
        }
        seen.both++;
        expect(ours.value).toBe(theirs.access_token);
        expect(ours.tokenType.toLowerCase()).toBe(theirs.token_type);
        const { expires_in: seconds } = theirs;
        expect(ours.expiresIn).toBe(seconds === undefined ? undefined : Math.floor(seconds));
        expect(ours.scope ?? '').toBe(theirs.scope ?? '');
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (theirs === undefined) return;
        seen.stricter.add(error.code);
        expect(STRICTER[error.code]?.(body), `${error.code} without a named rule`).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
  expect(seen.both).toBeGreaterThan(100);
  expect([...seen.stricter].sort()).toEqual(Object.keys(STRICTER).sort());
});
