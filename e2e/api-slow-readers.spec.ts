import { once } from 'node:events'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { expect, providerVariables, test as base } from './harness/fixtures'
import { Guest } from './harness/guest'
import { newAnswerId } from './harness/new-answer-id'
import { AppServer } from './harness/server/app-server'

const TOKENS = 1200
const WORD_LENGTH = 10_000
const TEXT_LENGTH = TOKENS * (WORD_LENGTH + 5)
/** More than the kernel's buffers hold; the silence after the last token keeps the answer running. */
const MUCH_TEXT = `[[tokens=${TOKENS} wordLength=${WORD_LENGTH} rate=300 silentAfter=${TOKENS}]]`

/** How long a reader may make no progress, and how long until that is noticed, in milliseconds. */
const STALLED_MS = 30_000
const NOTICED_WITHIN_MS = 15_000

const STALLED_READERS = 20

/** A server for this test alone, so that no other test uses its memory. */
const test = base.extend<{ ownServer: AppServer }>({
  ownServer: async ({ provider }, provide) => {
    const server = await AppServer.start({
      ...providerVariables(provider.url),
      ANSWER_MAX_CHARACTERS: String(20_000_000),
    })
    await provide(server)
    await server.remove()
  },
})

async function runningStream(guest: Guest): Promise<StreamInfo | undefined> {
  return (await guest.json<{ streams: StreamInfo[] }>('/api/streams')).streams[0]
}

test('P7 P8 readers that stall cost bounded memory, slow nobody, and are dropped with an error', async ({
  ownServer,
}) => {
  test.setTimeout(120_000)
  const guest = await Guest.signIn(ownServer.url)
  const messageId = newAnswerId()
  await guest.ask(MUCH_TEXT, { assistantMessageId: messageId })
  const paths = Array.from({ length: STALLED_READERS }, (_, index) =>
    index === 0 ? '/api/events' : `/api/messages/${messageId}/stream`,
  )
  const stalled = await Promise.all(paths.map((path) => guest.open(path)))
  const memoryBefore = ownServer.memory

  const other = await guest.open(`/api/messages/${messageId}/stream`)
  const followers = async () => (await runningStream(guest))?.followers
  await expect.poll(followers).toBe(STALLED_READERS + 1)
  let seen = 0
  other.on('data', (bytes: Buffer) => (seen += bytes.length))
  await expect.poll(() => seen, { timeout: 30_000 }).toBeGreaterThan(TEXT_LENGTH)
  expect(ownServer.memory - memoryBefore).toBeLessThan((STALLED_READERS * TEXT_LENGTH) / 2)

  await expect.poll(followers, { timeout: STALLED_MS + NOTICED_WITHIN_MS }).toBe(1)
  for (const reader of stalled) {
    const broken = once(reader, 'error')
    reader.resume()
    await broken
    expect(reader.complete).toBe(false)
  }
  // Saving so much text may take longer than a stop waits for it.
  await guest.post(`/api/messages/${messageId}/cancel`, {})
})
