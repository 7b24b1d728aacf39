import { describe, expect, test, vi } from 'vitest'
import { followMessage } from '@/lib/chats/follow/follow-message'
import { readMessage } from '@/lib/chats/read/read-message'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { cancelStreams } from '@/lib/chats/stop/cancel-streams'
import { sendRequestSchema } from '@/lib/contract/request'
import type { AnswerStarted } from '@/lib/db/streams'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { deleteChat } from './delete-chat'
import { deleteMessage } from './delete-message'
import { updateChat } from './update-chat'

const question = {
  id: 'c1',
  message: { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'Q1' }] },
  assistantMessageId: 'a1',
  sessionId: 's1',
}
const goOn = { trigger: 'continue-message', id: 'c1', messageId: 'a1', sessionId: 's2' }

const send = (services: TestServices, body: Record<string, unknown>, person = 'ann') =>
  findOrStartAnswer(services, member(person), sendRequestSchema.parse(body))

/** Where a slow database holds an answer up: before its row is written, or after. */
type Moment = 'before its row is written' | 'between its row and its stream'
const moments: Moment[] = ['before its row is written', 'between its row and its stream']

/** Holds the next write of a row at this moment; `reached` resolves once the write is held. */
function holdRow(services: TestServices, moment: Moment, call: 'begin' | 'beginAgain' = 'begin') {
  const { streams } = services.database
  const reached = Promise.withResolvers<void>()
  const goesOn = Promise.withResolvers<void>()
  const write = streams[call].bind(streams) as (start: never) => Promise<AnswerStarted>
  vi.spyOn(streams, call).mockImplementationOnce(async (start: unknown) => {
    if (moment === 'before its row is written') {
      reached.resolve()
      await goesOn.promise
      return write(start as never) as never
    }
    const begun = await write(start as never)
    reached.resolve()
    await goesOn.promise
    return begun as never
  })
  return { reached: reached.promise, goOn: goesOn.resolve }
}

/** The first send, held at this moment. */
async function sending(moment: Moment, services = createTestServices()) {
  const row = holdRow(services, moment)
  const sent = send(services, question)
  await row.reached
  return { services, row, sent }
}

/** An answer that has ended and goes on, held at this moment. */
async function goingOn(moment: Moment) {
  const services = createTestServices()
  await send(services, question)
  await services.clock.advance(0)
  services.model.calls[0]?.say('One')
  services.model.calls[0]?.finish()
  await services.clock.advance(0)
  await vi.waitFor(() => {
    expect(services.streams.isActive('a1')).toBe(false)
  })
  const row = holdRow(services, moment, 'beginAgain')
  const sent = send(services, goOn)
  await row.reached
  return { services, row, sent }
}

const textOf = async (services: TestServices) =>
  (await services.database.messages.find('ann', 'a1'))?.parts.map(({ text }) => text).join('')

