import { expect, test } from 'vitest';
import { claimsOf, grantedScopes, missingScopes } from '../../src/token/response.ts';
import { jwt } from './samples.ts';

test.each([
  ['a JWT', jwt({ zid: 'zone', exp: 1 }), { zid: 'zone', exp: 1 }],
  ['letters beyond ASCII', jwt({ name: 'Grün' }), { name: 'Grün' }],
  ['an opaque token', '3f786850e387550fdab836ed7e6dc881', undefined],
  ['two parts', 'e30.e30', undefined],
  ['five parts, as encrypted ones have', 'a.e30.c.d.e', undefined],
  ['a payload that is no JSON', 'a.bm8.c', undefined],
  ['a payload that is a list', jwt([1]), undefined],
  ['a payload that is null', jwt(null), undefined],
  ['nothing', '', undefined],
])('claims of %s', (_name, token, expected) => {
  expect(claimsOf(token)).toEqual(expected);
});

test.each([
  ['the answer', 'a b', { scope: ['c'] }, ['a', 'b']],
  ['the answer with wide gaps', ' a  b ', undefined, ['a', 'b']],
  ['an answer that grants nothing', '', { scope: ['c'] }, []],
  ['a list in the token', undefined, { scope: ['a', 1, 'b', null] }, ['a', 'b']],
  ['a text in the token', undefined, { scope: 'a b' }, ['a', 'b']],
  ['a token without scopes', undefined, { scope: { a: 1 } }, []],
  ['an opaque token', undefined, undefined, []],
])('granted scopes of %s', (_name, scope, claims, expected) => {
  expect(grantedScopes(scope, claims)).toEqual(expected);
});

test.each([
  [['a', 'b'], ['b'], ['a']],
  [['a'], ['a', 'b'], []],
  [[], [], []],
  [['Read'], ['app!t123.Read'], []],
  [['Read'], ['app!b7.Read'], []],
  [['app!t123.Read'], ['app!t123.Read'], []],
  [['app!t9.Read'], ['app!t123.Read'], ['app!t9.Read']],
  [['Read'], ['uaa.Read'], ['Read']],
  [['Read'], ['app!t123.Item.Read'], ['Read']],
  [['Item.Read'], ['app!t123.Item.Read'], []],
  [['read'], ['app!t123.Read'], ['read']],
  [['Read'], ['app!123.Read'], ['Read']],
  [['Read'], ['ReadWrite'], ['Read']],
])('of the wanted %j and the granted %j are missing %j', (wanted, granted, missing) => {
  expect(missingScopes(wanted, granted)).toEqual(missing);
});
