import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, runCommand } from '../programs/run-command.mjs'
import { completeStandalone, standaloneSources } from './complete-standalone.mjs'
import { appSources, hashSources } from './source-hash.mjs'

/**
 * @typedef {object} App a Next app of this repository
 * @property {string} folder
 * @property {string[]} sources
 * @property {() => Promise<void>} [finish] what is left to do once Next has built it
 */

/** @type {App} */
const fullstop = {
  folder: '.',
  sources: [...appSources, ...standaloneSources],
  finish: completeStandalone,
}

/** The app that the benchmark compares Fullstop with. @type {App} */
const textbook = {
  folder: 'bench/textbook-app',
  sources: [
    'bench/textbook-app/app',
    'bench/textbook-app/instrumentation.ts',
    'bench/textbook-app/next.config.ts',
    'package-lock.json',
  ],
}

/** Builds if the sources differ from those of the last finished build. */
export function ensureBuild() {
  return ensureBuilt(fullstop)
}

/** Builds the benchmark's app, under the same condition. */
export function ensureTextbookBuild() {
  return ensureBuilt(textbook)
}

/** Builds for production, whatever NODE_ENV says, and resolves with the exit code. */
export function buildApp() {
  return build(fullstop)
}

/** @param {App} app */
async function ensureBuilt(app) {
  const built = await readFile(recordOf(app), 'utf8').catch(() => undefined)
  if (built === (await hashSources(root, app.sources))) return 0
  return build(app)
}

/** @param {App} app */
async function build(app) {
  // Hashed first: a file that is edited during the build is built next time. Recorded last: half a
  // build does not count.
  const sources = await hashSources(root, app.sources)
  await rm(recordOf(app), { force: true })
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const exitCode = await runCommand('next', ['build', app.folder], { env })
  if (exitCode !== 0) return exitCode
  await app.finish?.()
  await writeFile(recordOf(app), sources)
  return 0
}

/**
 * The file beside a finished build that has the hash of its sources.
 *
 * @param {App} app
 */
function recordOf({ folder }) {
  return join(root, folder, '.next', 'source-hash')
}
