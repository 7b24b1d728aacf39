import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { countCommits } from './sqlite-commits'

test('C9 countCommits counts the commits of another connection, and nothing else', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlite-commits-'))
  const file = path.join(folder, 'test.db')
  const database = new SqliteDatabase(file)
  onTestFinished(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE texts (text TEXT)')
  const insert = database.prepare('INSERT INTO texts VALUES (?)')

  const before = countCommits(file)
  for (let index = 0; index < 5; index += 1) insert.run('one commit each')
  database.transaction(() => {
    for (let index = 0; index < 100; index += 1) insert.run('all in one commit')
  })()
  database.prepare('SELECT * FROM texts').all()
  database.exec('BEGIN; INSERT INTO texts VALUES (1); ROLLBACK')
  database.pragma('wal_checkpoint(TRUNCATE)')
  insert.run('after a checkpoint')

  expect(countCommits(file) - before).toBe(7)
})
