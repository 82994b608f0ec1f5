import { describe, expect, test } from 'vitest';
import { cloudFoundryUaa } from './cloud-foundry-uaa.ts';

const USER = { grant_type: 'password', username: 'jane', password: 'Pw-of-jane' };
const JOB = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'right' };
const BASIC = { authorization: 'Basic Y2Y6' };

async function answer(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  origin?: string,
) {
  const uaa = cloudFoundryUaa({
    ...{ username: 'jane', password: 'Pw-of-jane', origin: 'acme', lifetime: 1199 },
    ...{ now: () => 0, takesAssertion: (jwt: string) => jwt === 'right' },
  });
  const hint = origin === undefined ? '' : `?login_hint=${encodeURIComponent(origin)}`;
  const { status = 200, body } = (await uaa.answer({
    ...{ method: 'POST', path: `/oauth/token${hint}`, host: 'localhost', encrypted: false },
    ...{ servername: undefined, clientCertificateSubject: undefined },
    ...{ headers, rawHeaders: [], body: new URLSearchParams(form).toString() },
  })) as { readonly status?: number; readonly body: { readonly error_description?: string } };
  return [status, body.error_description];
}

const ACME = '{"origin":"acme"}';
const REFUSED = [401, 'Bad credentials'];

describe.each([
  ['a password', USER],
  ['an assertion', JOB],
])('the UAA server of these tests, asked with %s', (_what, form) => {
  test.each([
    ['the Basic header of the client cf', {}, BASIC],
    ['an empty secret in the form', { client_id: 'cf', client_secret: '' }, {}],
  ])('takes %s', async (_proof, further, headers) => {
    expect(await answer({ ...form, ...further }, headers, ACME)).toEqual([200, undefined]);
  });

  test.each([
    ['the name of the client alone', { client_id: 'cf' }, {}],
    ['nothing about the client', {}, {}],
    ['another secret', {}, { authorization: 'Basic Y2Y6Y2Y=' }],
  ])('refuses %s before it looks at anything else', async (_proof, further, headers) => {
    expect(await answer({ ...form, ...further }, headers, ACME)).toEqual(REFUSED);
  });
});

test('The UAA server of these tests ignores an origin beside an assertion, and no other one', async () => {
  expect(await answer(JOB, BASIC, '{"origin":"nowhere"}')).toEqual([200, undefined]);
  const [status, description] = await answer(USER, BASIC, '{"origin":"nowhere"}');
  expect([status, description]).toEqual([
    401,
    expect.stringContaining('does not match an active Identity Provider'),
  ]);
});
