import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openSqlite, type SqliteStorage } from '@/lib/db/sqlite/open-sqlite'
import { users } from '@/lib/db/sqlite/schema'
import { systemClock } from '@/lib/platform/clock'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { holdDatabase } from './hold-database'
import type { TestPerson } from './test-database'

const PEOPLE = ['ann', 'bob']

/** A new database with the people of the tests, as bytes: to make one takes longer than most tests. */
let image: Buffer | undefined

/** A new SQLite database in memory, in which `ann` and `bob` have accounts. */
export function openTestMemory() {
  return ofThisTest(openSqlite(':memory:', systemClock, { image: imageOfNew() }))
}

function imageOfNew(): Buffer {
  return (image ??= makeImage())
}

function makeImage(): Buffer {
  const database = openSqlite(':memory:')
  for (const id of PEOPLE) addPersonTo(database, { id })
  const bytes = database.connection.$client.serialize()
  database.close()
  return bytes
}

/** The same in a file: a new one of this test, unless a name is given. */
export function openTestSqlite(file = newFile(), clock = systemClock) {
  // No test cuts the power, so the disk need not be waited for.
  const database = ofThisTest(openSqlite(file, clock, { syncFile: async () => {} }))
  for (const id of PEOPLE) addPersonTo(database, { id })
  return { ...database, hold: () => holdDatabase(file) }
}

function newFile(): string {
  const file = path.join(temporaryFolder(), 'test.db')
  writeFileSync(file, imageOfNew())
  return file
}

function ofThisTest(database: SqliteStorage) {
  onTestFinished(() => {
    database.close()
  })
  const addPerson = async (person: TestPerson) => {
    addPersonTo(database, person)
  }
  const sql = async <Row = unknown>(
    statement: string,
    ...values: (string | number)[]
  ): Promise<Row[]> => {
    const prepared = database.connection.$client.prepare<unknown[], Row>(statement)
    if (prepared.reader) return prepared.all(values)
    prepared.run(values)
    return []
  }
  return { ...database, addPerson, sql }
}

function addPersonTo(
  { connection }: SqliteStorage,
  { id, at = 0, guest = false }: TestPerson,
): void {
  const row = { id, name: id, email: `${id}@example.org`, isAnonymous: guest }
  const times = { createdAt: new Date(at), updatedAt: new Date(at) }
  connection
    .insert(users)
    .values({ ...row, ...times })
    .onConflictDoNothing()
    .run()
}
