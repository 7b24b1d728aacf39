import { describe, expect, test, vi } from 'vitest'
import { unavailableError } from '@/lib/contract/fullstop-error'
import { answerStart } from '@/lib/db/testing/answer-start'
import { createManualClock } from '@/lib/platform/manual-clock'
import { openTestDatabase } from '@/lib/testing/test-database'
import { reapAnswer, recoverOrphans } from './recover-orphans'

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
    vi.spyOn(database.streams, 'interruptOrphan').mockRejectedValue(unavailableError())
    await expect(recover()).rejects.toMatchObject({ code: 'unavailable' })
    for (const answer of ['a1', 'a2', 'a3']) {
      expect(await statusOf(answer)).toMatchObject({ status: 'active' })
    }
  })

  test('P9 recovery of one person who is held for a moment ends the streams of all others, and is tried again', async () => {
    const { database, recover, statusOf } = await openWithOrphans()
    vi.spyOn(database.streams, 'interruptOrphan').mockRejectedValueOnce(unavailableError())
    await expect(recover()).rejects.toMatchObject({ code: 'unavailable' })
    expect(await statusOf('a1')).toMatchObject({ status: 'active' })
    for (const answer of ['a2', 'a3']) expect(await statusOf(answer)).toEqual(recovered)
    expect(await recover()).toBe(1)
    expect(await statusOf('a1')).toEqual(recovered)
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

describe('P9 an answer that somebody reads', () => {
  /** `a1` runs nowhere; `servers` says what the database tells of its server, look by look. */
  async function openAbandoned(...isGone: boolean[]) {
    const { database, statusOf, recover } = await openWithOrphans()
    const orphan = { sessionId: 'session-a1', messageId: 'a1' }
    const orphanOf = vi.spyOn(database.streams, 'orphanOf')
    for (const gone of isGone) orphanOf.mockResolvedValueOnce(gone ? orphan : undefined)
    const write = () => {}
    const log = { debug: write, info: write, warn: write, error: write }
    const reap = (mayReap = async () => true) =>
      reapAnswer('a1', {
        database,
        clock: createManualClock(),
        log,
        maxCharacters: 1_000_000,
        mayReap,
      })
    return { reap, recover, status: async () => (await statusOf('a1')).status, statusOf }
  }

  test('an answer whose server is gone is interrupted with its saved text, and no other', async () => {
    const { reap, statusOf } = await openAbandoned(true, true)
    expect(await reap()).toBe(true)
    expect(await statusOf('a1')).toEqual(recovered)
    expect(await statusOf('a2')).toMatchObject({ status: 'active' })
  })

  test('an answer whose server lives runs on, and nobody waits', async () => {
    const { reap, status } = await openAbandoned(false)
    const mayReap = vi.fn<() => Promise<boolean>>(async () => true)
    expect(await reap(mayReap)).toBe(false)
    expect(mayReap).not.toHaveBeenCalled()
    expect(await status()).toBe('active')
  })

  test('an answer whose server seemed gone while the database was away runs on', async () => {
    const { reap, status } = await openAbandoned(true, false)
    expect(await reap()).toBe(false)
    expect(await status()).toBe('active')
  })

  test('an answer that another server has ended meanwhile has ended', async () => {
    const { reap, status, recover } = await openAbandoned(true, false)
    const mayReap = async () => {
      await recover()
      return true
    }
    expect(await reap(mayReap)).toBe(true)
    expect(await status()).toBe('interrupted')
  })

  test('an answer runs on where nobody may call its server dead', async () => {
    const { reap, status } = await openAbandoned(true, true)
    expect(await reap(async () => false)).toBe(false)
    expect(await status()).toBe('active')
  })
})
