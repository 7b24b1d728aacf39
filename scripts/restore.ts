/**
 * `npm run restore -- FILE`: puts what `npm run backup` wrote in the place of the database, once it is
 * certain that nothing of it is missing. Replaces nothing that is there, and starts no server.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import { flush } from '../lib/db/sqlite/copy-database.ts'
import { endMarkOf } from '../lib/db/sqlite/end-mark.ts'
import { countUnknownMigrations } from '../lib/db/sqlite/known-migrations.ts'
import { lockForThisProcess } from '../lib/db/sqlite/process-lock.ts'
import { copyUnsealed, countRows, takeManifest, type Manifest } from './backup-file.ts'
import { databaseFile, namedFile, runScript, ScriptError } from './database-file.ts'

await runScript(async () => {
  const backup = namedFile('Name the backup to restore: npm run restore -- FILE')
  if (!existsSync(backup)) throw new ScriptError(`The file ${backup} does not exist.`)
  const name = databaseFile()
  refuseToReplace(name)
  const lock = lockForThisProcess(name)
  if (!lock) throw new ScriptError(`${name} is in use by a Fullstop process.`)
  const unfinished = `${lock.file}.unfinished`
  try {
    rmSync(unfinished, { force: true })
    const { rows, secret, madeAt } = await checkedCopy(backup, unfinished)
    if (secret !== undefined) keepSecret(secretFileIn(path.dirname(name)), secret)
    rmSync(endMarkOf(lock.file), { force: true })
    renameSync(unfinished, lock.file)
    const { chats = 0, messages = 0 } = rows
    console.log(`${name}: ${chats} chats, ${messages} messages, as they were at ${madeAt}.`)
  } finally {
    rmSync(unfinished, { force: true })
    // The lock made an empty one.
    if (statSync(lock.file).size === 0) rmSync(lock.file)
    lock.release()
  }
})

function refuseToReplace(name: string): void {
  for (const file of [name, `${name}-wal`]) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) continue
    throw new ScriptError(
      `${file} already exists and is not replaced. If you are certain, move it away first.`,
    )
  }
}

/** Copies the backup and returns what it says of itself, once all of that is found to be true. */
async function checkedCopy(backup: string, target: string): Promise<Manifest> {
  if (!(await copyUnsealed(backup, target))) {
    throw new ScriptError(`${backup} is damaged, or was not made by npm run backup.`)
  }
  const client = new SqliteDatabase(target)
  try {
    const unknown = countUnknownMigrations(client)
    if (unknown > 0) throw new ScriptError(`${backup} was made by a later version of Fullstop.`)
    const manifest = takeManifest(client)
    const found = countRows(client)
    for (const [table, rows] of Object.entries(manifest.rows)) {
      if (found[table] === rows) continue
      throw new ScriptError(
        `${backup}: ${table} has only ${found[table] ?? 0} of its ${rows} rows.`,
      )
    }
    const integrity = client.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new ScriptError(`${backup} is damaged: ${String(integrity)}`)
    return manifest
  } finally {
    client.close()
    flush(target)
  }
}

function keepSecret(file: string, secret: string): void {
  if (process.env['AUTH_SECRET']) {
    console.log(
      'AUTH_SECRET is set, so the secret in the backup is not used: everyone has to sign in again.',
    )
  } else if (!existsSync(file)) {
    writeFileSync(file, secret, { flag: 'wx', mode: 0o600 })
  } else if (readFileSync(file, 'utf8').trim() !== secret) {
    throw new ScriptError(
      `${file} belongs to another installation. If you are certain, move it away first.`,
    )
  }
}
