import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'

/** Makes a database of a version that knew only the first so many migrations, with one user. */
export function makeOldDatabase(file: string, migrations: number): void {
  const folder = path.join(path.dirname(file), `the-first-${migrations}`)
  mkdirSync(path.join(folder, 'meta'), { recursive: true })
  const journal = JSON.parse(readFileSync('drizzle/sqlite/meta/_journal.json', 'utf8')) as {
    entries: { tag: string }[]
  }
  const entries = journal.entries.slice(0, migrations)
  writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }))
  for (const { tag } of entries) {
    copyFileSync(path.join('drizzle/sqlite', `${tag}.sql`), path.join(folder, `${tag}.sql`))
  }
  const client = new SqliteDatabase(file)
  client.pragma('journal_mode = WAL')
  migrate(drizzle(client), { migrationsFolder: folder })
  client.exec(
    `INSERT OR IGNORE INTO users (id, name, email, created_at, updated_at)
     VALUES ('old', 'old', 'old@example.org', 0, 0)`,
  )
  client.close()
}
