import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { filesIn, text } from './sources.ts';

/** What a step for a token may run; rotation has rules of its own. */
const isRotation = (file: string) => /^src\/(?:rotation|action\/rotat)/.test(file);
const sources = filesIn('src').filter((file) => !isRotation(file));
const rotation = filesIn('src').filter(isRotation);

/** Every module that a source file names, by `import` or `import()`. */
function importsOf(file: string): string[] {
  const found = text(file).matchAll(/(?:\bfrom|\bimport)\s*\(?'([^']+)'/g);
  return [...found].map(([, name = '']) => name);
}

function importersOf(...names: readonly string[]): string[] {
  return sources.filter((file) => importsOf(file).some((name) => names.includes(name)));
}

describe('the sources', () => {
  test('use of Node what they must, and one package in one place', () => {
    const foreign = sources.flatMap(importsOf).filter((name) => !name.startsWith('.'));
    expect([...new Set(foreign)].sort()).toEqual([
      ...['node:crypto', 'node:fs', 'node:net', 'node:tls', 'node:v8', 'yaml'],
    ]);
    expect(importersOf('yaml')).toEqual(['src/credentials/forms/yaml-documents.ts']);
  });

  test('write files in one place, and standard output in another', () => {
    const writers = ['src/action/file-commands.ts', 'src/action/workflow-commands.ts'];
    expect(importersOf('node:fs')).toEqual(writers);
    expect(text('src/action/workflow-commands.ts')).toContain(
      "import { writeSync } from 'node:fs'",
    );
  });

  test('reach the network in one folder', () => {
    const network = importersOf('node:net', 'node:tls').filter(
      (file) => !file.startsWith('src/http/'),
    );
    // It only asks OpenSSL whether it takes a certificate.
    expect(network).toEqual(['src/credentials/certificate.ts']);
    expect(text('src/credentials/certificate.ts')).toContain(
      "import { createSecureContext } from 'node:tls'",
    );
  });

  test('print nothing, run nothing and look nothing up behind the back of the entry', () => {
    const behind =
      /\b(?:console|eval|WebSocket|process\.(?:stdout|stderr|binding|dlopen))\b[.(]|new Function\b/;
    expect(sources.filter((file) => behind.test(text(file)))).toEqual([]);
    const worlds = sources.filter((file) => /\bprocess\.env\b/.test(text(file)));
    expect(worlds).toEqual(['src/action/start.ts']);
  });

  test('never use the message of an error that they caught', () => {
    // Those of our own, which Failure says about itself.
    const own = ['src/action/step.ts', 'src/http/proxy-tunnel.ts', 'src/token/fetch-token.ts'];
    const users = sources.filter((file) => /\berror\.message\b/.test(text(file)));
    expect(users).toEqual(own.filter((file) => users.includes(file)));
  });
});

describe('the sources of rotation', () => {
  test('use these packages, each in one place', () => {
    const foreign = rotation
      .flatMap((file) => importsOf(file).map((name) => [name, file] as const))
      .filter(([name]) => !name.startsWith('.') && !name.startsWith('node:'));
    expect(foreign.map(([name, file]) => `${name} in ${file}`).sort()).toEqual([
      '@actions/github in src/rotation/destinations/github-requests.ts',
      '@noble/ciphers/salsa.js in src/rotation/destinations/sealed-box.ts',
      '@noble/hashes/blake2.js in src/rotation/destinations/sealed-box.ts',
      'ajv in src/rotation/inventory.ts',
      'undici in src/rotation/http-client.ts',
      'yaml in src/rotation/inventory.ts',
    ]);
  });

  test('are loaded by a step for a token only where it rotates', () => {
    const importers = sources.filter((file) =>
      importsOf(file).some((name) => name.includes('/rotation/')),
    );
    expect(importers).toEqual(['src/action/token-action.ts']);
    expect(text('src/action/token-action.ts')).toMatch(/await import\('\.\/rotation\//);
    expect(text('src/action/token-action.ts')).not.toMatch(/from '\.\/rotation\//);
  });

  test('read and write files in one place', () => {
    const writers = rotation.filter((file) => importsOf(file).includes('node:fs'));
    expect(writers).toEqual(['src/action/rotation/files.ts']);
  });
});

describe('dist', () => {
  const parts = filesIn('dist', '.cjs');

  test.each(parts)('%s loads nothing but Node and its own parts', (part) => {
    // Comments name modules, and ajv writes code that would load it, which it is never asked for.
    const code = text(part)
      .replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
      .replace(/\bcode(?: = |: \(0, codegen_1\._\) )['"`].*$/gm, '');
    const loaded = [...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(
      ([, name = '']) => name,
    );
    const own = parts.map((each) => each.replace('dist/', './'));
    expect(loaded.filter((name) => !isBuiltin(name) && !own.includes(name))).toEqual([]);
  });

  test('carries code of others in few parts, which most runs never load', () => {
    const withOthers = parts.filter((part) =>
      /^\/\*\*\*\/ "?[\w]*\d+"?:|\bYAMLParseError\b/m.test(text(part)),
    );
    expect(withOthers).toEqual([
      'dist/github-places.cjs',
      'dist/inventory.cjs',
      'dist/rotate-entry.cjs',
      'dist/yaml-documents.cjs',
    ]);
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
