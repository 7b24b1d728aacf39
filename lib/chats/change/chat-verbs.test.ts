import { APICallError } from '@ai-sdk/provider'
import { describe, expect, test, vi } from 'vitest'
import type { Sender } from '@/lib/budgets/sender'
import type { Notice } from '@/lib/bus/bus'
import { followChat } from '@/lib/chats/follow/follow-chat'
import { followMessage } from '@/lib/chats/follow/follow-message'
import { listChats } from '@/lib/chats/read/list-chats'
import { readChat } from '@/lib/chats/read/read-chat'
import { readMessage } from '@/lib/chats/read/read-message'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { idsOf } from '@/lib/db/testing/answer-start'
import * as tokenCounting from '@/lib/providers/tokens/count-in-slices'
import { callBy } from '@/lib/testing/calls'
import { letStepsPass } from '@/lib/testing/let-steps-pass'
import { guest, member, owner } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { createChat } from './create-chat'
import { deleteChat } from './delete-chat'
import { deleteMessage } from './delete-message'
import { updateChat } from './update-chat'

const send = (services: TestServices, chat: string, question: string, answer: string) =>
  findOrStartAnswer(
    services,
    member('ann'),
    sendRequestSchema.parse({
      id: chat,
      message: { id: question, role: 'user', parts: [{ type: 'text', text: question }] },
      assistantMessageId: answer,
    }),
  )

/** The model says this to the latest question, and goes on or ends. */
async function say({ model, clock }: TestServices, text: string, ends: 'goes on' | 'ends') {
  await clock.advance(0)
  model.calls.at(-1)?.say(text)
  if (ends === 'ends') model.calls.at(-1)?.finish()
  await clock.advance(0)
}

/** `ann`'s chat `c1`, in which `a1` is streaming and has said "Hello, world". */
async function answering() {
  const services = createTestServices()
  await send(services, 'c1', 'q1', 'a1')
  await say(services, 'Hello, world', 'goes on')
  return services
}

const notices = (services: TestServices, person = 'ann') => {
  const heard: Notice[] = []
  services.bus.subscribe(person, (notice) => heard.push(notice))
  return heard
}

const notFound = { code: 'not_found' }

describe('P4 a message that is deleted while a follow-up to it is sent', () => {
  test.each(Array.from({ length: 60 }, (_, moment) => moment))(
    'the deletion leaves no stream without a row, %i steps into the send',
    async (moment) => {
      const services = await answering()
      await say(services, '.', 'ends')
      const sending = send(services, 'c1', 'q2', 'a2').catch((error: unknown) => error)
      await letStepsPass(moment)
      await deleteMessage.run(callBy('ann', services), { messageId: 'a1' })
      await sending
      for (const { messageId } of await services.streams.list('ann')) {
        expect(await services.database.messages.find('ann', messageId)).toBeDefined()
      }
    },
  )
})

test('P3 an end is told to nobody before the disk has it, though its row is written', async () => {
  const services = await answering()
  const { streams } = services.database
  const end = streams.end.bind(streams)
  const disk = Promise.withResolvers<void>()
  vi.spyOn(streams, 'end').mockImplementation(async (answerEnd) => {
    const won = await end(answerEnd)
    await disk.promise
    return won
  })
  const stopping = cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
  await services.clock.advance(0)
  expect(await services.database.messages.find('ann', 'a1')).toMatchObject({ status: 'cancelled' })
  const told = async () => {
    const { metadata } = await readMessage.run(callBy('ann', services), { messageId: 'a1' })
    const { messages } = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 9 })
    return [metadata?.status, messages.at(-1)?.metadata?.status]
  }
  expect(await told()).toEqual(['active', 'active'])
  disk.resolve()
  await stopping
  expect(await told()).toEqual(['cancelled', 'cancelled'])
})

test('an answer ends at the time of the clock, however long its beginning has waited', async () => {
  const services = createTestServices()
  const { clock, database } = services
  const begin = database.streams.begin.bind(database.streams)
  vi.spyOn(database.streams, 'begin').mockImplementation(async (start) => {
    const begun = await begin(start)
    await clock.advance(40)
    return begun
  })
  const startedAt = clock.now()
  await send(services, 'c1', 'q1', 'a1')
  await clock.advance(100)
  await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
  expect(await database.messages.find('ann', 'a1')).toMatchObject({
    startedAt,
    endedAt: startedAt + 140,
  })
})

