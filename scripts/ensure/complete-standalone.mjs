import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../programs/run-command.mjs'

/** The folder that Next writes for `output: 'standalone'`, which the Dockerfile copies into the image. */
const standalone = join(root, '.next', 'standalone')

/** An operator's commands, and the file of scripts/ of each. */
const commands = {
  backup: 'backup',
  restore: 'restore',
  'reset-password': 'reset-password',
  'db:copy': 'db-copy',
}
const files = Object.values(commands)

const PORT_GUARD = 'scripts/refuse-taken-port.mjs'

/** The sources of the standalone folder that are not the app's. */
export const standaloneSources = [
  ...files.map((file) => `scripts/${file}.ts`),
  'scripts/run-script.ts',
  PORT_GUARD,
  'scripts/ensure/complete-standalone.mjs',
]

/** Next leaves these out: each is copied to the same place. */
const missing = ['public', '.next/static', PORT_GUARD]

/** Makes a server that needs nothing but Node of Next's standalone folder. */
export async function completeStandalone() {
  await Promise.all([
    removeExtras(),
    ...missing.map((path) => cp(join(root, path), join(standalone, path), { recursive: true })),
    bundleCommands(),
    writePackage(),
  ])
}

/**
 * Next copies the settings and the data of this machine, the sources of a worker, whose bundle is all that is used,
 * and the binaries of SQLite for other systems.
 */
async function removeExtras() {
  const prebuilds = 'node_modules/better-sqlite3/prebuilds'
  const binaries = await readdir(join(standalone, prebuilds))
  const foreign = binaries.filter((name) => !name.startsWith(process.platform))
  const extras = [
    '.env',
    '.env.production',
    'data',
    'lib',
    ...foreign.map((name) => join(prebuilds, name)),
  ]
  await Promise.all(
    extras.map((path) => rm(join(standalone, path), { recursive: true, force: true })),
  )
}

/** The packages of the commands are in their bundles: the server's are in its own. */
async function bundleCommands() {
  await build({
    entryPoints: files.map((file) => join(root, 'scripts', `${file}.ts`)),
    outdir: join(standalone, 'scripts'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    alias: { '@': root },
    // They are beside the server already.
    external: ['better-sqlite3', 'pg', 'pino'],
    logLevel: 'warning',
  })
}

/** A package whose scripts are the commands: `npm run backup -- FILE` works there as everywhere. */
async function writePackage() {
  const { name, version, type } = /** @type {Record<string, unknown>} */ (
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  )
  const scripts = Object.fromEntries(
    Object.entries(commands).map(([name, file]) => [name, `exec node scripts/${file}.js`]),
  )
  const text = JSON.stringify({ name, version, private: true, type, scripts }, undefined, 2)
  await writeFile(join(standalone, 'package.json'), `${text}\n`)
}
