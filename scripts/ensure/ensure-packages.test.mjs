import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packagesMatchLock } from './ensure-packages.mjs'

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/next': { version: '16.0.0', integrity: 'sha512-next' },
  'node_modules/node': { version: '24.0.0', integrity: 'sha512-node', dev: true },
  'node_modules/vitest': { version: '5.0.0', integrity: 'sha512-vitest', dev: true },
  'node_modules/other-platform': { version: '1.0.0', integrity: 'sha512-o', optional: true },
}
const { '': _root, 'node_modules/other-platform': _optional, ...installed } = wanted

/** @type {string} */
let directory

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ensure-packages-'))
  await mkdir(join(directory, 'node_modules/.bin'), { recursive: true })
  await writeFile(join(directory, 'node_modules/.bin/node'), '')
  await writeLock('package-lock.json', wanted)
  await writeLock('node_modules/.package-lock.json', installed)
})

afterEach(() => rm(directory, { recursive: true }))

test('packages match the lock without those for other platforms', () => {
  expect(packagesMatchLock(directory)).toBe(true)
})

test('packages do not match when nothing is installed', async () => {
  await rm(join(directory, 'node_modules'), { recursive: true })
  expect(packagesMatchLock(directory)).toBe(false)
})

test('packages do not match when the lock file asks for another version', async () => {
  const next = { version: '16.0.1', integrity: 'sha512-newer' }
  await writeLock('package-lock.json', { ...wanted, 'node_modules/next': next })
  expect(packagesMatchLock(directory)).toBe(false)
})

test('packages do not match when the dev dependencies were left out', async () => {
  const { 'node_modules/vitest': _vitest, ...production } = installed
  await writeLock('node_modules/.package-lock.json', production)
  expect(packagesMatchLock(directory)).toBe(false)
})

test('packages do not match when the node package came without its binary', async () => {
  await rm(join(directory, 'node_modules/.bin/node'))
  expect(packagesMatchLock(directory)).toBe(false)
})

test('packages need no such binary if the lock file does not ask for node', async () => {
  await rm(join(directory, 'node_modules/.bin/node'))
  const { 'node_modules/node': _node, ...others } = wanted
  await writeLock('package-lock.json', others)
  expect(packagesMatchLock(directory)).toBe(true)
})

/**
 * @param {string} path
 * @param {object} packages
 */
async function writeLock(path, packages) {
  await writeFile(join(directory, path), JSON.stringify({ packages }))
}
