import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../docs/sources.ts';
import { problems, ruleProblems, type Seen } from './cases/check.ts';
import { casesIn, type Expected } from './cases/format.ts';
import { runCase } from './cases/run.ts';

/** Another folder of cases can be named to try them on the same bundle. */
const FOLDER = process.env['CASES'] ?? join(root, 'test/fixtures/cases');

describe('the built action does what was expected in each reported case', () => {
  for (const given of casesIn(FOLDER)) {
    test(given.name, { timeout: 25_000 * given.runs.length }, async () => {
      const found = await runCase(given);
      if (found.length > 0) expect.fail(found.join('\n'));
    });
  }
});

const form = new URLSearchParams({ audience: 'an-api' });
const GOOD: Seen = {
  run: {
    exitCode: 0,
    stdout: '::add-mask::a-token\n::warning title=W_X::One scope is missing.\n',
    outputs: { 'access-token': 'a-token', endpoints: '{"A":"https://a.example"}' },
    exported: {},
  },
  requests: [
    {
      host: 'login.example.com',
      path: '/token',
      form,
      clientId: 'client',
      secret: 'invented-secret',
      authMethod: 'client_secret_post',
    },
  ],
  connects: ['login.example.com:443'],
  serverWords: [],
  later: 'a-token of client',
  seconds: 2,
};
const BAD: Seen = {
  ...GOOD,
  run: {
    exitCode: 1,
    stdout: '::error title=E_UNAUTHORIZED::The server answered "no such client". Store it again.\n',
    outputs: {},
    exported: {},
  },
  serverWords: ['no such client'],
};

describe('an expectation', () => {
  test.each<[Seen, Expected]>([
    [GOOD, { exit: 0, apiUrl: '', provider: { not: 'ias' }, seconds: 2 }],
    [GOOD, { requests: { count: 1, clientId: 'client', secret: 'invented-secret' } }],
    [GOOD, { requests: { count: [0, 2], host: 'login.example.com', path: '/token' } }],
    [GOOD, { requests: { form: { audience: ['an-api', 'another'], scope: null } } }],
    [GOOD, { requests: { neverHost: 'other.example', neverSecret: ['x'], neverClientId: 'y' } }],
    [GOOD, { outputs: { endpoints: { json: { A: 'https://a.example' } } } }],
    [GOOD, { warning: { says: 'SCOPE', never: ['secret'] }, later: '*** of client' }],
    [GOOD, { masks: { never: ['client'], must: 'a-token' } }],
    [GOOD, { either: [{ exit: 1 }, { exit: 0 }] }],
    [BAD, { exit: 1, codes: ['E_HTTP', 'E_UN*'], message: { says: 'store', shows: 'no such' } }],
    [BAD, { said: { never: 'no such' } }],
  ])('that holds has no problem (%#)', (seen, expected) => {
    expect(problems(expected, seen)).toEqual([]);
    expect(ruleProblems(seen)).toEqual([]);
  });

  test.each<[Seen, Expected]>([
    [GOOD, { exit: 1 }],
    [GOOD, { codes: 'E_HTTP' }],
    [GOOD, { apiUrl: 'https://a.example' }],
    [GOOD, { provider: { not: '' } }],
    [GOOD, { seconds: 1 }],
    [GOOD, { requests: { count: 0 } }],
    [GOOD, { requests: { count: [2, 3] } }],
    [GOOD, { requests: { clientId: 'other' } }],
    [GOOD, { requests: { secret: 'other' } }],
    [GOOD, { requests: { authMethod: 'client_secret_basic' } }],
    [GOOD, { requests: { host: 'other.example' } }],
    [GOOD, { requests: { path: '/' } }],
    [GOOD, { requests: { form: { audience: null } } }],
    [GOOD, { requests: { form: { scope: 'a' } } }],
    [GOOD, { requests: { neverHost: 'login.example.com' } }],
    [{ ...GOOD, requests: [] }, { requests: { neverHost: 'login.example.com' } }],
    [GOOD, { requests: { neverClientId: ['client'] } }],
    [GOOD, { requests: { neverSecret: 'invented-secret' } }],
    [GOOD, { outputs: { endpoints: { json: { B: 'https://b.example' } } } }],
    [GOOD, { outputs: { 'access-token': { json: { a: 1 } } } }],
    [GOOD, { warning: { says: ['scope', 'audience'] } }],
    [GOOD, { warning: { never: 'missing' } }],
    [GOOD, { message: { says: 'scope' } }],
    [GOOD, { later: 'a-token of client' }],
    [GOOD, { masks: { never: 'a-token' } }],
    [GOOD, { masks: { must: ['client'] } }],
    [GOOD, { either: [{ exit: 1 }, { exit: 2 }] }],
    [BAD, { codes: 'E_HTTP' }],
    [BAD, { said: { says: 'no such' } }],
  ])('that does not hold has one problem (%#)', (seen, expected) => {
    expect(problems(expected, seen)).toHaveLength(1);
  });

  test.each<[string, Seen, Partial<Seen['run']>]>([
    ['exit 0 without a token', GOOD, { outputs: {} }],
    ['exit 0 with an error', GOOD, { stdout: BAD.run.stdout }],
    ['exit 1 without an error', BAD, { stdout: '' }],
    ['two errors', BAD, { stdout: BAD.run.stdout.repeat(2) }],
    ['a code that no page explains', BAD, { stdout: '::error title=E_NOTHING::x\n' }],
    ['an output of a failed run', BAD, { outputs: { 'token-url': 'x' } }],
    ['a variable of a failed run', BAD, { exported: { TOKEN: 'x' } }],
    ['another exit code', BAD, { exitCode: 7 }],
  ])('of every run is not met by %s', (_what, seen, change) => {
    expect(ruleProblems({ ...seen, run: { ...seen.run, ...change } })).toHaveLength(1);
  });
});