test('P12 the details of a failed call are told to the owner of the server, and to nobody else', async () => {
  const services = await answering()
  services.model.calls.at(-1)?.fail(
    new APICallError({
      message: 'no',
      url: '',
      requestBodyValues: {},
      statusCode: 400,
      responseBody: '{"error":{"code":"a_code"}}',
    }),
  )
  await services.clock.advance(0)
  const errorFor = async (caller: Sender) =>
    (await readMessage.run(callBy(caller, services), { messageId: 'a1' })).metadata?.error
  const message = expect.any(String) as unknown
  expect(await errorFor(member('ann'))).toEqual({ message })
  expect(await errorFor(guest('ann'))).toEqual({ message })
  expect(await errorFor(owner('ann'))).toEqual({ message, call: { attempt: 1, code: 'a_code' } })
  const { messages } = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 9 })
  expect(JSON.stringify(messages)).not.toContain('a_code')
})

describe('P12 a chat or message of somebody else, and a missing one', () => {
  const calls: [
    string,
    (services: TestServices, person: string, id: string) => Promise<unknown>,
  ][] = [
    [
      'readMessage',
      (services, person, id) => readMessage.run(callBy(person, services), { messageId: id }),
    ],
    [
      'cancelMessage',
      (services, person, id) => cancelMessage.run(callBy(person, services), { messageId: id }),
    ],
    [
      'followMessage',
      (services, person, id) => followMessage.run(callBy(person, services), { messageId: id }),
    ],
    [
      'deleteMessage',
      (services, person, id) => deleteMessage.run(callBy(person, services), { messageId: id }),
    ],
    [
      'readChat',
      (services, person, id) => readChat.run(callBy(person, services), { chatId: id, limit: 9 }),
    ],
    [
      'updateChat',
      (services, person, id) =>
        updateChat.run(callBy(person, services), { chatId: id, title: 'x' }),
    ],
    [
      'deleteChat',
      (services, person, id) => deleteChat.run(callBy(person, services), { chatId: id }),
    ],
  ]

  test.each(calls)('%s answers the same for both, and does nothing', async (name, call) => {
    const services = await answering()
    const existing = name.endsWith('Chat') ? 'c1' : 'a1'
    const refusalOf = (person: string, id: string) =>
      call(services, person, id).then(
        () => 'done',
        (error: unknown) => error,
      )
    const foreign = await refusalOf('bob', existing)
    expect(foreign).toMatchObject(notFound)
    expect(foreign).toEqual(await refusalOf('ann', 'missing'))
    expect(services.streams.isActive('a1')).toBe(true)
    expect(await services.database.chats.find('ann', 'c1')).toMatchObject({ title: 'q1' })
  })

  test('followChat finds nothing for both', async () => {
    const services = await answering()
    expect(await followChat.run(callBy('bob', services), { chatId: 'c1' })).toBeUndefined()
    expect(await followChat.run(callBy('ann', services), { chatId: 'missing' })).toBeUndefined()
  })
})

