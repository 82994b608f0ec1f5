import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bindingSecret } from '../servers/service-keys.ts';
import { findLeaks } from './leaks.ts';

const SECRET = `${randomUUID()}$"ä /+&${randomBytes(60).toString('base64url')}=`;
const BASE64 = Buffer.from(SECRET).toString('base64');
const FORM = new URLSearchParams({ '': SECRET }).toString().slice(1);

function base64After(prefix: string): string {
  return Buffer.from(`${prefix}${SECRET} and more`).toString('base64');
}

test.each([
  ['plain', SECRET],
  ['base64', BASE64],
  ['base64', base64After('a')],
  ['base64', base64After('ab')],
  ['base64', base64After('abc')],
  ['base64', BASE64.replace(/.{76}/g, '$&\n')],
  ['base64', BASE64.replace(/.{76}/g, '$&%0D%0A')],
  ['base64url', Buffer.from(SECRET).toString('base64url')],
  ['hex', Buffer.from(SECRET).toString('hex')],
  ['hex', Buffer.from(SECRET).toString('hex').toUpperCase()],
  ['percent-encoded', encodeURIComponent(SECRET)],
  ['percent-encoded', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
  ['form-encoded', FORM],
  ['JSON-escaped', JSON.stringify({ echoed: SECRET })],
  ['half', SECRET.slice(0, Math.ceil(SECRET.length / 2))],
  ['half', SECRET.slice(Math.ceil(SECRET.length / 2))],
  ['Basic pair', Buffer.from(`sb-demo!t1:${SECRET}`).toString('base64')],
  ['Basic pair', Buffer.from(`sb-demo%21t1:${FORM}`).toString('base64')],
])('a secret is found: %s', (form, text) => {
  const leaks = findLeaks(`before\n${text}\nafter`, ['another secret', SECRET], ['sb-demo!t1']);
  expect(leaks).toContain(`${form} of secret 1`);
});

test('nothing is found in text without the secret, nor for an empty one', () => {
  expect(findLeaks('Error: The server answered 401.\n***', [SECRET, bindingSecret(), ''])).toEqual(
    [],
  );
});

test('what is found is not repeated', () => {
  expect(findLeaks(SECRET, [SECRET]).join()).not.toContain(SECRET.slice(0, 8));
});
