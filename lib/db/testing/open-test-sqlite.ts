import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { users } from '@/lib/db/sqlite/schema'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { holdDatabase } from '@/lib/testing/hold-database'
import { temporaryFolder } from '@/lib/testing/temporary-folder'
import type { TestPerson } from './test-database'

/** A new database with the people of the tests, as bytes: to make one takes longer than most tests. */
let image: Buffer | undefined

/** A new SQLite file of this test's own, in which `ann` and `bob` have accounts. */
export function openTestSqlite(clock = systemClock) {
  const file = path.join(temporaryFolder(), 'test.db')
  if (image) {
    writeFileSync(file, image)
    return open(file, clock, { isNewest: true })
  }
  openTestSqliteAt(file).close()
  image = readFileSync(file)
  return open(file, clock)
}

/** The same in a file which may be there, as a start opens it. */
export function openTestSqliteAt(file: string) {
  const database = open(file, systemClock)
  for (const id of ['ann', 'bob']) database.addPerson({ id })
  return database
}

function open(file: string, clock: Clock, { isNewest = false } = {}) {
  // What a power cut would take is not tried, and the disk need not be waited for.
  const database = openSqlite(file, clock, { syncFile: async () => {}, isNewest })
  onTestFinished(() => {
    database.close()
  })
  const { connection } = database
  const addPerson = ({ id, at = 0, guest = false }: TestPerson) => {
    const row = { id, name: id, email: `${id}@example.org`, isAnonymous: guest }
    const times = { createdAt: new Date(at), updatedAt: new Date(at) }
    connection
      .insert(users)
      .values({ ...row, ...times })
      .onConflictDoNothing()
      .run()
  }
  const sql = <Row = unknown>(statement: string, ...values: (string | number)[]): Row[] => {
    const prepared = connection.$client.prepare<unknown[], Row>(statement)
    if (prepared.reader) return prepared.all(values)
    prepared.run(values)
    return []
  }
  return { ...database, addPerson, sql, hold: () => holdDatabase(file) }
}
