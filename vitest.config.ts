import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/redis-global.ts'],
    pool: 'forks',
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
  },
});
