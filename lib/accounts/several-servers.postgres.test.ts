import { describe, expect, inject, test } from 'vitest'
import { updateChat } from '@/lib/chats/change/update-chat'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { callBy } from '@/lib/testing/calls'
import { guest, member } from '@/lib/testing/senders'
import { createTestServers } from '@/lib/testing/test-servers'
import type { TestServices } from '@/lib/testing/test-services'
import { hearMovedGuests, moveGuest } from './move-guest'

/** The most answers of one person that these servers let stream at once. */
const MOST = 3

const tooMany = { code: 'too_many_streams', details: { limit: MOST, retryAfterSeconds: 10 } }

/** Sends a question in a chat of its own; its answer has the same name. */
const send = (services: TestServices, name: string, sender = member('ann')) =>
  findOrStartAnswer(
    services,
    sender,
    sendRequestSchema.parse({
      id: `chat-${name}`,
      message: { id: `question-${name}`, role: 'user', parts: [{ type: 'text', text: name }] },
      assistantMessageId: name,
    }),
  )

describe.skipIf(inject('postgresUrl') === '')('R28 two servers', () => {
  test('R13 the answers of a person take their places on both together', async () => {
    const { one, other } = await createTestServers()
    await send(one, 'a1')
    await send(other, 'a2')
    await send(one, 'a3')
    for (const server of [one, other])
      await expect(send(server, 'a4')).rejects.toMatchObject(tooMany)
    expect(await one.database.chats.find('ann', 'chat-a4')).toBeUndefined()
    await send(other, 'b1', member('bob'))
    await cancelMessage.run(callBy('ann', other), { messageId: 'a2' })
    expect(await send(one, 'a4')).toMatchObject({ answer: { status: 'active' } })
    await expect(send(other, 'a5')).rejects.toMatchObject(tooMany)
    expect([one.streams.activeCount, other.streams.activeCount]).toEqual([3, 1])
  })

  test('R13 of sends at once on both, as many begin as there are places', async () => {
    const { one, other } = await createTestServers()
    const sent = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => send(index % 2 ? one : other, `a${index}`)),
    )
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST)
    const refused = sent.filter((each) => each.status === 'rejected')
    for (const { reason } of refused) expect(reason).toMatchObject(tooMany)
    expect(one.streams.activeCount + other.streams.activeCount).toBe(MOST)
  })

  test('R13 the oldest answer of a person ends for a new one, if the overflow is set so', async () => {
    const { one, other } = await createTestServers({ overflow: 'cancel_oldest' })
    await send(one, 'oldest')
    await one.clock.advance(1)
    await send(other, 'a2')
    await send(other, 'a3')
    await send(one, 'a4')
    expect(one.endReasons).toEqual(['capacity'])
    expect(await other.database.messages.find('ann', 'oldest')).toMatchObject({
      status: 'cancelled',
      endReason: 'capacity',
    })
    expect([one.streams.activeCount, other.streams.activeCount]).toEqual([1, 2])
  })

  test('P8 an answer goes on without a reader once its chat keeps going, wherever that was set', async () => {
    const { one, other, clock } = await createTestServers()
    for (const name of ['a1', 'a2']) await send(one, name)
    await updateChat.run(callBy('ann', other), { chatId: 'chat-a1', keepGoing: true })
    await clock.advance(40_000)
    expect(one.streams.isActive('a1')).toBe(true)
    expect(one.endReasons).toEqual(['disconnect'])
    await updateChat.run(callBy('ann', other), { chatId: 'chat-a1', keepGoing: false })
    await clock.advance(2_000)
    expect(one.streams.isActive('a1')).toBe(false)
  })

  test('P8 an answer goes on without a reader where the news of that was lost, once its server catches up', async () => {
    const { one, other, clock } = await createTestServers({ lost: 1 })
    await send(one, 'a1')
    await updateChat.run(callBy('ann', other), { chatId: 'chat-a1', keepGoing: true })
    await clock.advance(20_000)
    await one.streams.catchUp()
    await clock.advance(20_000)
    expect(one.streams.isActive('a1')).toBe(true)
  })

  test.each([
    ['as soon as that is told', 0],
    ['where the news of that was lost, once its server catches up', 1],
  ])(
    'P12 a guest’s running answer belongs to the account that they made at another server, %s',
    async (_, lost) => {
      const limits = { guest: 1_000, user: 10_000 }
      const { one, other, clock, addPerson } = await createTestServers({ lost, limits })
      for (const server of [one, other]) hearMovedGuests(server)
      await addPerson({ id: 'gus', guest: true })
      await send(one, 'a1', guest('gus'))
      await moveGuest(other, 'gus', 'ann')
      await clock.advance(2_000)
      if (lost > 0) await one.streams.catchUp()
      expect(await one.streams.list('gus')).toEqual([])
      expect(await one.streams.list('ann')).toMatchObject([{ messageId: 'a1' }])
      await expect(
        cancelMessage.run(callBy(guest('gus'), one), { messageId: 'a1' }),
      ).rejects.toMatchObject({ code: 'not_found' })
      expect(await cancelMessage.run(callBy('ann', one), { messageId: 'a1' })).toMatchObject({
        outcome: 'cancelled',
      })
      // What it has used counts against the account alone.
      const spent = (await other.budgets.read(member('ann')))?.spent
      expect(spent).toBeGreaterThan(0)
      expect(await one.database.messages.find('ann', 'a1')).toMatchObject({ endReason: 'user' })
    },
  )

  test('P12 a guest’s place is the account’s from then on', async () => {
    const { one, other, addPerson } = await createTestServers()
    await addPerson({ id: 'gus', guest: true })
    for (const name of ['a1', 'a2', 'a3']) await send(one, name, guest('gus'))
    await moveGuest(other, 'gus', 'ann')
    await expect(send(other, 'a4')).rejects.toMatchObject(tooMany)
  })
})