describe('a budget', () => {
  const spentBy = async (services: TestServices) =>
    (await services.budgets.read(member('ann')))?.spent

  test('a budget counts the tokens that a model may have thought before its first word', async () => {
    const services = createTestServices({ user: 100_000 })
    await send(services, 'c1', 'q1', 'a1')
    await services.clock.advance(29_000)
    const stopped = cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    await services.clock.advance(1_000)
    expect(await stopped).toMatchObject({ outcome: 'cancelled', usage: { outputTokens: 0 } })
    expect(await spentBy(services)).toBeGreaterThan(500)
  })

  test('P11 a budget that refuses a send has no tokens counted', async () => {
    const counting = vi.spyOn(tokenCounting, 'countTokensInSlices')
    const services = createTestServices({ user: 10_000 })
    const ask = (text: string) =>
      findOrStartAnswer(services, member('ann'), {
        trigger: 'submit-message',
        model: 'test/other',
        message: { role: 'user', parts: [{ type: 'text', text }] },
      })
    await expect(ask('x'.repeat(50_000))).rejects.toMatchObject({ code: 'budget_spent' })
    expect(counting).not.toHaveBeenCalled()
    await ask('x'.repeat(5_000))
    expect(counting).toHaveBeenCalled()
  })

  test('a budget counts a question that the vendor read and declined to answer', async () => {
    const services = createTestServices({ user: 100_000 })
    await send(services, 'c1', 'q1', 'a1')
    services.model.calls[0]?.finish('content-filter')
    await services.clock.advance(0)
    expect(await services.database.messages.find('ann', 'a1')).toMatchObject({
      endReason: 'provider_filtered',
    })
    expect(await spentBy(services)).toBe(8)
  })
})

describe('a deletion while a send is under way', () => {
  test('a deleted chat does not come back', async () => {
    const services = createTestServices()
    await send(services, 'c1', 'q1', 'a1')
    const deleting = deleteChat.run(callBy('ann', services), { chatId: 'c1' })
    const again = findOrStartAnswer(services, member('ann'), {
      trigger: 'submit-message',
      id: 'c1',
      message: { role: 'user', parts: [{ type: 'text', text: 'Again' }] },
      options: { supersede: true },
    }).catch((error: unknown) => error)
    await services.clock.advance(2_000)
    await deleting
    await again
    await services.clock.advance(1_000)
    expect(await services.database.chats.find('ann', 'c1')).toBeUndefined()
    expect(services.streams.activeCount).toBe(0)
  })
})

describe('a cancel', () => {
  test('P3 a cancel answers once the provider is aborted and the text is saved', async () => {
    const services = await answering()
    const outcome = await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    expect(services.model.calls[0]?.options.abortSignal?.aborted).toBe(true)
    expect(outcome).toMatchObject({
      outcome: 'cancelled',
      messageId: 'a1',
      status: 'cancelled',
      endReason: 'user',
      text: 'Hello, world',
      receipt: { keptCharacters: 12, providerStopsBilling: 'unknown' },
    })
    expect(await readMessage.run(callBy('ann', services), { messageId: 'a1' })).toMatchObject({
      parts: [{ text: 'Hello, world', state: 'done' }],
      metadata: { status: 'cancelled', canCancel: false, textLength: 12 },
    })
  })

  test('R21 a cancel keeps no more than was seen, and cuts between two characters', async () => {
    const services = await answering()
    await say(services, '👨‍👩‍👧‍👦!', 'goes on')
    const outcome = await cancelMessage.run(callBy('ann', services), {
      messageId: 'a1',
      seenTextLength: 15,
    })
    expect(outcome).toMatchObject({ text: 'Hello, world', receipt: { keptCharacters: 12 } })
    expect(await readMessage.run(callBy('ann', services), { messageId: 'a1' })).toMatchObject({
      parts: [{ text: 'Hello, world' }],
    })
  })

  test('R8 a cancel that comes again says how the answer had ended', async () => {
    const services = await answering()
    const [first, second] = await Promise.all([
      cancelMessage.run(callBy('ann', services), { messageId: 'a1' }),
      cancelMessage.run(callBy('ann', services), { messageId: 'a1', seenTextLength: 1 }),
    ])
    const third = await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    expect(first.outcome).toBe('cancelled')
    for (const again of [second, third]) {
      expect(again).toEqual({ ...first, outcome: 'already_ended' })
    }
  })

  test('R8 a cancel of a completed answer says that it completed', async () => {
    const services = createTestServices()
    const { answer } = await send(services, 'c1', 'q1', 'a1')
    await say(services, 'Done', 'ends')
    expect(await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })).toEqual({
      outcome: 'already_ended',
      messageId: 'a1',
      sessionId: answer.sessionId,
      status: 'completed',
      endReason: 'stop',
      text: 'Done',
      usage: { inputTokens: 3, outputTokens: 5, estimated: false },
    })
  })

  test('a cancel of a question is refused as not found', async () => {
    const services = await answering()
    await expect(
      cancelMessage.run(callBy('ann', services), { messageId: 'q1' }),
    ).rejects.toMatchObject(notFound)
  })

  test('P5 a cancel stops its own answer and no other', async () => {
    const services = await answering()
    await send(services, 'c2', 'q2', 'a2')
    await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    expect(services.streams.isActive('a2')).toBe(true)
    await send(services, 'c1', 'q3', 'a3')
    await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    expect(services.streams.isActive('a3')).toBe(true)
  })
})

