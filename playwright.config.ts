import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/ensure-chromium.mjs'

/** Every worker loads this file; the search is made once, and handed down in the environment. */
const chromium = process.env['CHROMIUM_PATH'] ?? findChromium()
if (chromium !== undefined) process.env['CHROMIUM_PATH'] = chromium

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env['CI'] === undefined ? 'list' : [['list'], ['github']],
  use: {
    ...devices['Desktop Chrome'],
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium !== undefined && { executablePath: chromium }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
