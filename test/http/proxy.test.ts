import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { proxiesFrom, proxySecrets } from '../../src/http/proxy.ts';

type Environment = Parameters<typeof proxiesFrom>[0];
const PROXY = 'http://proxy.example.com:3128/';

function proxyOf(env: Environment, url = 'https://api.example.org/'): string | undefined {
  return proxiesFrom(env)(new URL(url))?.url.href;
}

describe('the variables', () => {
  const LOOPBACK = 'http://localhost:8080/';
  test.each<[string, Environment, string | undefined, string?]>([
    ['none', {}, undefined],
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://upper:1' }, 'http://upper:1/'],
    [
      'https_proxy before HTTPS_PROXY',
      { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1' },
      'http://lower:1/',
    ],
    [
      'an empty https_proxy gives way',
      { HTTPS_PROXY: 'http://upper:1', https_proxy: ' ' },
      'http://upper:1/',
    ],
    ['HTTP_PROXY is not for https', { HTTP_PROXY: 'http://plain:1' }, undefined],
    ['plain HTTP stays on this machine', { HTTP_PROXY: 'http://plain:1' }, undefined, LOOPBACK],
    ['HTTPS_PROXY is not for http', { HTTPS_PROXY: 'http://upper:1' }, undefined, LOOPBACK],
    ['no scheme means http', { HTTPS_PROXY: 'proxy.example.com:3128' }, PROXY],
    [
      'a proxy that speaks TLS',
      { HTTPS_PROXY: 'https://secure.example.com' },
      'https://secure.example.com/',
    ],
    ['spaces around', { HTTPS_PROXY: ` ${PROXY} ` }, PROXY],
    ['an IPv6 address', { HTTPS_PROXY: 'http://[::1]:3128' }, 'http://[::1]:3128/'],
  ])('%s', (_name, env, expected, url) => {
    expect(proxyOf(env, url)).toBe(expected);
  });

  test.each([
    'socks5://proxy.example.com:1080',
    'socks4://a',
    'socks5h://name:hidden-words@proxy:1080',
    'ftp://a',
    'xhttp://a',
    'http://',
    'http://a b',
    'http://a:99999',
    '://',
    // A password with / ? or # that is not encoded: its first part must not pass for a port.
    'http://user:12/hidden-words@proxy:3128',
    'http://user:12?hidden-words@proxy:3128',
    'user:12#hidden-words@proxy:3128',
  ])('%s is refused by its name and never gone past', (value) => {
    expect(() => proxyOf({ HTTPS_PROXY: value })).toThrow(
      expect.objectContaining({ code: 'E_PROXY', message: expect.stringContaining('HTTPS_PROXY') }),
    );
    expect(() => proxyOf({ HTTPS_PROXY: value })).not.toThrow(/hidden-words/);
  });
});

describe('a value that was not written for this reader', () => {
  test.each([
    `"${PROXY}"`,
    `'${PROXY}'`,
    `\`${PROXY}'`,
    `\u201c${PROXY}\u201d`,
    `\u201e${PROXY}\u201c`,
    `\u2018${PROXY}\u2019`,
    `\u201a${PROXY}\u2018`,
    `\u00ab${PROXY}\u00bb`,
    ` " ${PROXY} " `,
    '"proxy.example.com:3128"',
  ])('quotation marks around it are no part of it: %s', (value) => {
    expect(proxyOf({ https_proxy: value })).toBe(PROXY);
  });

  test.each([
    `"${PROXY}`,
    `${PROXY}"`,
    `'${PROXY}"`,
    `\u201c${PROXY}`,
    `${PROXY}\u2019`,
    '"',
    '""',
    `"'${PROXY}'"`,
    `"http://proxy.example.com:3128`,
    `http://proxy.example.com:3128'`,
  ])('quotation marks that do not belong together are told: %s', (value) => {
    expect(() => proxyOf({ https_proxy: value })).toThrow(
      expect.objectContaining({
        code: 'E_PROXY',
        message:
          'The environment variable https_proxy has quotation marks that are no part of a URL. Write the URL of the proxy without them, such as http://proxy.example.com:3128.',
      }),
    );
  });

  test.each([
    'http//proxy.example.com:3128',
    'http:/proxy.example.com:3128',
    'http:proxy.example.com:3128',
    'http:\\\\proxy.example.com:3128\\a',
    'http://proxy.example.com:3128/a@b',
    'http://proxy.example.com:3128?a',
    'http://proxy.example.com:3128 # the proxy',
    'http://one.example.com:1,http://two.example.com:2',
    'http://one.example.com;http://two.example.com',
    'http://pro\nxy.example.com:3128',
    'http://pro\txy.example.com:3128',
    'http://"proxy.example.com":3128',
    'http=proxy.example.com:3128',
    'HTTPS_PROXY=http://proxy.example.com:3128',
    '$PROXY',
    '$' + '{PROXY}',
  ])('nothing is read half: %j', (value) => {
    expect(() => proxyOf({ https_proxy: value })).toThrow(
      expect.objectContaining({ code: 'E_PROXY' }),
    );
  });

  test('whatever surrounds a URL, the proxy is that of the URL, or none', () => {
    const around = fc.stringMatching(/^[\s"'`\u2018-\u201f\u00ab\u00bb;,=]{0,3}$/);
    fc.assert(
      fc.property(around, around, (before, after) => {
        let found: string | undefined;
        try {
          found = proxyOf({ https_proxy: `${before}${PROXY}${after}` });
        } catch (error) {
          expect(error).toMatchObject({ code: 'E_PROXY' });
          return;
        }
        expect(found).toBe(PROXY);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['"', "'", '\u201c', '" '])('the password behind %j is masked', (quote) => {
    const written = `${quote}http://user:hidden-word@proxy.example.com:3128`;
    expect(proxySecrets({ https_proxy: written })).toContain('hidden-word');
    expect(proxySecrets({ https_proxy: `${written}${quote}` })).toContain('hidden-word');
  });
});

describe('user names and passwords', () => {
  function basic(value: string): string | undefined {
    const proxy = proxiesFrom({ HTTPS_PROXY: value })(new URL('https://api.example.org/'));
    expect(proxy?.url.href).not.toContain('@');
    const header = proxy?.authorization;
    return header && Buffer.from(header.replace(/^Basic /, ''), 'base64').toString();
  }

  test.each([
    ['http://proxy:1', undefined],
    ['http://user:word@proxy:1', 'user:word'],
    ['user:word@proxy:1', 'user:word'],
    ['http://user@proxy:1', 'user:'],
    ['http://:word@proxy:1', ':word'],
    ['http://us%40er:p%3A%2Fw@proxy:1', 'us@er:p:/w'],
    ['http://user:100%@proxy:1', 'user:100%'],
    ['http://user:gr%C3%BCn@proxy:1', 'user:grün'],
  ])('%s is sent as %s', (value, expected) => {
    expect(basic(value)).toBe(expected);
  });

  test('a password is masked as it is written, as it is meant and as it is sent', () => {
    const env = { http_proxy: 'http://user:p%3A%2Fw@proxy:1', HTTPS_PROXY: 'other:secret@proxy:1' };
    expect(proxySecrets(env)).toEqual(
      expect.arrayContaining([
        'p%3A%2Fw',
        'p:/w',
        Buffer.from('user:p:/w').toString('base64'),
        'secret',
        Buffer.from('other:secret').toString('base64'),
      ]),
    );
  });

  test.each([
    ['http://user:gr\u00fcn %2F@proxy:1', 'gr\u00fcn %2F'],
    [' user:a@b%2f@proxy:1', 'a@b%2f'],
    ['http://user:12/hidden@proxy:1', '12/hidden'],
    ['socks5h://user:hidden@proxy:1', 'hidden'],
    ['http://user@proxy:1', 'user'],
    ['http://to%6ben@proxy:1', 'token'],
    ['http://user:@proxy:1', 'user'],
  ])('of %s is masked what is written there', (HTTPS_PROXY, secret) => {
    expect(proxySecrets({ HTTPS_PROXY })).toContain(secret);
  });

  test('any password in any of the variables is masked, and what is masked is what is sent', () => {
    const name = fc.constantFrom('https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY');
    fc.assert(
      fc.property(name, fc.string({ minLength: 1, unit: 'grapheme' }), (variable, password) => {
        const written = `http://user:${encodeURIComponent(password)}@proxy:1`;
        const masks = proxySecrets({ [variable]: written });
        expect(masks).toContain(password);
        expect(masks).toContain(Buffer.from(`user:${password}`).toString('base64'));
      }),
    );
  });

  test.each([{}, { HTTPS_PROXY: '' }, { HTTPS_PROXY: 'http://proxy' }])(
    'nothing is masked of %j',
    (env) => {
      expect(proxySecrets(env)).toEqual([]);
    },
  );
});

describe('NO_PROXY', () => {
  test.each([
    ['api.example.org', 'https://api.example.org/', true],
    ['API.Example.Org', 'https://api.example.org/', true],
    ['example.org', 'https://api.example.org/', true],
    ['.example.org', 'https://api.example.org/', true],
    ['*.example.org', 'https://api.example.org/', true],
    ['example.org', 'https://example.org/', true],
    ['ample.org', 'https://api.example.org/', false],
    ['.ample.org', 'https://api.example.org/', false],
    ['api.example', 'https://api.example.org/', false],
    ['*', 'https://api.example.org/', true],
    ['other.org,api.example.org', 'https://api.example.org/', true],
    ['other.org  api.example.org', 'https://api.example.org/', true],
    [' , ', 'https://api.example.org/', false],
    ['', 'https://api.example.org/', false],
    ['api.example.org:443', 'https://api.example.org/', true],
    ['api.example.org:8443', 'https://api.example.org/', false],
    ['api.example.org:8443', 'https://api.example.org:8443/', true],
    ['.example.org:8443', 'https://api.example.org:8443/', true],
    ['api.example.org:https', 'https://api.example.org/', false],
    ['https:api.example.org', 'https://api.example.org/', false],
    [':443', 'https://api.example.org./', false],
    ['192.0.2.7', 'https://192.0.2.7/', true],
    ['192.0.2.7', 'https://192.0.2.70/', false],
    ['192.0.2.7:443', 'https://192.0.2.7/', true],
    ['192.0.2.7:8443', 'https://192.0.2.7/', false],
    ['192.0.2.0/24', 'https://192.0.2.255/', true],
    ['192.0.2.0/24', 'https://192.0.3.0/', false],
    ['192.0.2.0/33', 'https://192.0.2.0/', false],
    ['192.0.2.7/32', 'https://192.0.2.7/', true],
    ['192.0.2.0/', 'https://192.0.2.1/', false],
    ['192.0.2.0/x24', 'https://192.0.2.1/', false],
    ['192.0.2.0/24x', 'https://192.0.2.1/', false],
    ['example.org/8', 'https://192.0.2.1/', false],
    ['0.0.0.0/0', 'https://192.0.2.1/', true],
    ['0.0.0.0/0', 'https://api.example.org/', false],
    ['.2.7', 'https://192.0.2.7/', false],
    ['::1', 'https://[::1]/', true],
    ['[::1]', 'https://[::1]/', true],
    ['0:0:0:0:0:0:0:1', 'https://[::1]/', true],
    ['[::1]:8443', 'https://[::1]:8443/', true],
    ['[::1]:8443', 'https://[::1]/', false],
    ['2001:db8::/32', 'https://[2001:db8:1::7]/', true],
    ['2001:db8::/32', 'https://[2001:db9::7]/', false],
    ['2001:db8::7/128', 'https://[2001:db8::7]/', true],
    ['2001:db8::/129', 'https://[2001:db8::]/', false],
    ['2001:db8::/32', 'https://192.0.2.1/', false],
  ])('%j: is %s asked directly? %s', (list, url, direct) => {
    const expected = direct ? undefined : PROXY;
    expect(proxyOf({ HTTPS_PROXY: PROXY, NO_PROXY: list }, url)).toBe(expected);
    expect(proxyOf({ HTTPS_PROXY: PROXY, no_proxy: list, NO_PROXY: '' }, url)).toBe(expected);
  });

  test('any list is read without a fault', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('https://a.example/', 'https://[::1]/', 'https://1.2.3.4/'),
        (list, url) => {
          expect([undefined, PROXY]).toContain(
            proxyOf({ HTTPS_PROXY: PROXY, NO_PROXY: list }, url),
          );
        },
      ),
    );
  });

  test('a proxy that is not to be used is not even read', () => {
    expect(proxyOf({ HTTPS_PROXY: 'socks5://a', NO_PROXY: '*' })).toBeUndefined();
    expect(() => proxyOf({ HTTPS_PROXY: 'socks5://a', NO_PROXY: 'other.org' })).toThrow(Failure);
  });
});