describe('a deletion', () => {
  test('the deletion of a chat stops its stream first, and is announced', async () => {
    const services = await answering()
    await send(services, 'c2', 'q2', 'a2')
    const heard = notices(services)
    await deleteChat.run(callBy('ann', services), { chatId: 'c1' })
    expect(services.model.calls[0]?.options.abortSignal?.aborted).toBe(true)
    expect(services.streams.isActive('a1')).toBe(false)
    expect(services.streams.isActive('a2')).toBe(true)
    await expect(
      readMessage.run(callBy('ann', services), { messageId: 'a1' }),
    ).rejects.toMatchObject(notFound)
    expect(heard).toEqual([{ type: 'chat-deleted', chatId: 'c1' }])
  })

  test('the deletion of a message stops the streams below it, and the chat ends before it', async () => {
    const services = createTestServices()
    await send(services, 'c1', 'q1', 'a1')
    await say(services, 'One', 'ends')
    await send(services, 'c1', 'q2', 'a2')
    await services.clock.advance(0)
    const heard = notices(services)
    await deleteMessage.run(callBy('ann', services), { messageId: 'q2' })
    expect(services.model.calls[1]?.options.abortSignal?.aborted).toBe(true)
    const chat = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 9 })
    expect(idsOf(chat.messages)).toEqual(['q1', 'a1'])
    expect(heard).toMatchObject([{ type: 'chat-changed', chat: { leafId: 'a1' } }])
  })
})