describe.each(moments)('P1 an answer that is stopped %s', (moment) => {
  test.each([
    {},
    { sessionId: 's1' },
    { beforeStart: true, sessionId: 's1' },
    { seenTextLength: 0 },
  ])('the answer calls no provider and ends as cancelled: %j', async (fields) => {
    const { services, row, sent } = await sending(moment)
    const stopping = cancelMessage.run(callBy('ann', services), { messageId: 'a1', ...fields })
    row.goOn()
    expect(await stopping).toMatchObject({ outcome: 'cancelled', endReason: 'user', text: '' })
    await sent
    expect(services.model.calls).toHaveLength(0)
    expect(services.streams.activeCount).toBe(0)
  })

  test('the answer is stopped by a stop of all answers of its person, or of its chat', async () => {
    for (const chatId of [undefined, 'c1']) {
      const { services, row } = await sending(moment)
      const stopping = cancelStreams.run(callBy('ann', services), { chatId })
      row.goOn()
      expect(await stopping).toEqual({ cancelled: ['a1'], unconfirmed: [] })
      expect(services.model.calls).toHaveLength(0)
    }
  })

  test('P2 the answer is cancelled by the first of several stops, and had ended for the others', async () => {
    const { services, row } = await sending(moment)
    const stop = () => cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    const stops = Promise.all([stop(), stop()])
    const ofAll = cancelStreams.run(callBy('ann', services), {})
    row.goOn()
    expect((await stops).map(({ outcome }) => outcome)).toEqual(['cancelled', 'already_ended'])
    expect(await ofAll).toEqual({ cancelled: [], unconfirmed: [] })
  })

  test('an answer that was to go on keeps the text that it had', async () => {
    const { services, row, sent } = await goingOn(moment)
    const stopping = cancelMessage.run(callBy('ann', services), {
      messageId: 'a1',
      sessionId: 's2',
      seenTextLength: 0,
    })
    row.goOn()
    expect(await stopping).toMatchObject({ outcome: 'cancelled', sessionId: 's2', text: 'One' })
    await sent
    expect(services.model.calls).toHaveLength(1)
  })

  test('P5 the answer goes on where the stop names an earlier session, or comes from somebody else', async () => {
    const { services, row, sent } = await goingOn(moment)
    const late = cancelMessage.run(callBy('ann', services), { messageId: 'a1', sessionId: 's1' })
    await expect(
      cancelMessage.run(callBy('bob', services), { messageId: 'a1' }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
    row.goOn()
    expect((await late).outcome).toBe('already_ended')
    await sent
    expect(services.streams.isActive('a1')).toBe(true)
  })
})

describe('P1 an answer that is stopped and then refused', () => {
  test('the answer leaves nothing, and a stop that may come before its send waits for the next send', async () => {
    const services = createTestServices()
    await services.database.chats.create(
      { id: 'c1', ownerId: 'bob', title: 'Bob’s', model: null, settings: {} },
      0,
    )
    const { row, sent } = await sending('before its row is written', services)
    const stopping = cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    const waiting = cancelMessage.run(callBy('ann', services), {
      messageId: 'a1',
      beforeStart: true,
      sessionId: 's1',
    })
    row.goOn()
    await expect(sent).rejects.toMatchObject({ code: 'id_conflict' })
    await expect(stopping).rejects.toMatchObject({ code: 'not_found' })
    expect(await waiting).toEqual({ outcome: 'pending', messageId: 'a1' })
    expect(await send(services, { ...question, id: 'c2' })).toMatchObject({
      answer: { status: 'cancelled' },
    })
    expect(services.model.calls).toHaveLength(0)
  })
})

describe.each(moments)('an answer that is deleted %s', (moment) => {
  test.each(['chat', 'question', 'answer'] as const)(
    'P11 the answer leaves neither a row nor a stream when the %s is deleted',
    async (what) => {
      const { services, row, sent } = await sending(moment)
      const deleting = {
        chat: () => deleteChat.run(callBy('ann', services), { chatId: 'c1' }),
        question: () => deleteMessage.run(callBy('ann', services), { messageId: 'q1' }),
        answer: () => deleteMessage.run(callBy('ann', services), { messageId: 'a1' }),
      }[what]()
      row.goOn()
      await Promise.all([sent, deleting])
      expect(await services.database.messages.find('ann', 'a1')).toBeUndefined()
      expect(services.streams.activeCount).toBe(0)
      expect(services.model.calls).toHaveLength(0)
    },
  )
})

describe('an answer whose row is written and whose stream has not begun', () => {
  const moment = 'between its row and its stream'

  test('P4 a follower reads the answer from its beginning', async () => {
    const { services, row, sent } = await sending(moment)
    const following = followMessage.run(callBy('ann', services), { messageId: 'a1' })
    row.goOn()
    await sent
    const feed = await following
    expect((await feed?.read())?.[0]?.chunk).toMatchObject({ type: 'start' })
    await services.clock.advance(0)
    services.model.calls[0]?.say('One')
    await services.clock.advance(0)
    expect((await feed?.read())?.map(({ chunk }) => chunk.type)).toEqual([
      'text-start',
      'text-delta',
    ])
    feed?.leave()
  })

  test('P4 the answer is read with the cursor at which it goes on', async () => {
    const { services, row, sent } = await goingOn(moment)
    const reading = readMessage.run(callBy('ann', services), { messageId: 'a1' })
    row.goOn()
    await sent
    expect((await reading).metadata).toMatchObject({ status: 'active', cursor: 's2:5' })
  })

  test('P7 the answer goes on without a reader once its chat keeps going', async () => {
    const { services, row, sent } = await sending(moment)
    await updateChat.run(callBy('ann', services), { chatId: 'c1', keepGoing: true })
    row.goOn()
    await sent
    await services.clock.advance(40_000)
    expect(services.streams.isActive('a1')).toBe(true)
  })

  test('the answer belongs to the account that the guest’s chats have moved to', async () => {
    const { services, row, sent } = await sending(moment)
    await services.database.accounts.moveAll('ann', 'bob')
    services.bus.broadcast({ type: 'guest-moved', guestId: 'ann', accountId: 'bob' })
    row.goOn()
    await sent
    expect(await services.streams.list('bob')).toMatchObject([{ messageId: 'a1' }])
  })

  test('P10 the answer ends with the server, which waits for it', async () => {
    const { services, row, sent } = await sending(moment)
    const ending = services.streams.shutdown(10_000)
    row.goOn()
    await Promise.all([sent, ending])
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      endReason: 'shutdown',
    })
    expect(await textOf(services)).toBe('')
  })
})
