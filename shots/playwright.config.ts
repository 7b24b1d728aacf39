import { defineConfig } from '@playwright/test'
import browserTests from '../playwright.config'
import { looks } from './looks'

const { launchOptions = {} } = browserTests.use ?? {}

/** Letters without coloured edges and without hinting, which differ from machine to machine. */
const sameLetters = [
  '--disable-lcd-text',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
]

/** Takes the pictures of docs/screenshots. A project is a look of the page, a test is a state. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/shots',
  globalTeardown: './global-teardown.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    ...browserTests.use,
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: { ...launchOptions, args: [...(launchOptions.args ?? []), ...sameLetters] },
  },
  projects: looks.map(({ name, use }) => ({ name, testMatch: 'photograph.spec.ts', use })),
})
