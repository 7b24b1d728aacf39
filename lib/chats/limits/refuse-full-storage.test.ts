import { describe, expect, test } from 'vitest'
import type { Sender } from '@/lib/budgets/sender'
import { deleteMessage } from '@/lib/chats/change/delete-message'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { guest, member, owner } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'

const KB = 1024

/** Guests may have 20 KB, and people with an account 60 KB. */
const services = () =>
  createTestServices({}, { quotas: { guestBytes: 20 * KB, userBytes: 60 * KB } })

const send = (all: TestServices, sender: Sender, fields: Record<string, unknown>) =>
  findOrStartAnswer(all, sender, sendRequestSchema.parse(fields))

const question = (length: number, answerId: string) => ({
  id: 'c1',
  message: {
    id: `q-${answerId}`,
    role: 'user',
    parts: [{ type: 'text', text: 'x'.repeat(length) }],
  },
  assistantMessageId: answerId,
  options: { supersede: true },
})

describe('P11 the storage of a person', () => {
  test('full storage refuses sends of every kind, and no stops or deletions', async () => {
    const all = services()
    const gus = guest('ann')
    await send(all, gus, question(10 * KB, 'a1'))
    await send(all, gus, question(10 * KB, 'a2'))
    const full = { code: 'storage_full', details: { limit: 20 * KB } }
    await expect(send(all, gus, question(1, 'a3'))).rejects.toMatchObject(full)
    const again = { id: 'c1', messageId: 'a1' }
    for (const trigger of ['regenerate-message', 'continue-message']) {
      await expect(send(all, gus, { ...again, trigger })).rejects.toMatchObject(full)
    }
    expect(all.streams.isActive('a2')).toBe(true)
    expect(await cancelMessage.run(callBy('ann', all), { messageId: 'a2' })).toMatchObject({
      outcome: 'cancelled',
    })
    await deleteMessage.run(callBy('ann', all), { messageId: 'q-a2' })
    await expect(send(all, gus, question(1, 'a3'))).resolves.toBeDefined()
  })

  test('storage is larger for a person with an account, and unbounded for the owner', async () => {
    const all = services()
    await send(all, member('ann'), question(50 * KB, 'a1'))
    await send(all, member('ann'), question(50 * KB, 'a2'))
    const full = { code: 'storage_full', details: { limit: 60 * KB } }
    await expect(send(all, member('ann'), question(1, 'a3'))).rejects.toMatchObject(full)
    await expect(send(all, owner('ann'), question(1, 'a3'))).resolves.toBeDefined()
  })
})
