import { defineConfig } from 'vitest/config';

// A thread cannot change its time zone, as a test about dates does: so it starts elsewhere.
process.env['TZ'] = 'America/New_York';

/** The tests that run the code of src itself, for `npm run mutation`. */
export default defineConfig({
  test: {
    include: ['test/{http,action,token,credentials}/*.test.ts'],
    // These read whole credentials for seconds, and all that they find out about single functions
    // is found out by other tests as well. What runs for every mutant has to be quick.
    exclude: ['any-text', 'linear-time', 'read', 'samples', 'wrapped'].map(
      (name) => `test/credentials/${name}.test.ts`,
    ),
    setupFiles: ['test/fixed-seed.ts'],
    testTimeout: 10_000,
  },
});
