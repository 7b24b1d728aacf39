import { configDefaults, defineConfig } from 'vitest/config'

/** What is measured in milliseconds by the clock runs alone, when the machine is quiet. */
const timing = ['e2e/fake-provider.test.ts', 'e2e/harness/network/fault-proxy.test.ts']

/** Modules that a browser loads keep state of their own, as a page does. */
const browser = ['lib/client/**', 'components/**']

/** Tests of what calls the stores: they run over stores that answer later, too. */
const verbs = ['lib/{accounts,budgets,chats,streams}/**/*.test.ts']

/** Of those, what takes long for its passwords and bytes, and awaits each call of a store by itself. */
const bytes = [
  'lib/accounts/update-account.test.ts',
  'lib/chats/title/said-title.test.ts',
  'lib/streams/{compressed-answers,finish-reason,vendor-bytes}.test.ts',
]

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    environment: 'node',
    // A thread for each processor, and a new one for each file; processes take longer to start.
    pool: 'threads',
    maxWorkers: '100%',
    // What ends is told from what hangs; how long a thing takes is measured where it matters.
    testTimeout: 20_000 * Number(process.env['PROPERTY_TIMES'] ?? 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['lib/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...browser],
          // To load the modules of the server takes as long as to test them, and none keeps state.
          isolate: false,
          provide: { lateStores: false },
        },
      },
      {
        extends: true,
        test: {
          name: 'late',
          include: verbs,
          exclude: [...configDefaults.exclude, ...bytes],
          isolate: false,
          provide: { lateStores: true },
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'lib/client/**/*.test.ts',
            'app/**/*.test.ts',
            'components/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'e2e/**/*.test.ts',
            'measure/**/*.test.ts',
            'shots/**/*.test.ts',
            'scripts/**/*.test.{ts,mjs}',
          ],
          exclude: [...configDefaults.exclude, ...timing],
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
