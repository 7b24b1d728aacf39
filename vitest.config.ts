import { configDefaults, defineConfig } from 'vitest/config'

/** Tests that measure milliseconds by the clock run alone, when the machine is quiet. */
const timing = ['e2e/fake-provider.test.ts', 'e2e/harness/network/fault-proxy.test.ts']

/** Modules for the browser keep state, as a page does, so their tests are isolated. */
const browser = ['client/**', 'lib/client/**', 'components/**']

/** Tests of code that calls the stores. They also run over stores that answer late. */
const verbs = ['lib/{accounts,budgets,chats,streams}/**/*.test.ts']

/** The slow ones of these tests: they use passwords and bytes, and await every call of a store. */
const bytes = [
  'lib/accounts/{remembered-callers,update-account}.test.ts',
  'lib/chats/title/said-title.test.ts',
  'lib/streams/{compressed-answers,fast-lane,finish-reason,vendor-bytes}.test.ts',
]

/** Tests that need a PostgreSQL, which one server does for all of them. */
const postgres = [
  'lib/db/postgres/**/*.test.ts',
  'lib/db/contract/postgres.test.ts',
  '{lib,scripts}/**/*.postgres.test.ts',
]

/** Tests that run over SQLite, and over PostgreSQL as well. */
const overBoth = ['lib/auth/authentication.test.ts']

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    environment: 'node',
    // A thread for each processor, and a new one for each file: processes take longer to start.
    pool: 'threads',
    maxWorkers: '100%',
    // The limit only tells a test that ends from one that hangs. Other tests measure durations.
    testTimeout: 60_000 * Number(process.env['PROPERTY_TIMES'] ?? 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['lib/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...browser, ...postgres],
          // Loading the server's modules takes as long as testing them, and none keeps state.
          isolate: false,
          provide: { lateStores: false },
        },
      },
      {
        extends: true,
        test: {
          name: 'late',
          include: verbs,
          exclude: [...configDefaults.exclude, ...bytes, ...postgres],
          isolate: false,
          provide: { lateStores: true },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...postgres, ...overBoth],
          isolate: false,
          globalSetup: './e2e/harness/server/start-postgres.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'client/**/*.test.ts',
            'lib/client/**/*.test.ts',
            'app/**/*.test.ts',
            'components/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'e2e/**/*.test.ts',
            'measure/**/*.test.ts',
            'shots/**/*.test.ts',
            'scripts/**/*.test.{ts,mjs}',
          ],
          exclude: [...configDefaults.exclude, ...timing, ...postgres],
        },
      },
      {
        extends: true,
        test: { name: 'timing', include: timing, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})
