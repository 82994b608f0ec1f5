import { statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { filesIn, root, text } from './sources.ts';

/** The folders of `src` from the ground up: a file imports from its own folder and from lower ones. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['secrets'],
  ['http'],
  ['credentials', 'runner'],
  ['token'],
  ['rotation'],
  ['action'],
  ['cli'],
];

interface Import {
  /** A file of `src`, or a module of Node or of a package. */
  readonly name: string;
  readonly kind: 'value' | 'type' | 'dynamic';
}

interface Source {
  readonly file: string;
  /** Without its comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const sources = filesIn('src').map((file): Source => {
  const code = text(file).replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  return { file, code, imports: importsOf(file, code) };
});

function importsOf(file: string, code: string): Import[] {
  const found = code.matchAll(
    /^(?:import|export)\s+(type\b)?[^;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*,?\s*\)/gm,
  );
  return [...found].map(([, type, from, effect, dynamic]) => {
    const name = from ?? effect ?? dynamic ?? '';
    const kind = dynamic !== undefined ? 'dynamic' : type === undefined ? 'value' : 'type';
    return { name: name.startsWith('.') ? join(dirname(file), name) : name, kind };
  });
}

function sourceOf(file: string): Source {
  const found = sources.find((source) => source.file === file);
  if (found === undefined) throw new Error(`There is no ${file}.`);
  return found;
}

function importersOf(...names: readonly string[]): string[] {
  return sources
    .filter(({ imports }) => imports.some(({ name }) => names.includes(name)))
    .map(({ file }) => file);
}

function filesWith(pattern: RegExp): string[] {
  return sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file);
}

const folderOf = (file: string) => file.split('/')[1] ?? '';
const floorOf = (file: string) => FLOORS.findIndex((floor) => floor.includes(folderOf(file)));
const isOwn = (name: string) => name.startsWith('src/');

describe('the tree', () => {
  test('has these folders, and no file beside them', () => {
    expect(sources.filter(({ file }) => floorOf(file) < 0)).toEqual([]);
  });

  test('names only files that exist', () => {
    const files = sources.map(({ file }) => file);
    const named = sources.flatMap(({ imports }) => imports.map(({ name }) => name).filter(isOwn));
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter((name) => !files.includes(name))).toEqual([]);
  });

  test('points down', () => {
    expect(
      arrows(({ file }, { name }) => {
        return folderOf(file) !== folderOf(name) && floorOf(file) <= floorOf(name);
      }),
    ).toEqual([]);
  });

  test.each([
    ['base', ['base']],
    ['secrets', ['secrets', 'base']],
  ])('%s names nothing above it', (folder, allowed) => {
    expect(
      arrows(({ file }, { name }) => {
        return folderOf(file) === folder && !allowed.includes(folderOf(name));
      }),
    ).toEqual([]);
  });

  test('has no circle of files, not even of types', () => {
    expect(circles()).toEqual([]);
  });
});

/** The imports between own files for which something holds, as `from -> to`. */
function arrows(holds: (source: Source, imported: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((imported) => isOwn(imported.name) && holds(source, imported))
      .map(({ name }) => `${source.file} -> ${name}`),
  );
}

/**
 * What is left where the files are taken away, again and again, that import none of the others or that
 * none of the others imports.
 */
function circles(): string[] {
  let left = sources;
  for (;;) {
    const files = new Set(left.map(({ file }) => file));
    const imported = new Set(left.flatMap(({ imports }) => imports.map(({ name }) => name)));
    const closed = left.filter(({ file, imports }) => {
      return imported.has(file) && imports.some(({ name }) => files.has(name));
    });
    if (closed.length === left.length) return left.map(({ file }) => file);
    left = closed;
  }
}

/** All that is loaded at once with a file: its imports, and theirs. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  if (!isOwn(file)) return loaded;
  const { imports } = sourceOf(file);
  for (const { name, kind } of imports) if (kind === 'value') loadedWith(name, loaded);
  return loaded;
}

describe('what is used of Node and of packages', () => {
  /** What can reach something outside of the process, and packages: by whom. */
  const PLACES: Readonly<Record<string, readonly string[]>> = {
    '@actions/core': ['src/runner/toolkit.ts'],
    '@actions/github': ['src/rotation/destinations/github/client.ts'],
    '@noble/ciphers/salsa.js': ['src/rotation/destinations/github/sealed-box.ts'],
    '@noble/hashes/blake2.js': ['src/rotation/destinations/github/sealed-box.ts'],
    '@octokit/types': ['src/rotation/destinations/github/client.ts'],
    ajv: ['src/rotation/inventory.ts'],
    'node:fs': ['src/runner/files.ts', 'src/runner/lean.ts'],
    'node:v8': ['src/action/credential-set.ts'],
    'schema/api-credentials.schema.json': ['src/rotation/inventory.ts'],
    undici: ['src/http/undici-transport.ts'],
    yaml: ['src/credentials/forms/yaml.ts', 'src/rotation/inventory.ts'],
  };
  /** What only computes, or waits. */
  const HARMLESS = ['node:crypto', 'node:path', 'node:timers/promises', 'node:util'];
  const NETWORK = ['node:net', 'node:tls'];

