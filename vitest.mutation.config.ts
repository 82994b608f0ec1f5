import { defineConfig } from 'vitest/config';

// A thread cannot change its time zone, as a test about dates does: so it starts elsewhere.
process.env['TZ'] = 'America/New_York';

/** The tests that `scripts/mutation.ts` names; each file on its own, as mutants of constants need. */
export default defineConfig({
  test: {
    include: process.env['MUTATION_TESTS']?.split(' ') ?? [],
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 10_000,
  },
});