describe('a chat', () => {
  test('a chat is made empty, under an ID that is free', async () => {
    const services = createTestServices()
    const heard = notices(services)
    const chat = await createChat.run(callBy('ann', services), {
      id: 'c1',
      title: 'Plans',
      model: 'test/other',
    })
    expect(chat).toEqual({
      id: 'c1',
      title: 'Plans',
      model: 'test/other',
      leafId: null,
      activeMessageId: null,
      activeSessionId: null,
      keepGoing: false,
      pinned: false,
      createdAt: '2023-11-14T22:13:20.000Z',
      updatedAt: '2023-11-14T22:13:20.000Z',
    })
    expect(heard).toEqual([{ type: 'chat-changed', chat }])
    const taken = { code: 'id_conflict', details: { field: 'id' } }
    await expect(createChat.run(callBy('bob', services), { id: 'c1' })).rejects.toMatchObject(taken)
    await expect(
      createChat.run(callBy('ann', services), { model: 'no/model' }),
    ).rejects.toMatchObject({
      code: 'model_unavailable',
      details: { field: 'model' },
    })
  })

  test('a chat changes in the fields that are named, and its owner is told', async () => {
    const services = await answering()
    const heard = notices(services)
    const heardByBob = notices(services, 'bob')
    const chat = await updateChat.run(callBy('ann', services), {
      chatId: 'c1',
      pinned: true,
      title: undefined,
    })
    expect(chat).toMatchObject({ title: 'q1', pinned: true, activeMessageId: 'a1' })
    expect(heard).toEqual([{ type: 'chat-changed', chat }])
    expect(heardByBob).toEqual([])
  })

  test.each(['missing', 'elsewhere'])('a chat takes no leaf that is %s', async (leafId) => {
    const services = await answering()
    await send(services, 'c2', 'q2', 'elsewhere')
    await expect(
      updateChat.run(callBy('ann', services), { chatId: 'c1', leafId }),
    ).rejects.toMatchObject({
      ...notFound,
      details: { field: 'leafId' },
    })
  })

  test('a chat is shown down to the newest leaf below the message that is named', async () => {
    const services = createTestServices()
    await send(services, 'c1', 'q1', 'a1')
    await say(services, 'One', 'ends')
    await send(services, 'c1', 'q2', 'a2')
    await say(services, 'Two', 'ends')
    const regenerate = { id: 'c1', trigger: 'regenerate-message', messageId: 'a1' }
    const request = sendRequestSchema.parse({ ...regenerate, assistantMessageId: 'b1' })
    await findOrStartAnswer(services, member('ann'), request)
    const heard = notices(services)
    expect(
      await updateChat.run(callBy('ann', services), { chatId: 'c1', leafId: 'a1' }),
    ).toMatchObject({
      leafId: 'a2',
      activeMessageId: 'b1',
    })
    expect(heard).toMatchObject([{ type: 'chat-changed', chat: { leafId: 'a2' } }])
    const { messages } = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 9 })
    expect(idsOf(messages)).toEqual(['q1', 'a1', 'q2', 'a2'])
    expect(
      await updateChat.run(callBy('ann', services), { chatId: 'c1', leafId: 'b1' }),
    ).toMatchObject({
      leafId: 'b1',
    })
  })

  test('a chat that keeps going is not cancelled when nobody follows it', async () => {
    const services = await answering()
    await updateChat.run(callBy('ann', services), { chatId: 'c1', keepGoing: true })
    await send(services, 'c2', 'q2', 'a2')
    const { clock, streams } = services
    await clock.advance(40_000)
    expect([streams.isActive('a1'), streams.isActive('a2')]).toEqual([true, false])
  })

  test('a chat is read with the text so far and the cursor after it', async () => {
    const services = await answering()
    const { messages } = await readChat.run(callBy('ann', services), { chatId: 'c1', limit: 200 })
    const answer = messages[1]
    expect(answer).toMatchObject({
      parts: [{ text: 'Hello, world', state: 'streaming' }],
      metadata: { status: 'active', textLength: 12 },
    })
    const feed = await followMessage.run(callBy('ann', services), {
      messageId: 'a1',
      after: answer?.metadata?.cursor,
    })
    await say(services, '!', 'goes on')
    const deltas = (await feed?.read())?.flatMap(({ chunk }) =>
      chunk.type === 'text-delta' ? chunk.delta : [],
    )
    expect(deltas).toEqual(['!'])
  })

  test('a chat longer than a page is read from its end, page by page', async () => {
    const services = createTestServices()
    for (const n of [1, 2, 3]) {
      await send(services, 'c1', `q${n}`, `a${n}`)
      await say(services, `A${n}`, 'ends')
    }
    const page = async (before?: string) => {
      const query = { limit: 4, ...(before !== undefined && { before }) }
      const read = await readChat.run(callBy('ann', services), { chatId: 'c1', ...query })
      return [idsOf(read.messages), read.before]
    }
    expect(await page()).toEqual([['q2', 'a2', 'q3', 'a3'], 'q2'])
    expect(await page('q2')).toEqual([['q1', 'a1'], null])
    await send(services, 'c2', 'elsewhere', 'x')
    await expect(page('elsewhere')).rejects.toMatchObject({
      ...notFound,
      details: { field: 'before' },
    })
  })

  test('a chat is followed from the start of its answer, and only while it answers', async () => {
    const services = await answering()
    const followed = await followChat.run(callBy('ann', services), { chatId: 'c1' })
    expect(followed?.messageId).toBe('a1')
    expect(await services.streams.followersOf('ann', 'a1')).toBe(1)
    followed?.feed.leave()
    await cancelMessage.run(callBy('ann', services), { messageId: 'a1' })
    expect(await followChat.run(callBy('ann', services), { chatId: 'c1' })).toBeUndefined()
  })
})