  const foreign = new Set(
    sources.flatMap(({ imports }) => imports.map(({ name }) => name)).filter((n) => !isOwn(n)),
  );

  test('is this, and nothing else', () => {
    const known = [...Object.keys(PLACES), ...HARMLESS, ...NETWORK];
    expect([...foreign].toSorted()).toEqual(known.toSorted());
  });

  test.each(Object.entries(PLACES))('%s is used in its place', (name, files) => {
    expect(importersOf(name)).toEqual(files);
  });

  test('files are written in one folder, and standard output is in one file of it', () => {
    const writers =
      /\b(?:write|append|truncate|rm|mkdir|rename|copy|create|open|link|chmod)\w*Sync\b/;
    expect(filesWith(writers)).toEqual(['src/runner/files.ts', 'src/runner/lean.ts']);
    expect(filesWith(/\bwriteSync\b/)).toEqual(['src/runner/lean.ts']);
  });

  test('the network is reached from one folder', () => {
    const others = importersOf(...NETWORK, 'undici').filter((file) => folderOf(file) !== 'http');
    // It only asks OpenSSL whether it takes a certificate.
    expect(others).toEqual(['src/credentials/certificate.ts']);
    expect(text('src/credentials/certificate.ts')).toContain(
      "import { createSecureContext } from 'node:tls'",
    );
    // Where `fetch` is called it is a function of the file, not the one that every file can see.
    const callers = sources.filter(({ code }) => /(?<![.\w])fetch\(/.test(code));
    expect(callers.filter(({ code }) => !/\bfunction fetch\(|\bfetch: /.test(code))).toEqual([]);
  });

  test('nothing is printed, run or looked up behind the back of the entry', () => {
    const behind =
      /\b(?:console|eval|WebSocket|globalThis|process\.(?:binding|dlopen|getBuiltinModule))\b|\bnew Function\b/;
    expect(filesWith(behind)).toEqual([]);
    const uses = sources.map(({ file, code }) => {
      const members = [...code.matchAll(/\bprocess\.(\w+)/g)].map(([, member = '']) => member);
      return [file, [...new Set(members)].sort()] as const;
    });
    expect(Object.fromEntries(uses.filter(([, members]) => members.length > 0))).toEqual({
      'src/action/index.ts': ['env', 'exit'],
      // What the rotation has written is awaited there.
      'src/action/rotate-index.ts': ['env', 'exit', 'stdout'],
      'src/runner/files.ts': ['off', 'on'],
      'src/runner/start.ts': ['on'],
    });
  });

  test('a step for a token loads no package, and nothing of the rotation', () => {
    const loaded = [...loadedWith('src/action/index.ts')];
    expect(loaded.length).toBeGreaterThan(20);
    expect(loaded.filter((name) => !isOwn(name) && !name.startsWith('node:'))).toEqual([]);
    expect(loaded.filter((name) => /\/rotat/.test(name))).toEqual([]);
    const byHand = sourceOf('src/action/token-action.ts').imports;
    expect(byHand).toContainEqual({ name: 'src/action/rotation.ts', kind: 'dynamic' });
  });
});

describe('failures', () => {
  /** Where the words of a failure are read: at the edge, and for reasons that are named. */
  const READERS: Readonly<Record<string, string>> = {
    'src/action/credential-set.ts': 'one annotation for the failures of many',
    'src/action/rotate-action.ts': 'an annotation',
    'src/action/rotate-first.ts': 'an annotation',
    'src/http/explain.ts': 'words of OpenSSL, where Node has no code for its verdict',
    'src/rotation/destinations/github/client.ts': "a member of GitHub's answers",
    'src/rotation/manual/engine.ts': 'a note of what failed beside the work',
  };

  test('are put into words at the edge, and no other error is', () => {
    const readers = filesWith(/\.message\b|\bmessage\b[^;{}]*\}: (?:\w*Failure|\w*Error)\b/);
    const edge = ['src/action/rotation-report.ts', 'src/base/failure.ts', 'src/runner/start.ts'];
    expect(readers.filter((file) => !edge.includes(file))).toEqual(Object.keys(READERS));
  });

  test('are never decided by what their words say', () => {
    const search = 'includes|match|matchAll|replace|replaceAll|startsWith|endsWith|search|indexOf';
    const searched = new RegExp(
      `\\b(?:message|happened)\\b\\??\\.(?:${search}|split|slice)\\(|\\.next\\??\\.(?:${search})\\(|\\.(?:test|exec)\\([^()]*\\b(?:message|happened)\\b`,
    );
    const reasons = {
      'src/base/failure.ts': 'it puts the parts into words',
      'src/http/explain.ts': 'words of OpenSSL, where Node has no code for its verdict',
      'src/rotation/destinations/github/client.ts': 'a sentence of an answer names a limit',
    };
    expect(filesWith(searched)).toEqual(Object.keys(reasons));
  });
});

