import { defineConfig } from 'vitest/config';

// A thread cannot change its time zone, as a test about dates does: so it starts elsewhere.
process.env['TZ'] = 'America/New_York';

/** The tests that `scripts/mutation.ts` names. */
export default defineConfig({
  test: {
    include: process.env['MUTATION_TESTS']?.split(' ') ?? [],
    // What is at the top of a module runs once, so mutants of it need a module of their own.
    isolate: process.env['MUTATION_ISOLATE'] === 'true',
    setupFiles: ['test/mutation-setup.ts'],
    // Code that is counted runs many times slower; the tool ends what never comes to an end.
    testTimeout: 60_000,
  },
});
