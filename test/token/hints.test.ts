import { expect, test } from 'vitest';
import type { Credential } from '../../src/credentials/credential.ts';
import { hints } from '../../src/token/refusal.ts';
import { credential } from './samples.ts';

const secret = (clientSecret: string): Partial<Credential> => ({
  proof: { kind: 'secret', clientSecret },
});
const certificate: Partial<Credential> = {
  proof: { kind: 'certificate', certificate: '', privateKey: '', expiresAt: new Date(0) },
};
const UUID = '0f0f0f0f-1111-4222-8333-444455556666';
const OWN = /Check that client id and secret belong together/;

test.each([
  [429, 'invalid_client', /Too many token requests/],
  [500, undefined, /The server has a problem/],
  [503, 'invalid_client', /The server has a problem/],
  [404, undefined, /no token endpoint/],
  [405, undefined, /no token endpoint/],
  [400, 'invalid_scope', /check the input scope/],
  [400, 'invalid_request', /check scope, audience, resource and parameters/],
  [400, 'unsupported_grant_type', /does not offer the client credentials grant/],
  [400, 'invalid_target', /inputs resource and audience/],
  [401, 'invalid_scope', OWN],
  [400, 'scope_invalid', /check the input scope/],
  [403, undefined, OWN],
  [403, undefined, /where no scope is asked for/],
  [400, 'invalid_client', OWN],
  [400, 'toString', OWN],
  [400, undefined, OWN],
])('status %i and error %s: %s', (status, error, expected) => {
  const found = hints(status, error === undefined ? undefined : { error }, credential());
  expect(found.every((hint) => typeof hint === 'string')).toBe(true);
  expect(found.join(' ')).toMatch(expected);
});

const BACKSLASH = /without shell escapes/;
const PLACEHOLDER = /is a placeholder/;
const DOLLAR = /no single \$ after its first part/;
const CUT = /client id looks cut/;
const ALL = [
  /an invisible character/,
  BACKSLASH,
  PLACEHOLDER,
  DOLLAR,
  CUT,
  /certificate may not be bound/,
  OWN,
];

test.each<[string, Partial<Credential>, readonly RegExp[]]>([
  ['a sound secret', secret(`${UUID}$abc=`), [OWN]],
  ['a shell escape', secret('abc\\$def'), [BACKSLASH]],
  ['a backslash of its own', secret('abc\\def'), [OWN]],
  ['asterisks', secret('*****'), [PLACEHOLDER]],
  ['angle brackets', secret('<client-secret>'), [PLACEHOLDER]],
  ['redacted', secret('REDACTED'), [PLACEHOLDER]],
  ['a lost end', secret(UUID), [DOLLAR]],
  ['a replaced variable', secret(`${UUID}=`), [DOLLAR]],
  ['the same at another provider', { ...secret(UUID), provider: 'oauth2' }, [OWN]],
  ['an id with dots at its end', { clientId: 'sb-release...' }, [CUT]],
  ['an id without !', { clientId: 'sb-release' }, [CUT]],
  ['an id of another provider', { clientId: 'sb-release', provider: 'ias' }, [OWN]],
  ['two faults', { ...secret('<x>'), clientId: 'sb-x' }, [PLACEHOLDER, CUT]],
  ['a space', secret('abc def'), [/an invisible character/]],
  ['a certificate', certificate, [/certificate may not be bound/]],
])('%s', (_name, changes, expected) => {
  const text = hints(401, { error: 'invalid_client' }, credential(changes)).join(' ');
  expect(ALL.filter((hint) => hint.test(text))).toEqual(expected);
  expect(text).toMatch(/ A deleted or rotated key, or a wrong tenant, gives the same answer\.$/);
});

test.each([{ toString: 1 }, null, 17, ['invalid_scope']])(
  'an error that is no text: %j',
  (error) => {
    expect(hints(400, { error }, credential({}))).toEqual(hints(400, undefined, credential({})));
  },
);
