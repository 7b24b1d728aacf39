import { defineConfig, devices } from '@playwright/test'
import { disabledFeatures } from './e2e/harness/page/disabled-features'
import { findChromium } from './scripts/ensure/ensure-chromium.mjs'
import { findPostgres } from './scripts/ensure/ensure-postgres.mjs'

/** Every worker loads this file, but the search is made once and passed down in the environment. */
const chromium = process.env['CHROMIUM_PATH'] ?? findChromium()
if (chromium !== undefined) process.env['CHROMIUM_PATH'] = chromium

/** What `npm test` also tries on PostgreSQL, without `@long`: a part of what `npm run test:long` tries there. */
const OF_POSTGRES = '**/postgres-*.spec.ts'
const SOME_ON_POSTGRES = [OF_POSTGRES, '**/api-stop.spec.ts']
const ALL_ON_POSTGRES = [
  OF_POSTGRES,
  '**/api-*.spec.ts',
  '**/page-stop.spec.ts',
  '**/page-resume.spec.ts',
]

const areAll = process.env['ALL_ON_POSTGRES'] === 'on'

const onPostgres = findPostgres()
  ? [
      {
        name: 'postgres',
        testMatch: areAll ? ALL_ON_POSTGRES : SOME_ON_POSTGRES,
        ...(!areAll && { grepInvert: /@long/ }),
        testIgnore: '**/*.timing.spec.ts',
        use: { database: 'postgres' as const },
      },
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
