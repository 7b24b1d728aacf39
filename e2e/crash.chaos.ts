import { setTimeout as pause } from 'node:timers/promises'
import type { AnswerChunk } from '@/lib/contract/event'
import { SeededRandom } from './chaos/plan/random'
import { readCall } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { eventsOf, Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'

const SEED = Number(process.env['CHAOS_SEED'] ?? 1)
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 5)
const STREAMS = 6

/** Text that a viewer saw within this time before kill -9 may be missing, in milliseconds. */
const LOST_MS = 250

const now = () => performance.timeOrigin + performance.now()

test(`P9 R14 every answer is a prefix and can go on after each of ${KILLS} kills at random`, async ({
  provider,
}) => {
  test.setTimeout(60_000 + KILLS * 20_000)
  const random = new SeededRandom(SEED)
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    RATE_LIMIT: 'off',
  })
  try {
    const guest = await Guest.signIn(server.url)
    for (let kill = 0; kill < KILLS; kill += 1) {
      const ids = Array.from({ length: STREAMS }, newAnswerId)
      const viewer = watch(await guest.call('/api/events'))
      for (const id of ids) {
        const text = random.pick(['numbered', 'emoji', 'markdown'])
        const rate = random.integer(20, 200)
        const question = `[[key=${id} tokens=400 rate=${rate} text=${text}]]`
        await guest.ask(question, { id: `chat-${id}`, assistantMessageId: id })
      }
      await pause(random.integer(0, 900))
      const killedAt = now()
      await server.end('SIGKILL')
      await server.start()

      expect(server.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      expect(server.query(`SELECT id FROM stream_sessions WHERE status = 'active'`)).toEqual([])
      for (const id of ids) {
        const { status, endReason, text } = server.storedMessage(id)
        expect([status, endReason]).toEqual(['interrupted', 'crash'])
        const call = await readCall(provider.url, id)
        const sent = call?.tokens ?? []
        expect(
          sent
            .map((token) => token.text)
            .join('')
            .startsWith(text),
        ).toBe(true)
        expect(text.length).toBeGreaterThanOrEqual(viewer.seenOf(id, killedAt - LOST_MS))
      }
      const [id = ''] = ids
      const before = server.storedMessage(id).text
      await guest.post(
        '/api/chat',
        { id: `chat-${id}`, trigger: 'continue-message', messageId: id },
        { Prefer: 'respond-async' },
      )
      await expect
        .poll(async () => (await guest.stop(id)).outcome)
        .toMatch(/cancelled|already_ended/)
      expect(server.storedMessage(id).text.startsWith(before)).toBe(true)
    }
  } finally {
    await server.remove()
  }
})

/** Notes how much text of each answer reached a viewer, and when, until the connection breaks. */
function watch(response: Response) {
  const seen: { messageId: string | undefined; length: number; at: number }[] = []
  const note = async () => {
    for await (const { data } of eventsOf(response)) {
      const { messageId, chunk } = data as { messageId?: string; chunk?: AnswerChunk }
      if (chunk?.type === 'text-delta') {
        seen.push({ messageId, length: chunk.delta.length, at: now() })
      }
    }
  }
  note().catch(() => {
    // The server was killed, as planned.
  })
  return {
    seenOf: (id: string, until: number) =>
      seen
        .filter(({ messageId, at }) => messageId === id && at < until)
        .reduce((sum, { length }) => sum + length, 0),
  }
}
