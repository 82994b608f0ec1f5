import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseFileCommand } from './file-commands.ts';
import { type Call, type Came, RUNNERS } from './runner-script.ts';
import { parseCommand } from './workflow-command.ts';

const PROGRAM = fileURLToPath(new URL('runner-script.ts', import.meta.url));
const EARLIER = 'earlier=1\n';

const root = mkdtempSync(join(tmpdir(), 'runner-contract-'));
afterAll(() => rmSync(root, { recursive: true }));

/** What a step has come to, as the runner sees it. */
interface Seen {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Undefined where there is no such file. */
  readonly summary: string | undefined;
  readonly came: readonly Came[];
}

interface StepWorld {
  /** Replaces what the runner sets; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** No file can become longer: 512 bytes each. */
  readonly blocks?: number;
}

let steps = 0;

/** Plays a script in a process of its own, since the toolkit speaks through the process. */
async function play(runner: string, script: readonly Call[], world: StepWorld): Promise<Seen> {
  const folder = join(root, `step-${++steps}`);
  mkdirSync(folder);
  const file = (name: string) => join(folder, name);
  writeFileSync(file('output'), EARLIER);
  writeFileSync(file('env'), EARLIER);
  writeFileSync(file('summary'), '# Earlier\n');
  const env = {
    GITHUB_OUTPUT: file('output'),
    GITHUB_ENV: file('env'),
    GITHUB_STEP_SUMMARY: file('summary'),
    ...world.env,
  };
  const node = [process.execPath, PROGRAM, runner, file('report')];
  const limit = ['/bin/sh', '-c', `ulimit -f ${world.blocks} && exec "$@"`, 'sh'];
  const ended = await run(
    // A shell would keep names such as INPUT_CLIENT-ID from the program.
    world.blocks === undefined ? node : [...limit, ...node],
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    JSON.stringify(script),
  );
  if (ended.exitCode !== 0) throw new Error(`${runner}: ${ended.stderr}`);
  return {
    ...ended,
    outputs: parseFileCommand(readFileSync(file('output'), 'utf8')),
    variables: parseFileCommand(readFileSync(file('env'), 'utf8')),
    summary: readFileSync(file('summary'), 'utf8'),
    came: JSON.parse(readFileSync(file('report'), 'utf8')),
  };
}

function run(
  [program = '', ...parameters]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  input: string,
): Promise<Pick<Seen, 'exitCode' | 'stdout' | 'stderr'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { env });
    const written = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (bytes) => written.stdout.push(bytes));
    child.stderr.on('data', (bytes) => written.stderr.push(bytes));
    child.on('error', reject);
    child.on('close', (exitCode) =>
      resolve({
        exitCode,
        stdout: Buffer.concat(written.stdout).toString(),
        stderr: Buffer.concat(written.stderr).toString(),
      }),
    );
    child.stdin.end(input);
  });
}

/** Plays a script on both, side by side: lean, toolkit. */
async function both(script: readonly Call[], world: StepWorld = {}): Promise<[Seen, Seen]> {
  return Promise.all([play('lean', script, world), play('toolkit', script, world)]);
}

/** Plays a script on both, and returns what both have come to. */
async function same(script: readonly Call[], world: StepWorld = {}): Promise<Seen> {
  const [lean, toolkit] = await both(script, world);
  expect(toolkit).toEqual(lean);
  return lean;
}

test('two implementations are compared', () => {
  expect(Object.keys(RUNNERS)).toEqual(['lean', 'toolkit']);
});

const piece = fc.constantFrom(
  ...['%', '%0A', '%25', '%3A', '\r', '\n', '\r\n', ':', ',', '::', '=', '<<', ' ', '\t', '"', "'"],
  ...[
    '::error::x',
    '##[error]',
    '::stop-commands::x',
    'ghadelimiter_',
    '\\',
    '$(x)',
    '`',
    '\x1b[31m',
  ],
  ...['\u2028', '\u0085', '\ufeff', '\ud800', '\u202e', '\u00e9', '\u65e5', '\u{1f600}', 'a', 'Z'],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const line = text.map((written) => written.replace(/[\r\n]/g, ''));
const names = ['access-token', 'scope', 'api-url', 'state'];
const entries = (known: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...known), line), { maxLength: 5 });

const code = fc.constantFrom('E_HTTP' as const, 'W_CLOCK' as const);

