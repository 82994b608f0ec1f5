import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { RecordedRequest } from '../servers/https-server.ts';
import { commands, ownWords, ruleProblems } from './cases/check.ts';
import { tokenRequest } from './cases/token-request.ts';
import { KEYS, type SampleKey } from './mistakes/keys.ts';
import { MISTAKES, PAIRS } from './mistakes/mistakes.ts';
import { step } from './step.ts';
import { keyLines, opaqueToken, serveEverywhere, tokenAnswer } from './world.ts';

/** Gives a token to this client alone, and answers all others as a UAA does. */
function serverOf({ parts, subject }: SampleKey, token: string) {
  return (request: RecordedRequest) => {
    const { host, clientId, secret } = tokenRequest(request);
    if (host !== new URL(parts.url).host) return { status: 404, body: {} };
    const proved =
      subject === undefined ? secret === parts.proof : request.clientCertificateSubject === subject;
    if (proved && clientId === parts.clientId) return tokenAnswer(token);
    return {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="UAA/client", error="unauthorized"' },
      body: REFUSAL,
    };
  };
}

const REFUSAL = { error: 'invalid_client', error_description: 'Bad credentials' };

/** What came of each mistake with each key. */
const results = new Map<string, string>();

describe('a credential that is stored wrongly gives its token, or an error that names the cause', () => {
  test('there are more than 100 mistakes', () => {
    expect(PAIRS.length).toBeGreaterThan(100);
  });

  test.each(PAIRS.map((pair) => [pair.mistake.name, pair.key.name, pair] as const))(
    '%s: %s',
    async (_mistake, _key, { mistake, key, inputs }) => {
      const token = opaqueToken();
      const { requests, env } = await serveEverywhere(serverOf(key, token), {
        clientCertificates: key.subject !== undefined,
      });
      const { proof, clientId } = key.parts;
      const run = await step({
        inputs: { timeout: '10s', ...inputs },
        env,
        secrets: [token, ...(key.subject === undefined ? [proof] : keyLines(proof))],
        clientId,
      });
      const code = commands(run).find(({ name }) => name === 'error')?.properties['title'] ?? '';
      const words = ownWords(run, ['error', 'warning', 'notice'], Object.values(REFUSAL));
      const named = mistake.named.test(words);
      const result = run.exitCode === 0 ? 'works' : `${code}${named ? '' : ' (not named)'}`;
      results.set(`${mistake.name}|${key.name}`, result);
      const seen = { run, requests: [], connects: [], serverWords: [], seconds: 0 };
      expect(ruleProblems(seen)).toEqual([]);
      expect(requests.length).toBeLessThan(2);
      if (run.exitCode === 0) expect(run.outputs['access-token']).toBe(token);
      else if (!named) expect.fail(`${code} does not name the cause: ${words}`);
    },
  );
});

/** Where the variable names a file, it gets the results as a table in Markdown. */
const TABLE = process.env['MISTAKES_TABLE'];

afterAll(() => {
  if (TABLE === undefined) return;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const cellsOf = (name: string) =>
    KEYS.map((key) => results.get(`${name}|${key.name}`) ?? '\u2013');
  writeFileSync(
    TABLE,
    [
      row(['mistake', ...KEYS.map(({ name }) => name)]),
      row(['---', ...KEYS.map(() => '---')]),
      ...MISTAKES.map(({ name }) => row([name, ...cellsOf(name)])),
    ].join(''),
  );
});
