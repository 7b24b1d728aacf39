import { expect, test, vi } from 'vitest'
import type { Notice } from '@/lib/bus/bus'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices } from '@/lib/testing/test-services'
import { deleteAccount } from './delete-account'

test('P11 an answer that begins while an account is deleted does not stream on', async () => {
  const services = createTestServices()
  const { database, streams, clock } = services
  const send = (id: string) =>
    findOrStartAnswer(
      services,
      member('ann'),
      sendRequestSchema.parse({
        id,
        message: { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      }),
    )
  await send('c1')
  const authentication = { isPasswordOf: async () => true, announceEnds() {} }
  const deleting = deleteAccount.run(callBy('ann', { ...services, authentication }), {})
  const sent = await send('c2').then(
    () => 'sent',
    (error: { code?: string }) => error.code,
  )
  expect(['sent', 'not_found']).toContain(sent)
  await clock.advance(2_000)
  await deleting
  await clock.advance(1_000)
  expect(streams.activeCount).toBe(0)
  expect(await database.accounts.find('ann')).toBeUndefined()
})

test('the subscribers of a person hear that the person is deleted', async () => {
  const services = createTestServices()
  const heard = vi.fn<(notice: Notice) => void>()
  services.bus.subscribe('ann', heard)
  const authentication = { isPasswordOf: async () => true, announceEnds() {} }
  await deleteAccount.run(callBy('ann', { ...services, authentication }), {})
  expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'person-deleted' })
})
