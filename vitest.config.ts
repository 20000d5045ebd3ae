import { defineConfig } from 'vitest/config';

/** Tests that start whole processes and measure seconds: they run last, and few at a time, so that nothing else slows them. */
const processes = [
  'test/chaos/chaos.test.ts',
  'test/e2e/browser.test.ts',
  'test/e2e/cluster.test.ts',
  'test/e2e/crash-*.test.ts',
  'test/e2e/redis-away.test.ts',
  'test/e2e/sentinel.test.ts',
  'test/e2e/stop.test.ts',
];

/** Measures fractions of a second, so it has the machine to itself. */
const alone = ['test/e2e/timing.test.ts'];

/** Looks back at what all the others did. */
const afterAll = ['test/contract/calls-made.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/redis-global.ts', 'test/support/calls-global.ts'],
    setupFiles: ['test/support/record-calls.ts'],
    pool: 'forks',
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    // The machine's own count would be one on two cores, and most tests wait for something.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [...processes, ...alone, ...afterAll],
          // Files share a worker's modules, which hold no state: loading them anew for each file takes longer than the tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // Two cores are shared by Redis, bots and browsers: what waits for seconds may be late once. A second failure is one.
        test: { name: 'processes', include: processes, maxWorkers: 2, retry: 1, sequence: { groupOrder: 1 } },
      },
      { extends: true, test: { name: 'timing', include: alone, maxWorkers: 1, retry: 1, sequence: { groupOrder: 2 } } },
      { extends: true, test: { name: 'contract', include: afterAll, sequence: { groupOrder: 3 } } },
    ],
  },
});
