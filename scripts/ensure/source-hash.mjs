import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** Everything that Fullstop's build is made of: files, and whole directories. */
export const appSources = [
  'app',
  'components',
  'drizzle',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]

const TEST_FILE = /\.test\.tsx?$/

/**
 * One hash of the names and contents of all sources except tests. Times do not count, because a
 * fresh clone, a copy or a switch of branches gives files new ones.
 *
 * @param {string} directory the repository
 * @param {readonly string[]} sources
 */
export async function hashSources(directory, sources = appSources) {
  const listed = await Promise.all(sources.map((source) => listFiles(directory, source)))
  const paths = listed.flat().filter((path) => !TEST_FILE.test(path))
  const lines = await Promise.all(
    paths.map(async (path) => `${await hashFile(join(directory, path))} ${path}\n`),
  )
  return createHash('sha256').update(lines.sort().join('')).digest('hex')
}

/**
 * @param {string} directory
 * @param {string} source
 * @returns {Promise<string[]>} paths relative to the directory, with forward slashes
 */
async function listFiles(directory, source) {
  const found = await stat(join(directory, source)).catch(() => undefined)
  if (!found) return []
  if (found.isFile()) return [source]
  const entries = await readdir(join(directory, source), { withFileTypes: true })
  const nested = await Promise.all(
    entries.map((entry) => listFiles(directory, join(source, entry.name))),
  )
  return nested.flat().map((path) => path.split(sep).join('/'))
}

/** @param {string} path */
async function hashFile(path) {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}
