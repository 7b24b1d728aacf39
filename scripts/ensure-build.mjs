import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, runCommand } from './run-command.mjs'
import { hashSources } from './source-hash.mjs'

/** Names the sources of the finished build beside it; `next build` sweeps it away as it begins. */
const record = join(root, '.next', 'source-hash')

/** Builds if the sources differ from those of the last finished build. */
export async function ensureBuild() {
  const built = await readFile(record, 'utf8').catch(() => undefined)
  if (built === (await hashSources(root))) return 0
  return buildApp()
}

/** Builds for production, whatever NODE_ENV says, and resolves with the exit code. */
export async function buildApp() {
  // Hashed first: what is edited during the build is built next time. Recorded last: half a build
  // is none.
  const sources = await hashSources(root)
  await rm(record, { force: true })
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const exitCode = await runCommand('next', ['build'], { env })
  if (exitCode === 0) await writeFile(record, sources)
  return exitCode
}
