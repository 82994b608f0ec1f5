import { describe, expect, test } from 'vitest';
import { secretsLedger } from '../../src/secrets/ledger.ts';
import { SECRET } from '../token/samples.ts';

function ledger() {
  const hidden: string[] = [];
  return { hidden, secrets: secretsLedger((values) => hidden.push(...values)) };
}

const NOT_SHOWN = 'a reason that repeats a part of the secret and is not shown';

test('each value is masked once, and nothing that would ruin the log', () => {
  const { hidden, secrets } = ledger();
  secrets.mask(['secret', '{', '}', '[', ']', 'true', 'false', 'null', '', '      ', '\n']);
  secrets.mask(['123456', 'secret', '123456', 'short', '\t']);
  secrets.keep(['another', 'secret', '', 'kept']);
  expect(hidden).toEqual(['secret', '123456', 'another']);
});

test("a client's own secret is masked however short it is", () => {
  const { hidden, secrets } = ledger();
  secrets.maskOwn(['', ' ', '{', '}', '[', ']', 'true', 'null', 'a', '1', 'root', 'abcdef']);
  secrets.mask(['abcdef']);
  expect(hidden).toEqual(['a', '1', 'root', 'abcdef']);
});

test('of what has several lines each is masked that is no short one', () => {
  const { hidden, secrets } = ledger();
  secrets.mask(['{\r\n  "first-line",\n}\n', 'root\nsecond-line\r']);
  // Pieces of a secret are not the secret.
  secrets.maskOwn(['{\n"a"\nthird-line\n}']);
  expect(hidden).toEqual(['"first-line",', 'second-line', 'third-line']);
});

test('what is too short for a mask is not shown', () => {
  const { hidden, secrets } = ledger();
  secrets.keep(['1234']);
  expect(secrets.quote('wrong pin 1234')).toBe(NOT_SHOWN);
  expect(hidden).toEqual([]);
});

test('nothing is called for where there is nothing new to mask', () => {
  const calls: (readonly string[])[] = [];
  const secrets = secretsLedger((values) => calls.push(values));
  secrets.mask(['secret', '']);
  secrets.keep(['secret']);
  secrets.mask([]);
  secrets.maskOwn(['secret']);
  expect(calls).toEqual([['secret']]);
});

describe('a text that repeats', () => {
  test('what is only masked is shown', () => {
    const { secrets } = ledger();
    secrets.mask([SECRET]);
    expect(secrets.isRepeatedBy(SECRET)).toBe(false);
    expect(secrets.quote(`no ${SECRET}`)).toBe(`"no ${SECRET}"`);
  });

  test('what is kept is not shown, whenever it was kept and masked', () => {
    const { hidden, secrets } = ledger();
    secrets.mask([SECRET]);
    expect(secrets.quote(`no ${SECRET}`)).toBe(`"no ${SECRET}"`);
    secrets.keep([SECRET]);
    secrets.keep(['another-secret']);
    expect(secrets.quote(`no ${SECRET}`)).toBe(NOT_SHOWN);
    expect(secrets.quote(Buffer.from('another-secret').toString('hex'))).toBe(NOT_SHOWN);
    expect(hidden).toEqual([SECRET, 'another-secret']);
  });

  test('nothing that is kept is quoted on one line, and cut', () => {
    const { secrets } = ledger();
    secrets.keep([SECRET, '', ' ']);
    expect(secrets.quote('a b\n::c')).toBe('"a b : :c"');
    expect(secrets.quote('abcdef', 3)).toBe('"abc..."');
  });

  test('a private key counts by its base64, not by its first and last line', () => {
    const { hidden, secrets } = ledger();
    const lines = ['MIIEvQIBADANBgkq', 'hkiG9w0BAQEFAASC'];
    secrets.keep([`-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`]);
    expect(secrets.isRepeatedBy('got MIIEvQIBADAN')).toBe(true);
    expect(secrets.isRepeatedBy('across DANBgkqhkiG9w0')).toBe(true);
    expect(secrets.isRepeatedBy('no -----BEGIN PRIVATE KEY----- found')).toBe(false);
    expect(hidden).toEqual([...lines, lines.join(''), lines.join('\\n')]);
  });
});
