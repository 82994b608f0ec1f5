// How many files of the sources somebody has to read to follow one run: those in which a function runs
// (V8's coverage), with the sources started as they are.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudFoundryIssuer } from '../end-to-end/rotation/cloud-foundry-issuer.ts';
import { OTHERS } from '../end-to-end/rotation/platform.ts';
import { platform } from '../end-to-end/rotation/rotation-step.ts';
import { goodStep } from '../end-to-end/step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from '../end-to-end/world.ts';
import { type RunOptions, standAround } from '../runner/run-action.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reach-'));
const coverage = join(folder, 'coverage');

/** The metadata of an action, with a file of the sources in place of one of dist. */
function fromSources(metadata: string, main: string): string {
  const text = readFileSync(join(root, metadata), 'utf8');
  const path = join(folder, `${basename(main)}.yml`);
  writeFileSync(path, text.replace(/main: .*/, `main: ${relative(folder, join(root, main))}`));
  return path;
}

beforeAll(() => {
  const token = fromSources('action.yml', 'src/action/index.ts');
  const rotation = fromSources('rotate/action.yml', 'src/action/rotate-index.ts');
  standAround(({ action, ...options }, run) =>
    run({
      ...options,
      action: action?.includes('rotate') ? rotation : token,
      env: { ...options.env, NODE_V8_COVERAGE: coverage },
    } satisfies RunOptions),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number; readonly startOffset: number }[];
    }[];
  }[];
}

/** Files in which a function ran; what runs while a file is loaded does not count. */
function filesThatRan(): string[] {
  const reports = readdirSync(coverage).map(
    (file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')) as Coverage,
  );
  rmSync(coverage, { recursive: true });
  mkdirSync(coverage);
  const ran = reports
    .flatMap(({ result }) => result)
    .filter(({ functions }) =>
      functions.some(
        ({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0,
      ),
    )
    .map(({ url }) => (url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url))
    .filter((path) => path.startsWith('src/'));
  return [...new Set(ran)].sort();
}

test('one token runs through at most 30 files', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const { credentials, clientId, clientSecret } = xsuaaClient(server.url);
  await goodStep({
    inputs: { credentials },
    env: trusting,
    clientId,
    secrets: [clientSecret, token],
  });
  const files = filesThatRan();
  expect(files).toContain('src/token/fetch-token.ts');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(30);
});

test('one rotation at Cloud Foundry runs through at most 60 files', async () => {
  const world = await platform({ startIssuer: cloudFoundryIssuer, others: OTHERS });
  await world.setUpByHand();
  const { exitCode, outputs, stdout } = await world.rotate();
  expect({ exitCode, state: outputs['state'] }, stdout).toEqual({ exitCode: 0, state: 'rotated' });
  const files = filesThatRan();
  expect(files).toContain('src/rotation/engine.ts');
  expect(files.length, files.join('\n')).toBeLessThanOrEqual(60);
});
