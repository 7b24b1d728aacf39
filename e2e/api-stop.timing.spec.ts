import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { waitForCall } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import { median } from './harness/median'
import { newAnswerId } from './harness/new-answer-id'
import { standardVendors } from './harness/vendors'

const ROUNDS = 5

for (const { model } of standardVendors) {
  test(`R2 P1 P3 R10 a stop closes ${model} and keeps an exact prefix`, async ({
    guest,
    provider,
    server,
    key,
  }) => {
    const tokensAfter: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const messageId = newAnswerId()
      const roundKey = `${key}-${round}`
      await guest.ask(`[[key=${roundKey} tokens=500 rate=50]]`, {
        assistantMessageId: messageId,
        model,
      })
      await waitForCall(provider.url, roundKey, (call) => call.tokens.length >= 20)
      const pressedAt = performance.timeOrigin + performance.now()
      const outcome = await guest.stop(messageId)
      const call = await waitForCall(provider.url, roundKey, ({ open }) => !open)

      expect(outcome).toMatchObject({ outcome: 'cancelled', endReason: 'user' })
      expect(call.abortedByClient).toBe(true)
      expect((call.closedAt ?? Infinity) - pressedAt).toBeLessThan(1_000)
      tokensAfter.push(call.tokens.filter(({ sentAt }) => sentAt > pressedAt).length)
      const stored = server.storedMessage(messageId)
      expect(stored).toMatchObject({ status: 'cancelled', endReason: 'user' })
      expect(stored.text.length).toBeGreaterThan(0)
      expect(call.text.startsWith(stored.text)).toBe(true)
      expect('text' in outcome && outcome.text).toBe(stored.text)
      const message = await guest.json<Message>(`/api/messages/${messageId}`)
      expect(textOf(message.parts)).toBe(stored.text)
    }
    expect(median(tokensAfter)).toBeLessThanOrEqual(2)
  })
}