const call = fc.oneof<fc.Arbitrary<Call>[]>(
  fc.tuple(fc.constant('input'), fc.constantFrom('scope', 'private-key', 'Client-Id', 'nobody')),
  fc.tuple(fc.constant('mask'), fc.array(text, { maxLength: 4 })),
  fc.tuple(fc.constant('annotate'), fc.constantFrom('error', 'warning', 'notice'), text, code),
  fc.tuple(
    fc.constant('annotate'),
    fc.constantFrom('error', 'warning', 'notice'),
    text,
    code,
    text.filter((title) => title !== ''),
  ),
  fc.tuple(fc.constant('debug'), text),
  fc.tuple(fc.constant('group'), text, fc.array(text, { maxLength: 4 })),
  fc.tuple(fc.constant('progress'), text),
  fc.tuple(fc.constant('print'), text),
  fc.tuple(fc.constant('requireResult'), fc.record({ variables: fc.boolean() })),
  fc.tuple(
    fc.constant('setResult'),
    fc.record(
      { outputs: entries(names), variables: entries(['CALM_ACCESS_TOKEN', 'CALM_API_URL']) },
      { requiredKeys: ['outputs'] },
    ),
  ),
  fc.tuple(fc.constant('summary'), text),
);
/** What a process can be given as a variable. */
const given = text.map((value) => value.replaceAll('\0', ''));

/** Chance may leave one out. */
const EVERY_COMMAND: Call[] = [
  ['debug', 'a'],
  ['mask', ['b']],
  ['annotate', 'error', 'c', 'W_CLOCK'],
  ['annotate', 'warning', 'd', 'W_CLOCK'],
  ['annotate', 'notice', 'e', 'W_CLOCK'],
  ['group', 'f', ['g']],
  ['print', 'h'],
];
const DEBUGGED = {
  INPUT_SCOPE: '',
  'INPUT_PRIVATE-KEY': '',
  'INPUT_CLIENT-ID': '',
  RUNNER_DEBUG: '1',
} as const;

test('whatever is said, both write the same', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { minLength: 40, maxLength: 80 }),
      fc.record({
        INPUT_SCOPE: given,
        'INPUT_PRIVATE-KEY': given,
        'INPUT_CLIENT-ID': fc.constantFrom('', ' ', '\n \t', '\u00a0\ufeff', ' a b '),
        RUNNER_DEBUG: fc.constantFrom(undefined, '1', '0', ''),
      }),
      async (script, env) => {
        const { stderr, came, stdout } = await same(script, { env });
        expect(stderr).toBe('');
        expect(came.filter((each) => 'code' in each)).toEqual([]);
        for (const written of stdout.split('\n')) seen.add(parseCommand(written)?.name ?? 'text');
      },
    ),
    { numRuns: 6, examples: [[EVERY_COMMAND, DEBUGGED]] },
  );
  const commands = ['add-mask', 'debug', 'error', 'warning', 'notice', 'group', 'endgroup', 'text'];
  expect([...seen]).toEqual(expect.arrayContaining(commands));
}, 120_000);

test('commands, lines and files are what the interface says', async () => {
  const seen = await same(
    [
      ['mask', ['50%', 'a\nb']],
      ['annotate', 'error', 'no\n::x::', 'E_HTTP', 'E_A: b, c'],
      ['annotate', 'warning', 'careful', 'W_CLOCK'],
      ['debug', 'hidden'],
      ['group', 'A group', ['one', 'two']],
      ['progress', 'waiting'],
      ['print', 'done'],
      ['setResult', { outputs: [['a', '1<<2']], variables: [['B', 'c=d']] }],
      ['summary', '# One'],
      ['summary', '# Two'],
    ],
    {},
  );
  const ADDRESS = 'https://github.com/api-client-credentials/api-client-credentials/blob/HEAD/docs';
  expect(seen.stdout.split('\n')).toEqual([
    '::add-mask::50%25',
    '::add-mask::a%0Ab',
    `::error title=E_A%3A b%2C c::no%0A::x:: ${ADDRESS}/troubleshooting.md#e_http`,
    `::warning title=W_CLOCK::careful ${ADDRESS}/troubleshooting.md#w_clock`,
    '::group::A group',
    'one',
    'two',
    '::endgroup::',
    '04:05:06 waiting',
    'done',
    '',
  ]);
  expect(seen).toMatchObject({
    outputs: { earlier: '1', a: '1<<2' },
    variables: { earlier: '1', B: 'c=d' },
    summary: '# Earlier\n# One\n# Two\n',
  });
});

describe('an input', () => {
  test.each([
    ['not given', undefined, undefined],
    ['empty', '', undefined],
    ['blank', ' \t\r\n ', undefined],
    ['surrounded by blanks', ' \n a b \n', 'a b'],
    ['a zero', '0', '0'],
  ])('that is %s', async (_what, value, expected) => {
    const env = { 'INPUT_CLIENT-ID': value };
    const { came } = await same([['input', 'client-id']], { env });
    expect(came).toEqual([expected === undefined ? {} : { returned: expected }]);
  });
});

const folder = join(root, 'folder');
mkdirSync(folder);
const target = join(root, 'target');
writeFileSync(target, '');
const link = join(root, 'link');
symlinkSync(target, link);
/** No plain file that a step can write. */
const UNUSABLE: readonly (readonly [what: string, path: string | undefined])[] = [
  ['is not named', undefined],
  ['has an empty name', ''],
  ['does not exist', join(root, 'missing', 'file')],
  ['is a folder', folder],
  // For the superuser, too.
  ['can only be read', '/proc/sys/kernel/osrelease'],
];

