import { defineConfig } from 'vitest/config';

/** The tests that run the code of src itself, for `npm run mutation`. */
export default defineConfig({
  test: {
    include: ['test/{http,action,token,credentials}/*.test.ts'],
    // Half a minute of large texts, which have nothing to do with the code that is mutated.
    exclude: ['test/credentials/linear-time.test.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
