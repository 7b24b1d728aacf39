import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type SqliteDatabase from 'better-sqlite3'
import { z } from 'zod'

/**
 * A backup is a SQLite database with one more table, its manifest, and a line behind its end with the
 * hash of its bytes, which SQLite overlooks.
 */
const manifestSchema = z.object({
  madeAt: z.iso.datetime(),
  /** The version of Fullstop that made it. */
  version: z.string(),
  /** How many rows each table has. */
  rows: z.record(z.string(), z.number().int()),
  /** The secret that signs the cookies, where Fullstop made it: with it, people stay signed in. */
  secret: z.string().optional(),
})

export type Manifest = z.infer<typeof manifestSchema>

const SEAL = 'fullstop-backup sha256 '
const SEAL_LENGTH = SEAL.length + 64 + 1

/** Writes the manifest into a copy of a database. */
export function writeManifest(client: SqliteDatabase.Database, manifest: Manifest): void {
  client.exec('CREATE TABLE fullstop_backup (manifest TEXT NOT NULL)')
  client.prepare('INSERT INTO fullstop_backup VALUES (?)').run(JSON.stringify(manifest))
}

/** Takes the manifest out of a backup, and leaves no trace of the secret. */
export function takeManifest(client: SqliteDatabase.Database): Manifest {
  const json = client.prepare<[], string>('SELECT manifest FROM fullstop_backup').pluck().get()
  client.pragma('secure_delete = ON')
  client.exec('DROP TABLE fullstop_backup')
  return manifestSchema.parse(JSON.parse(json ?? ''))
}

/** How many rows each table has, except those that SQLite makes itself. */
export function countRows(client: SqliteDatabase.Database): Manifest['rows'] {
  const names = client
    .prepare<[], string>(
      `SELECT name FROM sqlite_master
       WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL %'`,
    )
    .pluck()
    .all()
  const count = (name: string) =>
    client.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0
  return Object.fromEntries(names.map((name) => [name, count(name)]))
}

/** Appends the hash of its bytes to the file. */
export async function seal(file: string): Promise<void> {
  await appendFile(file, `${SEAL}${await digestOf(file)}\n`)
}

/** Copies a backup without its seal; false where the seal is missing, or is not that of the bytes. */
export async function copyUnsealed(file: string, target: string): Promise<boolean> {
  const length = statSync(file).size - SEAL_LENGTH
  if (length <= 0) return false
  const source = createReadStream(file, { end: length - 1 })
  await pipeline(source, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
  return (await readEnd(file, length)) === `${SEAL}${await digestOf(target)}\n`
}

async function readEnd(file: string, from: number): Promise<string> {
  const opened = await open(file)
  try {
    const { buffer } = await opened.read(Buffer.alloc(SEAL_LENGTH), 0, SEAL_LENGTH, from)
    return buffer.toString('latin1')
  } finally {
    await opened.close()
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
