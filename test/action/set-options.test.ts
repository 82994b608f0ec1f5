import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInputs } from '../../src/action/inputs.ts';
import {
  inputsOfMember,
  type MemberSettings,
  readSetOptions,
  SETTINGS,
} from '../../src/action/set-options.ts';
import { Failure } from '../../src/base/failure.ts';
import { recordingRunner } from '../context.ts';

const NAMES = ['calm', 'afc', 'afc.prod', 'afc.prod-1', '__proto__', 'portal'];

function plain(settings: ReadonlyMap<string, MemberSettings>) {
  return [...settings].map(([name, inputs]) => [name, [...inputs]]);
}

function failure(text: string): Failure {
  try {
    readSetOptions(text, NAMES);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('any settings of any names are read, with whatever is in their values', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,20}$/);
  const value = fc.stringMatching(/^[!-~](?:[ -~]{0,30}[!-~])?$/);
  const entry = fc.record({ name, setting: fc.constantFrom(...SETTINGS), value });
  const entries = fc.uniqueArray(entry, { selector: (each) => `${each.name}.${each.setting}` });
  fc.assert(
    fc.property(entries, fc.constantFrom('\n', '\r\n', '\n\n # x.y=z\n'), (written, between) => {
      const text = written.map((each) => ` ${each.name}.${each.setting} = ${each.value}`);
      const names = written.map((each) => each.name);
      const found = readSetOptions(text.join(between), names);
      expect([...found.values()].reduce((sum, { size }) => sum + size, 0)).toBe(written.length);
      for (const each of written) {
        expect(found.get(each.name)?.get(each.setting)).toBe(each.value);
      }
    }),
  );
});

test('a name may have dots, and a value any =', () => {
  const text =
    'afc.scope=a\nafc.prod.scope=b=c\nafc.prod-1.token-url=https://h/t?a=b\n__proto__.scope=d';
  expect(plain(readSetOptions(text, NAMES))).toEqual([
    ['afc', [['scope', 'a']]],
    ['afc.prod', [['scope', 'b=c']]],
    ['afc.prod-1', [['token-url', 'https://h/t?a=b']]],
    ['__proto__', [['scope', 'd']]],
  ]);
});

describe('a line that cannot be meant is named by its number, and what was meant is told', () => {
  test.each([
    ['calm.scope=a\n\nhidden', 'Line 3 of the input set-options is not name.input=value.'],
    ['hidden=a', 'Line 1 of the input set-options is not name.input=value.'],
    ['.scope=hidden', 'Line 1 of the input set-options is not name.input=value.'],
    ['calm.=hidden', 'Line 1 of the input set-options is not name.input=value.'],
    ['=calm.scope', 'Line 1 of the input set-options is not name.input=value.'],
    ['calm={"clientsecret":"hidden.x=y"}', 'Line 1 of the input set-options is not name.input'],
    [
      'hidden.scope=a',
      'Line 1 of the input set-options is about a name that the credential-set does not have. It has calm, afc,',
    ],
    ['clam.scope=hidden', 'Did you mean calm?'],
    ['Calm.scope=hidden', 'Did you mean calm?'],
    ['afc.prd.scope=hidden', 'Did you mean afc.prod?'],
    [
      'calm.hidden=a',
      'Line 1 of the input set-options gives an input that is not known. A member can have endpoint, scope,',
    ],
    ['calm.scopes=hidden', 'Did you mean scope?'],
    ['calm.token_url=hidden', 'Did you mean token-url?'],
    ['calm.Provider=hidden', 'Did you mean provider?'],
    [
      'calm.client-secret=hidden',
      'Line 1 of the input set-options gives client-secret, which a member cannot have for itself.',
    ],
    ['calm.allowed-hosts=hidden', 'gives allowed-hosts, which a member cannot have for itself.'],
    ['calm.timeout=hidden', 'gives timeout, which a member cannot have for itself.'],
    ['#\ncalm.scope=', 'Line 2 of the input set-options has no value.'],
    ['calm.require-scopes= \t', 'Line 1 of the input set-options has no value.'],
    [
      'calm.scope=a\nafc.scope=b\ncalm.scope = hidden',
      'Lines 1 and 3 of the input set-options give the same input of the same name.',
    ],
  ])('%j', (text, words) => {
    const { code, message } = failure(text);
    expect(code).toBe('E_INPUT_INVALID');
    expect(message).toContain(words);
    expect(message).not.toContain('hidden');
  });
});

describe('the settings of a member', () => {
  const step = recordingRunner({
    scope: 'all',
    audience: 'https://a.example',
    provider: 'oauth2',
    parameters: 'tenant=acme\nresource=https://r.example\ntoken_format=jwt',
  });
  const read = (settings: Readonly<Record<string, string>>) =>
    readInputs(inputsOfMember(step, new Map(Object.entries(settings))));

  test('win over the inputs of the step, and leave the others as they are', () => {
    expect(
      read({ scope: 'own', 'auth-method': 'client_secret_basic', binding: 'b' }),
    ).toMatchObject({
      binding: 'b',
      credentialOptions: { provider: 'oauth2', authMethod: 'client_secret_basic' },
      requestOptions: { parameters: { scope: 'own', audience: 'https://a.example' } },
    });
  });

  test('win over a form parameter of the same name', () => {
    const { parameters } = read({
      resource: 'https://own.example',
      'token-format': 'opaque',
    }).requestOptions;
    expect(parameters).toMatchObject({
      resource: ['https://own.example'],
      tokenFormat: 'opaque',
      others: [['tenant', 'acme']],
    });
  });

  test('are inputs that one step can have, each of them', () => {
    for (const setting of SETTINGS) {
      const asked: string[] = [];
      const runner = {
        input: (name: string) => {
          asked.push(name);
          return undefined;
        },
      };
      readInputs(runner);
      expect(asked).toContain(setting);
    }
  });
});
