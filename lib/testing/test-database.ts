import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { users } from '@/lib/db/schema'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { systemClock } from '@/lib/platform/clock'

/** A folder of this test's own, gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fullstop-test-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A new database, as bytes: to make one takes longer than most tests. */
let image: Buffer | undefined

/** A real database in a file of this test's own, in which `ann` and `bob` have accounts. */
export function openTestDatabase(file = newDatabaseFile()) {
  const database = open(file)
  onTestFinished(() => {
    database.close()
  })
  const now = new Date(0)
  for (const id of ['ann', 'bob']) {
    database.connection
      .insert(users)
      .values({ id, name: id, email: `${id}@example.org`, createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .run()
  }
  return database
}

function newDatabaseFile(): string {
  const file = path.join(temporaryFolder(), 'test.db')
  writeFileSync(file, (image ??= makeImage()))
  return file
}

function makeImage(): Buffer {
  const file = path.join(temporaryFolder(), 'image.db')
  open(file).close()
  return readFileSync(file)
}

function open(file: string) {
  // What a power cut would take is not tried, and the disk need not be waited for.
  return openSqlite(file, systemClock, { syncFile: async () => {} })
}
