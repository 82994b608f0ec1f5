import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { hostPatterns, readInputs, refuseBlankHosts } from '../../src/action/inputs.ts';
import { recordingRunner } from '../context.ts';
import { text } from '../docs/sources.ts';

function read(inputs: Readonly<Record<string, string>>) {
  return readInputs(recordingRunner(inputs));
}

test('nothing given means the defaults', () => {
  expect(read({})).toMatchObject({
    credentialOptions: { provider: 'auto', authMethod: 'auto' },
    requestOptions: { parameters: { resource: [], others: [] }, requireScopes: [] },
    timeout: 60_000,
  });
});

describe('inputs that are understood', () => {
  test.each<[string, string, object]>([
    ['timeout', '500ms', { timeout: 500 }],
    ['timeout', '90s', { timeout: 90_000 }],
    ['timeout', '60m', { timeout: 3_600_000 }],
    ['timeout', ' 1ms ', { timeout: 1 }],
    ['env-prefix', 'CALM', { envPrefix: 'CALM' }],
    ['env-prefix', 'GITHUBBER', { envPrefix: 'GITHUBBER' }],
    ['provider', 'etrusted', { credentialOptions: { provider: 'etrusted' } }],
    ['auth-method', 'tls_client_auth', { credentialOptions: { authMethod: 'tls_client_auth' } }],
    ['endpoint', 'Api', { credentialOptions: { endpoint: 'Api' } }],
    ['client-id', ' a ', { overrides: { clientId: 'a' } }],
    ['token-url', 'https://a', { overrides: { tokenUrl: 'https://a' } }],
    ['scope', 'a  b\nc', { requestOptions: { parameters: { scope: 'a b c' } } }],
    ['scope', 'a, b ,c,,\n,', { requestOptions: { parameters: { scope: 'a b c' } } }],
    ['scope', 'a,b', { requestOptions: { parameters: { scope: 'a,b' } } }],
    [
      'require-scopes',
      'app!t1.Read b',
      { requestOptions: { requireScopes: ['app!t1.Read', 'b'] } },
    ],
    [
      'assertion-audience',
      'https://a/realms/b',
      { requestOptions: { assertionAudience: 'https://a/realms/b' } },
    ],
    ['audience', 'https://a b', { requestOptions: { parameters: { audience: 'https://a b' } } }],
    [
      'resource',
      'https://a\nhttps://b',
      { requestOptions: { parameters: { resource: ['https://a', 'https://b'] } } },
    ],
    ['token-format', 'opaque', { requestOptions: { parameters: { tokenFormat: 'opaque' } } }],
    [
      'allowed-hosts',
      'a.example, *.b.example\n[::1]:1',
      { requestOptions: { allowedHosts: ['a.example', '*.b.example', '[::1]:1'] } },
    ],
    [
      'parameters',
      'a=b\n\r\n c.d-e = f=g \nh=',
      {
        requestOptions: {
          parameters: {
            others: [
              ['a', 'b'],
              ['c.d-e', 'f=g'],
              ['h', ''],
            ],
          },
        },
      },
    ],
  ])('%s: %j', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  test('one part beside a stored credential', () => {
    const inputs = { credentials: '{}', 'client-secret': 'b', 'token-url': 'https://a' };
    expect(read(inputs)).toMatchObject({ credentials: '{}', overrides: { clientSecret: 'b' } });
  });
});

describe('inputs that are refused', () => {
  const whole = { credentials: '{}', 'client-id': 'a', 'token-url': 'https://a' };
  test.each<[Record<string, string>, string]>([
    ...['60', '0s', '-1s', '1.5s', '1h', '61m', 's', '1 s', '1S', '99999999ms'].map(
      (timeout): [Record<string, string>, string] => [{ timeout }, 'E_INPUT_INVALID'],
    ),
    ...[
      'calm',
      '1A',
      '_A',
      'A-B',
      'GITHUB',
      'GITHUB_X',
      'PATH',
      'LD_X',
      'NODE_A',
      'A'.repeat(65),
    ].map((prefix): [Record<string, string>, string] => [{ 'env-prefix': prefix }, 'E_NAME']),
    [{ provider: 'sap' }, 'E_INPUT_INVALID'],
    [{ provider: 'toString' }, 'E_INPUT_INVALID'],
    [{ 'auth-method': 'basic' }, 'E_INPUT_INVALID'],
    [{ 'token-format': 'JWT' }, 'E_INPUT_INVALID'],
    [{ scope: 'a"b' }, 'E_INPUT_CHARSET'],
    [{ scope: 'grün' }, 'E_INPUT_CHARSET'],
    [{ 'require-scopes': 'a\\b' }, 'E_INPUT_CHARSET'],
    [{ audience: 'a\nb' }, 'E_INPUT_CHARSET'],
    [{ resource: 'a\u0000b' }, 'E_INPUT_CHARSET'],
    [{ 'allowed-hosts': 'https://a.example' }, 'E_INPUT_INVALID'],
    [{ 'allowed-hosts': 'a.example/path' }, 'E_INPUT_INVALID'],
    [{ 'allowed-hosts': '.a.example' }, 'E_INPUT_INVALID'],
    [{ 'allowed-hosts': 'a.example no limit/' }, 'E_INPUT_INVALID'],
    [{ parameters: 'a' }, 'E_INPUT_INVALID'],
    [{ parameters: '=a' }, 'E_INPUT_INVALID'],
    [{ parameters: 'a b=c' }, 'E_INPUT_INVALID'],
    [{ parameters: 'client_secret=a' }, 'E_INPUT_INVALID'],
    [{ parameters: 'Grant_Type=a' }, 'E_INPUT_INVALID'],
    [{ parameters: 'a=b\u0007c' }, 'E_INPUT_CHARSET'],
    [{ parameters: 'a=1\na=2' }, 'E_INPUT_CONFLICT'],
    [{ parameters: 'scope=a', scope: 'b' }, 'E_INPUT_CONFLICT'],
    [{ parameters: 'token_format=jwt', 'token-format': 'jwt' }, 'E_INPUT_CONFLICT'],
    [{ parameters: 'resource=a', resource: 'b' }, 'E_INPUT_CONFLICT'],
    [{ parameters: 'audience=a', audience: 'b' }, 'E_INPUT_CONFLICT'],
    [{ ...whole, 'client-secret': 'b' }, 'E_INPUT_CONFLICT'],
    [{ ...whole, certificate: 'b', 'private-key': 'c' }, 'E_INPUT_CONFLICT'],
    [{ ...whole, 'private-key': 'c', 'auth-method': 'private_key_jwt' }, 'E_INPUT_CONFLICT'],
  ])('%j: %s', (inputs, code) => {
    expect(() => read(inputs)).toThrow(expect.objectContaining({ name: 'Failure', code }));
  });
});

describe('allowed-hosts', () => {
  test.each(['', ' ', '\t', '\n', ' \r\n ', '\u00a0'])('given and blank is refused: %j', (text) => {
    expect(() => refuseBlankHosts({ 'INPUT_ALLOWED-HOSTS': text })).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_INVALID',
        message:
          'The input allowed-hosts is given, but names no host. Is the variable or secret of its expression set? Name the hosts, or remove the input from the step: then there is no limit.',
      }),
    );
  });

  test.each([',', ', ,', ' ,\n, '])('given without a host is refused: %j', (text) => {
    const expected = expect.objectContaining({
      code: 'E_INPUT_INVALID',
      message: expect.stringContaining('names no host'),
    });
    expect(() => hostPatterns(text)).toThrow(expected);
    expect(() => read({ 'allowed-hosts': text })).toThrow(expected);
  });

  test.each(['action.yml', 'rotate/action.yml'])('the default of %s is no limit', (file) => {
    const { inputs } = parse(text(file)) as { inputs: Record<string, { default?: string }> };
    const value = inputs['allowed-hosts']?.default ?? '';
    expect(() => refuseBlankHosts({ 'INPUT_ALLOWED-HOSTS': value })).not.toThrow();
    expect(hostPatterns(value)).toBeUndefined();
  });

  test('not given at all, outside of a runner, is no limit, too', () => {
    expect(() => refuseBlankHosts({})).not.toThrow();
    expect(read({}).requestOptions.allowedHosts).toBeUndefined();
  });

  test.each([
    ['api.*.hana.ondemand.com', 1],
    ['a.example *foo.example', 2],
    ['a.example, b.example\n*', 3],
    ['*.*.example', 1],
    ['**.example', 1],
    ['*.example.*', 1],
    ['*:443', 1],
    ['*.', 1],
    ['https://*.example', 1],
  ])('a star elsewhere than at the beginning is told: %j', (hosts, place) => {
    expect(() => hostPatterns(hosts)).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_INVALID',
        message: `Host ${place} of the input allowed-hosts has a star that is not its whole first part. A star is possible at the beginning alone, as in *.hana.ondemand.com, where it is one part of the name or more. Name the hosts one by one, or shorten the pattern.`,
      }),
    );
  });
});
