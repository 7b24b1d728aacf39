import * as fc from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openCuttingProxy, type Cut } from '@/lib/db/testing/cutting-proxy'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { idsOfRun, RACES, type RunIds } from '@/lib/db/testing/races'
import { fromSeed } from '@/lib/platform/testing/from-seed'

/** A database, and the way of a server to it by one connection, which is cut in the middle of calls. */
async function openBehindProxy() {
  const { streams: here, url, reopen } = await openTestPostgres()
  const proxy = await openCuttingProxy(url)
  let run = 0
  return {
    here,
    away: reopen({ connectionString: proxy.url, max: 1 }).streams,
    /** Runs this many times. The connection must be there before it is cut. */
    cutting: (times: number, once: (cutNext: () => void, cut: Cut, ids: RunIds) => Promise<void>) =>
      fc.assert(
        fc.asyncProperty(fc.constantFrom<Cut>('call', 'answer'), (cut) => {
          const cutNext = () => {
            proxy.cutNext(cut)
          }
          return once(cutNext, cut, idsOfRun((run += 1)))
        }),
        fromSeed(times),
      ),
  }
}

describe.skipIf(inject('postgresUrl') === '')('a connection that breaks in a call', () => {
  test('P2 an end whose answer was lost on its way is repeated, and written once', async () => {
    const { here, away, cutting } = await openBehindProxy()
    await cutting(RACES, async (cutNext, cut, { first }) => {
      await away.begin(answerStart(first))
      const end = answerEnd(first.answer, 'Hello')
      cutNext()
      await expect(away.end(end)).rejects.toMatchObject({ code: 'unavailable' })
      expect(await away.end(end)).toBe(cut === 'call' ? 'won' : 'already_mine')
      expect(await here.end({ ...end, reason: 'length' })).toBe('lost')
      expect(await here.findAnswer(first.answer)).toMatchObject({ endReason: 'stop' })
    })
  })

  test('P9 a save whose answer was lost on its way is repeated with what has come since', async () => {
    const { here, away, cutting } = await openBehindProxy()
    await cutting(RACES / 4, async (cutNext, _, { first, sessionId }) => {
      await away.begin(answerStart(first))
      const chunk = (text: string) =>
        ({ sessionId, position: 1, part: 0, kind: 'text', text }) as const
      cutNext()
      await expect(away.saveChunks([chunk('Hel')])).rejects.toMatchObject({ code: 'unavailable' })
      expect(await away.saveChunks([chunk('Hello')])).toEqual(new Set([sessionId]))
      const orphan = { sessionId, messageId: first.answer }
      await here.interruptOrphan(orphan, { now: 9_000, maxCharacters: 100 })
      expect(await here.findAnswer(first.answer)).toMatchObject({ textLength: 'Hello'.length })
    })
  })

  test('R20 a beginning whose answer was lost on its way is repeated, and written once', async () => {
    const { away, cutting } = await openBehindProxy()
    await cutting(RACES / 4, async (cutNext, cut, { first }) => {
      await away.findAnswer(first.answer)
      cutNext()
      const start = answerStart(first)
      await expect(away.begin(start)).rejects.toMatchObject({ code: 'unavailable' })
      const { outcome } = await away.begin(start)
      expect(outcome).toBe(cut === 'call' ? 'started' : 'answer_id_taken')
    })
  })
})
