import { expect, test } from 'vitest';
import { isHiddenSecret } from '../../src/credentials/complete.ts';
import {
  looksCut,
  looksLikePlaceholder,
  lostItsDollar,
  unreadableText,
} from '../../src/credentials/warnings.ts';

test.each<[string, string, string]>([
  ['typographic quotes', '{\u201cclientid\u201d: 1}', 'Character 2 is a typographic quote'],
  ['French quotes', '{"a": \u00abb\u00bb}', 'Character 7 is a typographic quote'],
  ['a masked value', '***', 'It consists of asterisks'],
  ['a shell variable', '$CALM_KEY', 'It begins like the name of a variable'],
  ['a shell variable in braces', '$' + '{CALM_KEY}', 'It begins like the name of a variable'],
  ['an expression of GitHub', '$' + '{{ secrets.KEY }}', 'It begins like the name of a variable'],
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
  ['<< Existing password removed on export >>', true],
  ['$' + '{{ secrets.KEY }}', true],
  ['***', true],
  ['\u25cf', true],
  ['[REDACTED]', true],
  ['<sensitive>', true],
  ['(sensitive value)', true],
  ['82 bytes', true],
  ['**', false],
  ['secret***', false],
  ['82 bytes more', false],
])('a tool writes %s in place of a secret: %s', (clientSecret, hidden) => {
  expect(isHiddenSecret(clientSecret)).toBe(hidden);
});

test.each([
  ['*', true],
  ['<secret>', true],
  ['Redacted', true],
  ['xxxxxx', true],
  ['$KEY', true],
  ['CHANGEME', true],
  ['xxxxx', false],
  ['$KEY0', false],
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