const NOT_WRITTEN = [
  {
    code: 'E_RUNNER',
    message: expect.stringMatching(/could not be written\. Is the disk full\?$/),
  },
];
const RESULT: Call = [
  'setResult',
  { outputs: [['access-token', 't']], variables: [['CALM_ACCESS_TOKEN', 't']] },
];

describe.each(['GITHUB_OUTPUT', 'GITHUB_ENV'] as const)('a file %s', (name) => {
  const refused = {
    code: 'E_RUNNER',
    message: expect.stringMatching(new RegExp(`^${name} does not name a file`)),
  };

  test.each(UNUSABLE)(
    'that %s is refused before anything is sent, and takes the whole result with it',
    async (_what, path) => {
      const script: Call[] = [['requireResult', { variables: name === 'GITHUB_ENV' }], RESULT];
      const seen = await same(script, { env: { [name]: path } });
      expect(seen.came).toEqual([refused, ...NOT_WRITTEN]);
      expect(seen).toMatchObject({ stdout: '', stderr: '' });
      expect([seen.outputs, seen.variables]).toEqual([{ earlier: '1' }, { earlier: '1' }]);
    },
  );

  test('that is a symbolic link is refused before anything is sent', async () => {
    const { came } = await same([['requireResult', { variables: true }]], {
      env: { [name]: link },
    });
    expect(came).toEqual([refused]);
  });
});

test('the file of variables is not asked for where there are none', async () => {
  const { came } = await same([['requireResult', { variables: false }]], {
    env: { GITHUB_ENV: undefined },
  });
  expect(came).toEqual([{}]);
});

test('where the disk is full in the middle of a result, nothing of it is written', async () => {
  const long = 'x'.repeat(3000);
  const outputs = [['access-token', 't'] as const, ['scope', long] as const];
  const seen = await same(
    [
      ['setResult', { outputs }],
      ['setResult', { outputs: [['access-token', 't']], variables: [['CALM_API_URL', long]] }],
      ['setResult', { outputs: [['state', 'short']] }],
    ],
    { blocks: 2 },
  );
  expect(seen.came).toEqual([...NOT_WRITTEN, ...NOT_WRITTEN, {}]);
  expect(seen.outputs).toEqual({ earlier: '1', state: 'short' });
  expect(seen.variables).toEqual({ earlier: '1' });
});

test('a file that no entry needs may be missing', async () => {
  const env = { GITHUB_ENV: undefined };
  const seen = await same([['setResult', { outputs: [['a', '1']], variables: [] }]], { env });
  expect(seen).toMatchObject({ came: [{}], outputs: { earlier: '1', a: '1' } });
});

describe('no summary is no failure', () => {
  test.each(UNUSABLE)('where its file %s', async (_what, path) => {
    const script: Call[] = [
      ['summary', '# One'],
      ['print', 'goes on'],
    ];
    const seen = await same(script, { env: { GITHUB_STEP_SUMMARY: path } });
    expect(seen).toMatchObject({ came: [{}, {}], stdout: 'goes on\n', stderr: '' });
  });
});

describe('the two differ only here', () => {
  test('a value of several lines: the lean one has no form for it', async () => {
    const [lean, toolkit] = await both([['setResult', { outputs: [['a', '1\nb=2']] }]]);
    expect(lean.came).toEqual([
      { code: 'E_RUNNER', message: 'The value of a has more than one line.' },
    ]);
    expect(lean.outputs).toEqual({ earlier: '1' });
    expect(toolkit.outputs).toEqual({ earlier: '1', a: '1\nb=2' });
  });

  test('a variable for later steps: the toolkit sets it in its own process, too', async () => {
    const [lean, toolkit] = await both([
      ['setResult', { outputs: [], variables: [['INPUT_SCOPE', 'a']] }],
      ['input', 'scope'],
    ]);
    expect(lean.variables).toEqual(toolkit.variables);
    expect(lean.came).toEqual([{}, {}]);
    expect(toolkit.came).toEqual([{}, { returned: 'a' }]);
  });

  test('a summary whose file has not been made: the lean one makes it', async () => {
    const made = [0, 1].map((index) => join(root, `summary-${index}`));
    const script: Call[] = [['summary', '# One']];
    await play('lean', script, { env: { GITHUB_STEP_SUMMARY: made[0] } });
    await play('toolkit', script, { env: { GITHUB_STEP_SUMMARY: made[1] } });
    expect(readFileSync(made[0] ?? '', 'utf8')).toBe('# One\n');
    expect(() => readFileSync(made[1] ?? '')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  test('a title of no characters, which nobody gives: the toolkit leaves it out', async () => {
    const [lean, toolkit] = await both([['annotate', 'error', 'x', 'E_HTTP', '']]);
    expect(lean.stdout).toMatch(/^::error title=::x https:\S+#e_http\n$/);
    expect(toolkit.stdout).toMatch(/^::error ::x https:\S+#e_http\n$/);
    expect(parseCommand(lean.stdout)).toEqual(parseCommand(toolkit.stdout));
  });
});
