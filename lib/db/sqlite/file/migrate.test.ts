import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { makeOldDatabase } from '@/lib/testing/old-database'

const PREFIX = 'test.db.before-migration-'

function oldDatabase(migrations: number) {
  const file = path.join(temporaryFolder(), 'test.db')
  makeOldDatabase(file, migrations)
  const copies = () => readdirSync(path.dirname(file)).filter((name) => name.includes('.db.before'))
  return { file, copies }
}

describe('P11 before a migration', () => {
  test('the database is copied as it was, for its owner alone', () => {
    const { file, copies } = oldDatabase(9)
    openTestSqlite(file).close()
    expect(copies()).toEqual([`${PREFIX}10`])
    const copy = path.join(path.dirname(file), `${PREFIX}10`)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    const client = new SqliteDatabase(copy)
    expect(client.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(9)
    expect(client.prepare('SELECT id FROM users').pluck().all()).toEqual(['old'])
    client.close()
    // A start without a migration copies nothing.
    const before = readFileSync(copy)
    openTestSqlite(file).close()
    expect(copies()).toEqual([`${PREFIX}10`])
    expect(readFileSync(copy)).toEqual(before)
  })

  test('only the latest two copies are kept, and nothing else is touched', () => {
    const { file, copies } = oldDatabase(9)
    for (const name of [`${PREFIX}2`, `${PREFIX}9`, `${PREFIX}of-mine`]) {
      writeFileSync(path.join(path.dirname(file), name), name)
    }
    openTestSqlite(file).close()
    expect(copies().toSorted()).toEqual([`${PREFIX}10`, `${PREFIX}9`, `${PREFIX}of-mine`])
  })

  test('a database that is new, or that nobody uses, is not copied', () => {
    const { file, copies } = oldDatabase(9)
    const client = new SqliteDatabase(file)
    client.exec('DELETE FROM users')
    client.close()
    openTestSqlite(file).close()
    openTestSqlite(path.join(path.dirname(file), 'new.db')).close()
    expect(copies()).toEqual([])
  })
})
