import { describe, expect, test, vi } from 'vitest'
import { sendRequestSchema } from '@/lib/contract/request'
import { messageOf } from '@/lib/db/message-view'
import { answerStart } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices } from '@/lib/testing/test-services'
import { followChat } from './follow/follow-chat'
import { followMessage } from './follow/follow-message'
import { readChat } from './read/read-chat'
import { readMessage } from './read/read-message'
import { findOrStartAnswer } from './send/send-message'

/** A chat whose answer `a1` says that it runs; no server does. */
async function abandonedAnswer({ isGone = true } = {}) {
  const services = createTestServices()
  const { database } = services
  await database.streams.begin(answerStart())
  const reapAnswer = vi.fn<(messageId: string) => Promise<boolean>>(async () => {
    if (isGone) await interruptAll(database.streams, 7_000)
    return isGone
  })
  return { call: callBy('ann', { ...services, reapAnswer }), reapAnswer, services }
}

/** A question in this chat. */
const questionIn = (id: string) =>
  sendRequestSchema.parse({ id, message: { role: 'user', parts: [{ type: 'text', text: 'So?' }] } })

const interrupted = { status: 'interrupted', endReason: 'crash' }

describe('P9 an answer whose server is gone', () => {
  test('the answer has ended for whoever reads its chat, which is not answering', async () => {
    const { call, reapAnswer } = await abandonedAnswer()
    const chat = await readChat.run(call, { chatId: 'c1', limit: 200 })
    expect(chat.activeMessageId).toBeNull()
    expect(chat.messages.at(-1)?.metadata).toMatchObject(interrupted)
    expect(reapAnswer).toHaveBeenCalledExactlyOnceWith('a1')
  })

  test('the answer has ended for whoever reads it', async () => {
    const { call } = await abandonedAnswer()
    const { metadata } = await readMessage.run(call, { messageId: 'a1' })
    expect(metadata).toMatchObject(interrupted)
  })

  test('the answer has ended for whoever reads it, though other servers could tell more of a running one', async () => {
    const { call, services } = await abandonedAnswer()
    vi.spyOn(services.streams, 'snapshotAnywhere').mockImplementation(async (record) =>
      record.status === 'active' ? messageOf(record) : undefined,
    )
    const { metadata } = await readMessage.run(call, { messageId: 'a1' })
    expect(metadata).toMatchObject(interrupted)
  })

  test('the answer is replayed to its end for whoever follows it', async () => {
    const { call } = await abandonedAnswer()
    const feed = await followMessage.run(call, { messageId: 'a1' })
    const chunks = (await feed?.read())?.map(({ chunk }) => chunk.type)
    expect(chunks?.at(-1)).toBe('abort')
  })

  test('a chat has no answer to be followed', async () => {
    const { call } = await abandonedAnswer()
    expect(await followChat.run(call, { chatId: 'c1' })).toBeUndefined()
  })

  test('the answer does not stand in the way of the next one', async () => {
    const { call, services } = await abandonedAnswer()
    const { answer } = await findOrStartAnswer(call.services, member('ann'), questionIn('c1'))
    expect(services.streams.isActive(answer.id)).toBe(true)
    expect(await services.database.streams.findAnswer('a1')).toMatchObject(interrupted)
  })
})

test('an answer that another server runs is left alone', async () => {
  const { call, services } = await abandonedAnswer({ isGone: false })
  const chat = await readChat.run(call, { chatId: 'c1', limit: 200 })
  expect(chat.activeMessageId).toBe('a1')
  expect(await services.database.streams.findAnswer('a1')).toMatchObject({ status: 'active' })
})

test('of an answer that runs here nobody is asked', async () => {
  const services = createTestServices()
  const reapAnswer = vi.fn<() => Promise<boolean>>()
  const call = callBy('ann', { ...services, reapAnswer })
  const { answer } = await findOrStartAnswer(call.services, member('ann'), questionIn('c9'))
  await readChat.run(call, { chatId: answer.chatId, limit: 200 })
  await readMessage.run(call, { messageId: answer.id })
  await followMessage.run(call, { messageId: answer.id })
  expect(reapAnswer).not.toHaveBeenCalled()
})