describe('the list of chats', () => {
  test('the list comes page by page, with each chat once', async () => {
    const services = createTestServices()
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5'])
      await createChat.run(callBy('ann', services), { id })
    await createChat.run(callBy('bob', services), { id: 'bobs' })
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page = await listChats.run(callBy('ann', services), {
        limit: 2,
        ...(cursor && { cursor }),
      })
      pages.push(idsOf(page.chats))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && pages.length < 9)
    expect(pages).toEqual([['c5', 'c4'], ['c3', 'c2'], ['c1']])
  })

  test('the list ends at a last page that is just full', async () => {
    const services = createTestServices()
    await createChat.run(callBy('ann', services), { id: 'c1', title: 'Plans' })
    await createChat.run(callBy('ann', services), { id: 'c2', title: 'Other' })
    expect((await listChats.run(callBy('ann', services), { limit: 2 })).nextCursor).toBeNull()
    const found = await listChats.run(callBy('ann', services), { limit: 2, query: 'plan' })
    expect(idsOf(found.chats)).toEqual(['c1'])
  })

  test('the list shows where the words of a search stand in the messages of a chat', async () => {
    const services = await answering()
    await say(services, '!', 'ends')
    await createChat.run(callBy('ann', services), { id: 'c2', title: 'The world' })
    const { chats } = await listChats.run(callBy('ann', services), { limit: 5, query: 'WORLD' })
    expect(chats.map(({ id, snippet }) => ({ id, snippet }))).toEqual([
      { id: 'c2', snippet: undefined },
      { id: 'c1', snippet: { text: 'Hello, world!', hits: [{ start: 7, end: 12 }] } },
    ])
    expect(
      (await listChats.run(callBy('ann', services), { limit: 5, query: ' ' })).chats,
    ).toHaveLength(2)
    expect((await listChats.run(callBy('ann', services), { limit: 5, query: '%' })).chats).toEqual(
      [],
    )
    expect(await listChats.run(callBy('bob', services), { limit: 5, query: 'world' })).toEqual({
      chats: [],
      nextCursor: null,
    })
  })

  test('the list brings all pinned chats with its first page, and only there', async () => {
    const services = createTestServices()
    for (const id of ['c1', 'c2', 'c3']) await createChat.run(callBy('ann', services), { id })
    expect(await listChats.run(callBy('ann', services), { limit: 2 })).not.toHaveProperty('pinned')
    await updateChat.run(callBy('ann', services), { chatId: 'c1', pinned: true })
    const first = await listChats.run(callBy('ann', services), { limit: 2 })
    expect(idsOf(first.pinned ?? [])).toEqual(['c1'])
    expect(idsOf(first.chats)).toEqual(['c3', 'c2'])
    const cursor = first.nextCursor ?? ''
    expect(await listChats.run(callBy('ann', services), { limit: 2, cursor })).not.toHaveProperty(
      'pinned',
    )
    expect(
      await listChats.run(callBy('ann', services), { limit: 2, query: 'c' }),
    ).not.toHaveProperty('pinned')
    expect(await listChats.run(callBy('bob', services), { limit: 2 })).toEqual({
      chats: [],
      nextCursor: null,
    })
  })

  test.each(['', 'x', '1', '1.', '.c1', '1.c 1', '9'.repeat(16) + '.c1', '1.c1.c2'])(
    'the list refuses the cursor %j',
    async (cursor) => {
      const services = createTestServices()
      await expect(
        listChats.run(callBy('ann', services), { limit: 2, cursor }),
      ).rejects.toMatchObject({
        code: 'bad_request',
        details: { field: 'cursor' },
      })
    },
  )
})

test('a malformed cursor to follow from is refused', async () => {
  const services = await answering()
  await expect(
    followMessage.run(callBy('ann', services), { messageId: 'a1', after: 'what' }),
  ).rejects.toMatchObject({
    code: 'bad_request',
  })
  await expect(
    followMessage.run(callBy('ann', services), { messageId: 'q1' }),
  ).rejects.toMatchObject(notFound)
})

test('P9 a bus that fails while a stream is announced leaves no active row without a stream', async () => {
  const services = createTestServices()
  vi.spyOn(services.bus, 'publish').mockImplementation(() => {
    throw new Error('the bus is gone')
  })
  await send(services, 'c1', 'q1', 'a1').catch(() => {})
  const active = (await services.database.chats.find('ann', 'c1'))?.activeMessageId ?? null
  expect(active === null || services.streams.isActive(active)).toBe(true)
})