describe('dist', () => {
  const parts = filesIn('dist', '.cjs');

  test('has few files, and the one that every step loads is small', () => {
    expect(parts.length).toBeLessThan(10);
    expect(statSync(join(root, 'dist/index.cjs')).size).toBeLessThanOrEqual(100_000);
  });

  test.each(parts)('%s loads nothing but Node and its own parts', (part) => {
    // ajv writes code that would load it, which it is never asked for.
    const code = text(part).replace(
      /\bcode(?: = |: (?:\(0, codegen_1\._\)|codegen_1\._) ?)['"`].*$/gm,
      '',
    );
    const loaded = [...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(
      ([, name = '']) => name,
    );
    const own = parts.map((each) => each.replace('dist/', './'));
    expect(loaded.filter((name) => !isBuiltin(name) && !own.includes(name))).toEqual([]);
  });

  test('carries code of others in two parts, their licences beside it', () => {
    const others = /\bclass (?:YAMLParseError|Ajv|ConnectTimeoutError|Octokit|Hash)\b/;
    const carriers = ['dist/rotation', 'dist/yaml'];
    expect(parts.filter((part) => others.test(text(part)))).toEqual(
      carriers.map((each) => `${each}.cjs`),
    );
    expect(filesIn('dist', '.licenses.txt')).toEqual(
      carriers.map((each) => `${each}.licenses.txt`),
    );
  });

  test('carries undici once', () => {
    const copies = parts.flatMap(
      (part) => text(part).match(/\bclass ConnectTimeoutError\b/g) ?? [],
    );
    expect(copies).toHaveLength(1);
  });
});

test.each([
  ['action.yml', 'dist/index.cjs'],
  ['rotate/action.yml', '../dist/rotate.cjs'],
])('%s is one step: nothing runs before or after it', (file, main) => {
  expect(parse(text(file)).runs).toEqual({ using: 'node24', main });
});

describe('every end-to-end test', () => {
  const tests = filesIn('test/end-to-end');
  const imported = /import (?!type\b)[^;]*?from '([^']+)'/gs;

  /** What may start the action without looking for leaks, and why. */
  const EXCEPTIONS: Readonly<Record<string, string>> = {
    'test/end-to-end/rotation/platform.ts': 'it starts another action; its tests look for leaks',
    'test/end-to-end/step.ts': 'it is what looks for them',
    'test/end-to-end/cancelled.test.ts': 'a signal ends the action; it looks for leaks itself',
    'test/end-to-end/faults-network.test.ts': 'it starts a server that never answers',
    'test/end-to-end/faults-runner.test.ts': 'it compares the name in action.yml',
  };

  test.each(tests.filter((file) => !(file in EXCEPTIONS)))(
    '%s starts the action by step()',
    (file) => {
      const names = [...text(file).matchAll(imported)]
        // `import { type A, type B }` starts nothing.
        .filter(([all]) => !/^import \{(?:\s*type \w+,?)+\s*\}/.test(all))
        .map(([, name = '']) => name);
      expect(names.filter((name) => /run-action|child_process|worker_threads/.test(name))).toEqual(
        [],
      );
      expect(text(file)).not.toMatch(/dist\/index/);
    },
  );

  /** Runs in which nothing is secret: too short to be one, none given, or samples that are public. */
  const NOTHING_SECRET: Readonly<Record<string, number>> = {
    'test/end-to-end/cases/run.ts': 1,
    'test/end-to-end/credential-set.test.ts': 2,
    'test/end-to-end/faults-input.test.ts': 1,
    'test/end-to-end/github-oidc.test.ts': 1,
    'test/end-to-end/samples.test.ts': 1,
  };

  test('says what must not be seen', () => {
    const counts = tests.map(
      (file) => [file, text(file).split(/\bsecrets: \[\]/).length - 1] as const,
    );
    expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(NOTHING_SECRET);
  });
});
