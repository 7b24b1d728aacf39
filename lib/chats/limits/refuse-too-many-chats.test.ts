import { expect, test, vi } from 'vitest'
import { createChat } from '@/lib/chats/change/create-chat'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { MAX_CHATS } from '@/lib/contract/limits'
import { sendRequestSchema } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices } from '@/lib/testing/test-services'

test('a person with the maximum number of chats makes no more, and can go on in those', async () => {
  const services = createTestServices()
  const send = (id: string) =>
    findOrStartAnswer(
      services,
      member('ann'),
      sendRequestSchema.parse({
        id,
        message: { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
        options: { supersede: true },
      }),
    )
  await send('c1')
  vi.spyOn(services.database.chats, 'count').mockResolvedValue(MAX_CHATS)
  const refused = { code: 'too_large', details: { limit: MAX_CHATS } }
  await expect(createChat.run(callBy('ann', services), {})).rejects.toMatchObject(refused)
  await expect(send('c2')).rejects.toMatchObject(refused)
  await expect(send('c1')).resolves.toBeDefined()
})
