import { cpSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

const DAMAGED = 'it is damaged; see docs/operating.md for how to go on with a backup'

async function storedDatabase() {
  const file = path.join(temporaryFolder(), 'test.db')
  const database = openTestSqlite(file)
  await database.streams.begin(answerStart())
  database.close()
  return file
}

/** Every file of the folder with its bytes; of the index of a log, only that it is there. */
function everything(file: string) {
  const folder = path.dirname(file)
  return readdirSync(folder).map((name) => [
    name,
    name.endsWith('-shm') ? '' : readFileSync(path.join(folder, name)),
  ])
}

describe('P11 a database of a later version', () => {
  test.each(['closed', 'left by a crash'])(
    'the database is refused and untouched, %s',
    async (how) => {
      const closed = await storedDatabase()
      const crashed = path.join(temporaryFolder(), 'test.db')
      const later = new SqliteDatabase(closed)
      later.exec(
        `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`,
      )
      // The files of an open database are as they would be after kill -9.
      cpSync(path.dirname(closed), path.dirname(crashed), { recursive: true })
      later.close()
      const file = how === 'closed' ? closed : crashed
      const before = everything(file)
      expect(() => openSqlite(file)).toThrow(
        'it has 1 migration from a later version of Fullstop, and was left unchanged',
      )
      expect(everything(file)).toEqual(before)
    },
  )
})

describe('P11 a damaged database', () => {
  test('a file that is no database is refused', async () => {
    const file = await storedDatabase()
    writeFileSync(file, 'These are the words of somebody else.'.repeat(1_000))
    const before = everything(file)
    expect(() => openSqlite(file)).toThrow('it is not a SQLite database')
    expect(everything(file)).toEqual(before)
  })

  test('a database that lost its end is refused', async () => {
    const file = await storedDatabase()
    truncateSync(file, readFileSync(file).length / 2)
    expect(() => openSqlite(file)).toThrow(DAMAGED)
  })

  test('a database that was overwritten is refused, wherever that was', async () => {
    const file = await storedDatabase()
    const whole = readFileSync(file)
    for (let page = 1; page < whole.length / 4_096; page += 7) {
      const bytes = Buffer.from(whole)
      bytes.fill('\u00FF', page * 4_096, page * 4_096 + 1_024)
      writeFileSync(file, bytes)
      expect(() => openSqlite(file), `page ${page}`).toThrow(DAMAGED)
    }
    writeFileSync(file, whole)
    openSqlite(file).close()
  })
})
