import { cpSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

/** A database as a crash leaves it after so many ends, and the length of its log before the last. */
async function crashedAfter(ends: number) {
  const folder = temporaryFolder()
  const database = openTestSqlite(path.join(folder, 'test.db'))
  let lengthBefore = 0
  for (let turn = 0; turn < ends; turn += 1) {
    const answer = `a${turn}`
    const start = answerStart({ chat: `c${turn}`, question: `q${turn}`, answer })
    await database.streams.begin(start)
    lengthBefore = readFileSync(path.join(folder, 'test.db-wal')).length
    expect(await database.streams.end(answerEnd(answer))).toBe('won')
  }
  const crashed = temporaryFolder()
  cpSync(folder, crashed, { recursive: true })
  return { file: path.join(crashed, 'test.db'), lengthBefore }
}

describe('P9 a database that a crash left', () => {
  test('the database has lost nothing where its files are whole', async () => {
    const { file } = await crashedAfter(3)
    expect(openTestSqlite(file).lostEnds).toBe(0)
  })

  test('the database says once that its log has lost its end', async () => {
    const { file, lengthBefore } = await crashedAfter(3)
    truncateSync(`${file}-wal`, lengthBefore)
    const database = openTestSqlite(file)
    expect(database.lostEnds).toBe(1)
    expect(await database.messages.find('ann', 'a2')).toMatchObject({ status: 'active' })
    database.close()
    expect(openTestSqlite(file).lostEnds).toBe(0)
  })

  test('the database says that its whole log is gone, and cannot know that without its mark', async () => {
    const { file } = await crashedAfter(3)
    const unmarked = path.join(temporaryFolder(), 'test.db')
    for (const name of [`${file}-wal`, `${file}-shm`]) rmSync(name)
    cpSync(path.dirname(file), path.dirname(unmarked), { recursive: true })
    rmSync(`${unmarked}.last-end`)
    expect(openTestSqlite(file).lostEnds).toBe(3)
    expect(openTestSqlite(unmarked).lostEnds).toBe(0)
  })
})
