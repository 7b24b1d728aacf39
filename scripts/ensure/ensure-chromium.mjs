import { chromium } from '@playwright/test'
import { pathsOf, runs } from '../programs/find-program.mjs'
import { installDebianPackage } from '../programs/install-debian-package.mjs'
import { runCommand } from '../programs/run-command.mjs'

/** The shell first: the same engine without a browser takes a sixth less of the machine. */
const PROGRAM_NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]

/** Finds a Chromium for the browser tests, or installs one. Resolves with an exit code. */
export async function ensureChromium() {
  if (findChromium()) return 0
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    console.error(`CHROMIUM_PATH is set to ${named}, but no Chromium runs there.`)
    return 1
  }
  if ((await installPlaywrightsOwn()) && findChromium()) return 0
  // Playwright's builds need system libraries. Debian's package brings them along.
  if ((await installDebianPackage('chromium-headless-shell')) && findChromium()) return 0
  console.error('No working Chromium was found. Install one, or set CHROMIUM_PATH to where it is.')
  return 1
}

/**
 * The path of a Chromium that runs on this machine: the one that CHROMIUM_PATH names, or else one
 * on the PATH or the one that Playwright has downloaded.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  const paths = named ? [named] : [...pathsOf(PROGRAM_NAMES), chromium.executablePath()]
  return paths.find((path) => runs(path, '--version'))
}

async function installPlaywrightsOwn() {
  return (await runCommand('playwright', ['install', 'chromium'])) === 0
}
