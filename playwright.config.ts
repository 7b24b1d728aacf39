import { defineConfig, devices } from '@playwright/test'
import { disabledFeatures } from './e2e/harness/page/disabled-features'
import { findChromium } from './scripts/ensure/ensure-chromium.mjs'
import { findPostgres } from './scripts/ensure/ensure-postgres.mjs'

/** Every worker loads this file, but the search is made once and passed down in the environment. */
const chromium = process.env['CHROMIUM_PATH'] ?? findChromium()
if (chromium !== undefined) process.env['CHROMIUM_PATH'] = chromium

/**
 * `npm test` leaves out the tests with `@long` in their titles, and tries a part of the others on
 * PostgreSQL. With LONG_TESTS=on, as in `npm run test:long`, nothing is left out.
 */
const isLong = process.env['LONG_TESTS'] === 'on'
const leftOut = isLong ? [] : [/@long/]

const OF_POSTGRES = '**/postgres-*.spec.ts'
const SOME_ON_POSTGRES = ['**/api-stop.spec.ts']
const ALL_ON_POSTGRES = ['**/api-*.spec.ts', '**/page-stop.spec.ts', '**/page-resume.spec.ts']

const onPostgres = findPostgres()
  ? [
      {
        name: 'postgres',
        testMatch: [OF_POSTGRES, ...(isLong ? ALL_ON_POSTGRES : SOME_ON_POSTGRES)],
        testIgnore: '**/*.timing.spec.ts',
        grepInvert: leftOut,
        use: { database: 'postgres' as const },
      },
      ...(isLong
        ? [
            {
              name: 'postgres-timing',
              testMatch: '**/api-*.timing.spec.ts',
              workers: 1,
              use: { database: 'postgres' as const },
            },
          ]
        : []),
    ]
  : []

export default defineConfig<object, { database: 'sqlite' | 'postgres' }>({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  // Two processors are kept busy by three: many tests wait for a time to pass.
  workers: 3,
  retries: 0,
  projects: [
    {
      name: 'behaviour',
      testMatch: '**/*.spec.ts',
      testIgnore: ['**/*.timing.spec.ts', OF_POSTGRES],
      grepInvert: leftOut,
    },
    ...onPostgres,
    // Random histories: many streams at once, on a server of their own.
    { name: 'chaos', testMatch: '**/*.chaos.ts', workers: 1, dependencies: ['behaviour'] },
    // Tests that measure milliseconds run alone, when the machine is quiet.
    {
      name: 'timing',
      testMatch: '**/*.timing.spec.ts',
      workers: 1,
      dependencies: ['chaos'],
    },
  ],
  forbidOnly: process.env['CI'] !== undefined,
  // A machine three times slower than a developer's needs no more for the longest of them.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ...(process.env['CI'] === undefined ? [] : [['github'] as const]),
    ['./e2e/harness/server/last-words-reporter.ts'],
  ],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        `--disable-features=${disabledFeatures.join(',')}`,
        // A name in a home network: with plain http, the page is no secure context.
        '--host-resolver-rules=MAP chat.home.local 127.0.0.1',
      ],
    },
  },
})
