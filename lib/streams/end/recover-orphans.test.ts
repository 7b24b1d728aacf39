import { describe, expect, test, vi } from 'vitest'
import { unavailableError } from '@/lib/contract/fullstop-error'
import { answerStart } from '@/lib/db/testing/answer-start'
import { createManualClock } from '@/lib/platform/manual-clock'
import { openTestDatabase } from '@/lib/testing/test-database'
import { recoverOrphans } from './recover-orphans'

/** Three orphans, `a1` to `a3`, each with one saved word. */
async function openWithOrphans() {
  const database = openTestDatabase()
  for (const [index, answer] of ['a1', 'a2', 'a3'].entries()) {
    await database.streams.begin(answerStart({ chat: `c${index}`, question: `q${index}`, answer }))
    const chunk = { sessionId: `session-${answer}`, part: 0, kind: 'text' as const }
    await database.streams.saveChunks([{ ...chunk, position: 1, text: 'secret' }])
  }
  const logged: unknown[][] = []
  const write = (...line: unknown[]) => void logged.push(line)
  const log = { debug: write, info: write, warn: write, error: write }
  const recover = () =>
    recoverOrphans({ database, clock: createManualClock(), log, maxCharacters: 1_000_000 })
  const statusOf = async (answer: string) => {
    const { status, textLength } = (await database.messages.find('ann', answer)) ?? {}
    return { status, textLength }
  }
  return {
    database,
    logged,
    recover,
    statusOf,
    sql: (statement: string) => database.sql(statement),
  }
}

const recovered = { status: 'interrupted', textLength: 6 }

describe('P9 P11 recovery', () => {
  test('recovery goes on if one orphan is damaged, and names it without its text', async () => {
    const { sql, recover, statusOf, logged } = await openWithOrphans()
    await sql(`UPDATE messages SET parts = '[{"type":"text","text":"secret' WHERE id = 'a2'`)
    await recover()
    for (const answer of ['a1', 'a2', 'a3']) expect(await statusOf(answer)).toEqual(recovered)
    expect(logged.map(([facts]) => facts)).toEqual([
      { sessionId: 'session-a2', messageId: 'a2', damage: 'no parts' },
      { interrupted: 3 },
    ])
    expect(JSON.stringify(logged)).not.toContain('secret')
  })

  test('an orphan that cannot be read at all is set aside, and its text is kept', async () => {
    const { database, sql, recover, statusOf, logged } = await openWithOrphans()
    const interruptOrphan = database.streams.interruptOrphan.bind(database.streams)
    vi.spyOn(database.streams, 'interruptOrphan').mockImplementation(async (orphan, options) => {
      if (orphan.messageId === 'a2') throw new Error('database disk image is malformed')
      return interruptOrphan(orphan, options)
    })
    await recover()
    expect(await statusOf('a1')).toEqual(recovered)
    expect(await statusOf('a2')).toEqual({ status: 'interrupted', textLength: 0 })
    expect(await statusOf('a3')).toEqual(recovered)
    expect(await sql('SELECT text FROM stream_chunks')).toEqual([{ text: 'secret' }])
    expect(logged).toHaveLength(2)
    expect(await database.streams.orphans()).toEqual([])
  })

  test('recovery goes on if one orphan can be neither read nor ended', async () => {
    const { database, recover, statusOf } = await openWithOrphans()
    vi.spyOn(database.streams, 'interruptOrphan').mockRejectedValueOnce(new Error('malformed'))
    vi.spyOn(database.streams, 'setOrphanAside').mockRejectedValue(new Error('malformed'))
    await recover()
    expect(await statusOf('a2')).toEqual(recovered)
  })

  test('P13 recovery of a database that is held sets nothing aside, and says so', async () => {
    const { database, recover, statusOf } = await openWithOrphans()
    vi.spyOn(database.streams, 'interruptOrphan').mockRejectedValueOnce(unavailableError())
    await expect(recover()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await statusOf('a1')).toMatchObject({ status: 'active' })
  })

  test('recovery takes hundreds of megabytes of one orphan in seconds and bounded memory', async () => {
    const { database, sql, recover, statusOf } = await openWithOrphans()
    await sql(`
      WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 29)
      INSERT INTO stream_chunks (session_id, position, part, kind, text)
      SELECT 'session-a2', 10000000 * (n + 1), 0, 'text', printf('%.10000000c', 'x')
      FROM numbers`)
    const before = process.memoryUsage().rss
    const began = performance.now()
    await recover()
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000)
    expect(await statusOf('a2')).toEqual({ status: 'interrupted', textLength: 1_000_000 })
    expect(await statusOf('a3')).toEqual(recovered)
    expect(await database.streams.orphans()).toEqual([])
  }, 60_000)
})
