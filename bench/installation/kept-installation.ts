import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hashSources } from '../../scripts/ensure/source-hash.mjs'
import { makeInstallation } from './make-installation.ts'

/** Files are kept from run to run, and for all working trees: a million messages take minutes. */
const FOLDER = path.join(tmpdir(), 'fullstop-bench')

/** A file is made again when one of these has changed. */
const SOURCES = ['drizzle/sqlite', 'bench/installation', 'lib/platform/testing/from-seed.ts']

/** The database file of an installation where others have this many messages; made if it is not there. */
export async function keptInstallation(
  messages: number,
  say: (line: string) => void,
): Promise<string> {
  const hash = await hashSources(process.cwd(), SOURCES)
  const file = path.join(FOLDER, `${messages}-${hash.slice(0, 12)}.db`)
  if (existsSync(file)) return file
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
  say(`making ${file}`)
  const startedAt = performance.now()
  await makeInstallation(file, { messages })
  say(`made in ${((performance.now() - startedAt) / 1000).toFixed()} s`)
  return file
}
