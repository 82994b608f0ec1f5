import { describe, expect, test } from 'vitest';
import { hostAllowed, isLoopback, portOf, secureUrl, withPath } from '../../src/base/url.ts';

describe('a URL that will receive a credential', () => {
  test.each([
    ['https://a.example/oauth/token', 'https://a.example/oauth/token'],
    [' https://a.example ', 'https://a.example/'],
    ['a.example', 'https://a.example/'],
    ['a.example:8443/x', 'https://a.example:8443/x'],
    ['localhost:8443', 'https://localhost:8443/'],
    ['HTTPS://A.Example', 'https://a.example/'],
    ['http://localhost:80/x', 'http://localhost/x'],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:1/'],
    ['http://127.1.2.3', 'http://127.1.2.3/'],
    ['http://[::1]:1', 'http://[::1]:1/'],
    ['https://a.example/?x=1', 'https://a.example/?x=1'],
    ['https://a.example/?grant_type=client_credentials&x=1', 'https://a.example/?x=1'],
    ['https://a.example/?client_id=1&response_type=token', 'https://a.example/'],
    ['a.example/?x=https://b.example', 'https://a.example/?x=https://b.example'],
    ['https://a.example/?x=%20+~&y', 'https://a.example/?x=%20+~&y'],
    ['https://a_b-c.example', 'https://a_b-c.example/'],
    ['https://host', 'https://host/'],
    ['localhost', 'https://localhost/'],
    ['https://192.0.2.1', 'https://192.0.2.1/'],
    ['https://[2001:db8::1]', 'https://[2001:db8::1]/'],
    ['https://defense.example/urldefense.', 'https://defense.example/urldefense.'],
  ])('%s is read as %s', (text, href) => {
    expect(secureUrl(text, 'URL').href).toBe(href);
  });

  test.each([
    ['', 'E_URL_INVALID'],
    ['https://', 'E_URL_INVALID'],
    ['ftp://a.example', 'E_URL_INVALID'],
    ['javascript://a', 'E_URL_INVALID'],
    ['https://a b', 'E_URL_INVALID'],
    ['https://a\\b', 'E_URL_INVALID'],
    ['https://a.\nexample', 'E_URL_INVALID'],
    ['https://a.exa\tmple', 'E_URL_INVALID'],
    ['https://a.example\u200b/', 'E_URL_INVALID'],
    ['https://a.example:0', 'E_URL_INVALID'],
    ['onewordthatmaybeasecret', 'E_URL_INVALID'],
    ['https://a*b.example', 'E_URL_INVALID'],
    ['https://a.example$', 'E_URL_INVALID'],
    ['https://$a.example', 'E_URL_INVALID'],
    ['xhttps://a.example', 'E_URL_INVALID'],
    ['a.b:c://d', 'E_URL_INVALID'],
    ['https://eur01.safelinks.protection.outlook.com/?url=a', 'E_URL_INVALID'],
    ['https://urldefense.com/v3/__https://a', 'E_URL_INVALID'],
    ['https://a.example:99999', 'E_URL_INVALID'],
    ['http://a.example', 'E_URL_INSECURE'],
    ['http://localhost.example', 'E_URL_INSECURE'],
    ['http://127.0.0.1.example', 'E_URL_INSECURE'],
    ['http://128.0.0.1', 'E_URL_INSECURE'],
    ['http://0.0.0.0', 'E_URL_INSECURE'],
    ['https://user@a.example', 'E_URL_USERINFO'],
    ['https://user:pass@a.example', 'E_URL_USERINFO'],
    ['https://:pass@a.example', 'E_URL_USERINFO'],
    ['user:pass@a.example', 'E_URL_USERINFO'],
    ['https://a.example/#x', 'E_URL_FRAGMENT'],
    ['https://a.example/#', 'E_URL_FRAGMENT'],
    ['https://a.example/?client_secret=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?Client_Secret=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?a=b&password=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?client%5Fsecret=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?client_assertion=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?assertion=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?access_token=pass', 'E_URL_SECRET_IN_QUERY'],
    ['https://a.example/?refresh_token=pass', 'E_URL_SECRET_IN_QUERY'],
  ])('%j is refused: %s', (text, code) => {
    expect(() => secureUrl(text, 'URL of the test')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/^The URL of the test /) }),
    );
    expect(() => secureUrl(text, 'URL')).not.toThrow(/pass\b/);
  });

  test.each([
    ['localhost', true],
    ['[::1]', true],
    ['127.0.0.1', true],
    ['127.0.0.1.example', false],
    ['localhost.example', false],
    ['[::2]', false],
    ['127.0.0.1x', false],
    ['127.0.0', false],
    ['x127.0.0.1', false],
    ['127.100.20.3', true],
  ])('%s is a loopback host: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

test.each([
  ['ftp://a.example', 'is not a URL. Expected something like https://tenant.'],
  ['https://a@b.example', 'carries a user name or password. Remove them from the URL;'],
  ['http://b.example', 'starts with http:// and would send the secret unencrypted to b.example.'],
  ['https://x.safelinks.a.example', 'was rewritten by a mail program (x.safelinks.a.example).'],
  ['https://a.example/#', 'has a fragment (#...). Remove it.'],
  ['https://a.example/?PASSWORD=x', 'carries a secret in its query (password), where every proxy'],
])('%s: the URL of the test %s', (text, message) => {
  expect(() => secureUrl(text, 'URL of the test')).toThrow(`The URL of the test ${message}`);
});

test.each([
  ['https://a.example', '443'],
  ['http://localhost', '80'],
  ['https://a.example:80', '80'],
  ['http://localhost:443', '443'],
])('the port of %s is %s', (url, port) => {
  expect(portOf(new URL(url))).toBe(port);
});

test.each([
  ['https://a.example', 'https://a.example/oauth/token'],
  ['https://a.example/', 'https://a.example/oauth/token'],
  ['https://a.example/prefix', 'https://a.example/prefix/oauth/token'],
  ['https://a.example/pre//fix//?x=1', 'https://a.example/pre//fix/oauth/token?x=1'],
])('%s with a path is %s', (url, expected) => {
  const base = new URL(url);
  expect(withPath(base, '/oauth/token').href).toBe(expected);
  expect(base.href).toBe(new URL(url).href);
});

test.each([
  ['login.etrusted.com', 'https://login.etrusted.com/', true],
  ['Login.Etrusted.com', 'https://LOGIN.etrusted.com/', true],
  ['etrusted.com', 'https://login.etrusted.com/', false],
  ['login.etrusted.com', 'https://login.etrusted.com.evil.example/', false],
  ['login.etrusted.com', 'https://evil-login.etrusted.com/', false],
  ['*.etrusted.com', 'https://login.etrusted.com/', true],
  ['*.etrusted.com', 'https://a.b.etrusted.com/', true],
  ['*.etrusted.com', 'https://etrusted.com/', false],
  ['*.etrusted.com', 'https://notetrusted.com/', false],
  ['a.example:443', 'https://a.example/', true],
  ['a.example:443', 'https://a.example:8443/', false],
  ['a.example', 'https://a.example:8443/', true],
  ['*.example:8443', 'https://a.example:8443/', true],
  ['localhost:80', 'http://localhost/', true],
  ['[::1]', 'http://[::1]:1/', true],
  ['[::1]:1', 'http://[::1]:1/', true],
  ['[::1]:2', 'http://[::1]:1/', false],
])('the pattern %s allows %s: %s', (pattern, url, expected) => {
  expect(hostAllowed(new URL(url), [pattern])).toBe(expected);
  expect(hostAllowed(new URL(url), ['other.example', pattern])).toBe(expected);
  expect(hostAllowed(new URL(url), [])).toBe(false);
});
