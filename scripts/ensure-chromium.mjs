import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { runCommand } from './run-command.mjs'

const PROGRAM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Finds a Chromium for the browser tests, or installs one. Resolves with an exit code. */
export async function ensureChromium() {
  if (findChromium()) return 0
  const named = process.env['CHROMIUM_PATH']
  if (named) {
    console.error(`CHROMIUM_PATH is ${named}, and no Chromium runs there.`)
    return 1
  }
  for (const install of [installPlaywrightsOwn, installDebianPackage]) {
    if ((await install()) && findChromium()) return 0
  }
  console.error('No Chromium runs here: install one, or say where it is with CHROMIUM_PATH.')
  return 1
}

/**
 * The path of a Chromium that runs on this machine: the one CHROMIUM_PATH names, one on the PATH,
 * or the one Playwright has downloaded.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named) return runs(named) ? named : undefined

  const directories = (process.env['PATH'] ?? '').split(delimiter)
  const onPath = PROGRAM_NAMES.flatMap((name) =>
    directories.map((directory) => join(directory, name)),
  )
  return [...onPath, chromium.executablePath()].find(runs)
}

/**
 * Being there is not enough: a download may lack system libraries, and some distributions put a
 * script in its place that only names a package to install.
 *
 * @param {string} path
 */
function runs(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

async function installPlaywrightsOwn() {
  return (await runCommand('playwright', ['install', 'chromium'])) === 0
}

/** Playwright's builds need system libraries; Debian's package brings what it needs. */
async function installDebianPackage() {
  if (process.getuid?.() !== 0) return false
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  if ((await runCommand('apt-get', ['update'], { env })) !== 0) return false
  return (await runCommand('apt-get', ['install', '-y', 'chromium'], { env })) === 0
}
