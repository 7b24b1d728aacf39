import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root, runCommand, systemPath } from '../programs/run-command.mjs'

const RETRY_DELAYS_MS = [2_000, 10_000]
const NETWORK_FAILURE =
  /ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EPIPE|ERR_SOCKET|network|\bE5\d\d\b|E429/i

/** Installs the packages of package-lock.json, unless exactly these are installed. */
export function ensurePackages() {
  return ensureInstalled(root, 'packages')
}

/** Lighthouse is apart: only `npm run measure` needs it, and it is as big as all other packages. */
export function ensureLighthouse() {
  return ensureInstalled(join(root, 'measure', 'lighthouse'), 'Lighthouse')
}

/**
 * @param {string} directory
 * @param {string} what
 */
async function ensureInstalled(directory, what) {
  if (packagesMatchLock(directory)) return 0
  console.log(`Installing ${what}`)
  return installPackages(directory)
}

/**
 * Whether node_modules has the packages of the lock file. npm keeps a lock file of installed
 * packages, so an installation by hand (`npm ci`, `npm install`) is recognised, and one that broke
 * off or left out the dev dependencies is not.
 *
 * @param {string} directory
 */
export function packagesMatchLock(directory) {
  const installedLock = join(directory, 'node_modules', '.package-lock.json')
  if (!existsSync(installedLock)) return false

  const wanted = readLockedPackages(join(directory, 'package-lock.json'))
  // The `node` package downloads its binary itself, and is of no use without it.
  const installedNode = join(directory, 'node_modules', '.bin', 'node')
  if (wanted['node_modules/node'] && !existsSync(installedNode)) return false

  const installed = readLockedPackages(installedLock)
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path]
    if (path === '') return true
    // Binaries for other platforms are optional, and not installed.
    if (!found) return Boolean(entry.optional ?? entry.devOptional)
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: true, devOptional?: true }} LockedPackage
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function readLockedPackages(path) {
  const lock = /** @type {{ packages: Record<string, LockedPackage> }} */ (
    JSON.parse(readFileSync(path, 'utf8'))
  )
  return lock.packages
}

/**
 * With the dev dependencies, which builds and tests need, whatever NODE_ENV says.
 *
 * @param {string} directory
 */
async function installPackages(directory) {
  for (const retryDelay of [...RETRY_DELAYS_MS, undefined]) {
    let errorOutput = ''
    const words = ['ci', '--prefix', directory, '--include=dev', '--loglevel=error']
    const exitCode = await runCommand('npm', words, {
      env: { PATH: systemPath() },
      onErrorOutput: (text) => (errorOutput += text),
    })
    const isWorthRetrying = exitCode !== 0 && NETWORK_FAILURE.test(errorOutput)
    if (!isWorthRetrying || retryDelay === undefined) return exitCode
    console.error(`The network failed; trying again in ${retryDelay / 1000} s`)
    await delay(retryDelay)
  }
  return 1
}
