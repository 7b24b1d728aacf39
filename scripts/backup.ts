/**
 * `npm run backup -- FILE`: writes everything that Fullstop keeps into one new file, which only its owner
 * can read; the server may run meanwhile, and is not held up. Read it back with `npm run restore`.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import { copyDatabase, flush } from '../lib/db/sqlite/copy-database.ts'
import packageJson from '../package.json' with { type: 'json' }
import { countRows, seal, writeManifest, type Manifest } from './backup-file.ts'
import { databaseFile, namedFile, runScript, ScriptError } from './database-file.ts'

await runScript(async () => {
  const target = namedFile('Name the file to write: npm run backup -- FILE')
  const file = databaseFile()
  if (!existsSync(file)) throw new ScriptError(`There is no database at ${file}.`)
  if (existsSync(target)) throw new ScriptError(`${target} already exists.`)
  const unfinished = `${target}.unfinished`
  try {
    copy(file, unfinished)
    const { rows } = describeIn(unfinished, secretBeside(file))
    await seal(unfinished)
    flush(unfinished)
    renameSync(unfinished, target)
    const megabytes = (statSync(target).size / 1024 / 1024).toFixed(1)
    const { chats = 0, messages = 0 } = rows
    console.log(`${target}: ${chats} chats, ${messages} messages, ${megabytes} MB.`)
  } finally {
    rmSync(unfinished, { force: true })
  }
})

/** As it is at one moment: whoever writes meanwhile is not waited for, and does not wait. */
function copy(file: string, target: string): void {
  const client = new SqliteDatabase(file, { timeout: 5_000 })
  try {
    copyDatabase(client, target)
  } finally {
    client.close()
  }
}

function describeIn(file: string, secret: string | undefined): Manifest {
  const client = new SqliteDatabase(file)
  try {
    const manifest = {
      madeAt: new Date().toISOString(),
      version: packageJson.version,
      rows: countRows(client),
      ...(secret !== undefined && { secret }),
    }
    writeManifest(client, manifest)
    return manifest
  } finally {
    client.close()
  }
}

/** What is set as `AUTH_SECRET` is kept where it is set. */
function secretBeside(file: string): string | undefined {
  if (process.env['AUTH_SECRET']) return undefined
  const secretFile = secretFileIn(path.dirname(file))
  return existsSync(secretFile) ? readFileSync(secretFile, 'utf8').trim() : undefined
}
