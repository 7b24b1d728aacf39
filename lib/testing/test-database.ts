import { mkdtempSync, rmSync } from 'node:fs'
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

/** A real database in a file of this test's own, in which `ann` and `bob` have accounts. */
export function openTestDatabase(file = path.join(temporaryFolder(), 'test.db')) {
  // What a power cut would take is not tried, and the disk need not be waited for.
  const database = openSqlite(file, systemClock, { syncFile: async () => {} })
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
