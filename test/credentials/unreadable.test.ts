import { expect, test } from 'vitest';
import { unreadable } from '../../src/credentials/damage.ts';

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
  const failure = unreadable(text);
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
  expect(unreadable(text).message).not.toMatch(/SUPER|SECRET/);
});
