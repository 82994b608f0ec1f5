// Changes the security-critical code in hundreds of small ways and looks which changes no test
// notices. Writes the table in docs/mutation.md. With arguments it looks at those files alone
// (`npm run mutation -- src/http/exchange.ts`) and writes nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

type Tried = Awaited<ReturnType<Stryker['runMutationTest']>>[number] & { readonly path: string };

/**
 * Code, and the tests that run it directly; those of whole steps run dist, which is not changed. A
 * mutant of a constant is tried with all tests of its run, so runs with few and quick tests are best.
 */
interface Run {
  readonly group: string;
  readonly code: readonly string[];
  readonly tests: readonly string[];
}

const CONNECTIONS = '{connection,pool,proxy,transport}';

const RUNS: readonly Run[] = [
  {
    group: 'http',
    code: ['src/http/*.ts', `!src/http/${CONNECTIONS}.ts`, '!src/http/undici-transport.ts'],
    tests: ['test/http/{exchange,explain-error,response-reader,retry}.test.ts'],
  },
  {
    group: 'http',
    code: [`src/http/${CONNECTIONS}.ts`],
    tests: ['test/http/{pool,proxy,transport}.test.ts'],
  },
  {
    group: 'http',
    code: ['src/http/undici-transport.ts'],
    tests: ['test/http/undici-transport.test.ts'],
  },
  {
    group: 'masks and sanitizers',
    code: [
      'src/secrets/*.ts',
      'src/base/{text,time,url}.ts',
      'src/runner/{files,lean}.ts',
      'src/action/outputs.ts',
    ],
    tests: [
      'test/{base,secrets}/*.test.ts',
      'test/runner/{files,lean}.test.ts',
      'test/action/{outputs,report,sinks}.test.ts',
      'test/credentials/{fields,token-url}.test.ts',
    ],
  },
];

const wanted = process.argv.slice(2);
const mutants: (Tried & { group: string })[] = [];
for (const { group, code, tests } of RUNS) {
  const mutate = wanted.length === 0 ? code : wanted.filter((path) => belongs(path, code));
  if (mutate.length === 0) continue;
  process.env['MUTATION_TESTS'] = tests.join(' ');
  for (const mutant of await tried(mutate)) mutants.push({ ...mutant, group });
}

const HEAD = ['File', 'Mutants', 'Killed', 'Timeout', 'Survived', 'Score'];
const rows = [...Map.groupBy(mutants, ({ group }) => group)].flatMap(([group, all]) => [
  ...[...Map.groupBy(all, ({ path }) => path)].map(([path, some]) => row(`\`${path}\``, some)),
  row(`**${group}**`, all),
]);
const table = [HEAD, ['---', ...HEAD.slice(1).map(() => '---:')], ...rows]
  .map((cells) => `| ${cells.join(' | ')} |`)
  .join('\n');
console.log(table);
if (wanted.length === 0) {
  const page = fileURLToPath(new URL('../docs/mutation.md', import.meta.url));
  const text = readFileSync(page, 'utf8');
  const marked = /(?<=<!-- table -->).*(?=<!-- \/table -->)/s;
  writeFileSync(page, text.replace(marked, `\n\n${table}\n\n`));
}

/** In two passes: those of functions first, which is quick, then those of constants of modules. */
async function tried(mutate: readonly string[]): Promise<Tried[]> {
  const first = await onePass(mutate, false);
  const constants = first.filter(({ status }) => status === 'Ignored');
  const places = constants.map(({ path, location: { start, end } }) => {
    return `${path}:${start.line}-${end.line}`;
  });
  const second = places.length === 0 ? [] : await onePass([...new Set(places)], true);
  const missing = new Set(constants.map(identity));
  return [
    ...first.filter(({ status }) => status !== 'Ignored'),
    ...second.filter((mutant) => missing.has(identity(mutant))),
  ];
}

async function onePass(mutate: readonly string[], isolate: boolean): Promise<Tried[]> {
  process.env['MUTATION_ISOLATE'] = String(isolate);
  const options = { mutate: [...mutate], ignoreStatic: !isolate };
  const results = await new Stryker(options).runMutationTest();
  return results.map((one) => ({ ...one, path: one.fileName.replace(/^.*\/src\//, 'src/') }));
}

function identity({ path, location, mutatorName, replacement }: Tried): string {
  return JSON.stringify([path, location, mutatorName, replacement]);
}

function belongs(path: string, code: readonly string[]): boolean {
  return (
    code.some((pattern) => matchesGlob(path, pattern)) &&
    !code.some((pattern) => pattern.startsWith('!') && matchesGlob(path, pattern.slice(1)))
  );
}

/** A mutant that no test runs has survived, too. One that ends in a timeout was noticed. */
function row(name: string, some: readonly Tried[]): string[] {
  const count = (...statuses: readonly string[]) =>
    some.filter(({ status }) => statuses.includes(status)).length;
  const [killed, late, survived] = [
    count('Killed'),
    count('Timeout'),
    count('Survived', 'NoCoverage'),
  ];
  const all = killed + late + survived;
  const score = all === 0 ? 100 : (100 * (killed + late)) / all;
  return [name, ...[all, killed, late, survived].map(String), `${score.toFixed(1)} %`];
}
