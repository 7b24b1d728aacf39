import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Api, Turn } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { ChatWithMessages, Message, MessageMetadata } from '@/client/types'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { AnswerChunk, PersonEvent } from '@/lib/contract/event'
import { textOf } from '@/lib/contract/message-text'
import { createFakeApi } from '@/lib/testing/fake-api'
import { chatWith, metadataOf, testAnswer, testChat, testQuestion } from '@/lib/testing/messages'
import { Conversations } from './conversations'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets everything that can happen now happen. */
const settle = () => vi.advanceTimersByTimeAsync(0)

const unreachable = () => new FullstopError('unreachable', 'Could not reach the server.')

/** Conversations over an Api whose answers the test gives. */
function converse(answers: Partial<Api>) {
  const conversations = new Conversations(createFakeApi(answers))
  const views = (chatId = 'c1') => conversations.thread(chatId).views
  const view = (id: string) => views().find((candidate) => candidate.message.id === id)
  return {
    conversations,
    thread: (chatId = 'c1') => conversations.thread(chatId),
    view,
    /** The state of the stop of a shown answer. */
    stopOf: (id: string) => {
      const shown = view(id)
      return shown && conversations.stopOf(shown)
    },
    /** The thread as text, a line a message. */
    shown: () => views().map(({ message }) => `${message.role}: ${textOf(message.parts)}`),
    receive: (...events: PersonEvent[]) => {
      for (const event of events) conversations.receive(event)
    },
  }
}

type Change = Partial<MessageMetadata>

const event = (
  messageId: string,
  position: number,
  chunk: AnswerChunk,
  session = `session-${messageId}`,
): PersonEvent => ({ messageId, chatId: 'c1', cursor: `${session}:${position}`, chunk })
const start = (id: string, of: Change = {}) => {
  const messageMetadata = metadataOf({ status: 'active', sessionId: `session-${id}`, ...of })
  return event(id, 0, { type: 'start', messageId: id, messageMetadata })
}
const opens = (id: string, session?: string) =>
  event(id, 1, { type: 'text-start', id: '0' }, session)
const says = (id: string, position: number, delta: string, session?: string) =>
  event(id, position, { type: 'text-delta', id: '0', delta }, session)
const ends = (id: string, textLength: number, of: Change = {}) =>
  event(id, 99, {
    type: 'finish',
    finishReason: 'stop',
    messageMetadata: metadataOf({
      sessionId: `session-${id}`,
      endReason: 'stop',
      textLength,
      ...of,
    }),
  })

const answering = () =>
  chatWith([
    testQuestion('q1', 'Hello?'),
    testAnswer('a1', 'Hel', { status: 'active', parentId: 'q1' }),
  ])

const answered = () =>
  chatWith([
    testQuestion('q1', 'Hello?'),
    testAnswer('a1', 'Hello', { status: 'completed', parentId: 'q1' }),
  ])

/** A chat whose answer `a1` is streaming and shows "Hel". */
async function converseWhileAnswering(answers: Partial<Api>) {
  const chat = converse({ readChat: () => Promise.resolve(answering()), ...answers })
  await chat.conversations.open('c1')
  return chat
}

describe('a question that is sent', () => {
  test('a question is shown at once with an empty answer, then with what the server tells', async () => {
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const { conversations, shown, view, receive } = converse({ send })
    const sending = conversations.send('c1', 'Hello?', 'test/model')
    expect(shown()).toEqual(['user: Hello?', 'assistant: '])
    await sending
    const [turn] = send.mock.lastCall ?? []
    const id = turn?.assistantMessageId ?? ''
    expect(turn).toMatchObject({
      id: 'c1',
      trigger: 'submit-message',
      model: 'test/model',
      parentId: null,
      message: { role: 'user', parts: [{ type: 'text', text: 'Hello?' }] },
    })
    expect(turn?.options).toBeUndefined()
    receive(start(id), opens(id), says(id, 6, 'Hello'), ends(id, 5))
    expect(shown()).toEqual(['user: Hello?', 'assistant: Hello'])
    expect(view(id)?.message.metadata.status).toBe('completed')
  })

  test('a turn that could not be sent keeps its text', async () => {
    const error = new FullstopError('too_many_streams', 'At most 10.')
    const { conversations, shown, thread } = converse({ send: () => Promise.reject(error) })
    await conversations.send('c1', 'Hello?', 'test/model')
    expect(shown()).toEqual([])
    expect(thread().unsent).toEqual({ text: 'Hello?', model: 'test/model', error })
  })

  test('a question whose send lost only its response goes on, since its stream was heard of', async () => {
    const sent = Promise.withResolvers<void>()
    const send = vi.fn<Api['send']>(() => sent.promise)
    const { conversations, shown, thread, receive } = converse({ send })
    const sending = conversations.send('c1', 'Hello?', undefined)
    const { assistantMessageId: id = '', sessionId = '' } = send.mock.lastCall?.[0] ?? {}
    receive(start(id, { sessionId }), opens(id, sessionId), says(id, 3, 'He', sessionId))
    sent.reject(unreachable())
    await sending
    expect(shown()).toEqual(['user: Hello?', 'assistant: He'])
    expect(thread().unsent).toBeUndefined()
  })

  test('a continue that could not be sent leaves its answer as it was', async () => {
    const { conversations, view, thread } = converse({
      send: () => Promise.reject(new FullstopError('budget_spent', 'Spent.')),
      readChat: () => Promise.resolve(answered()),
    })
    await conversations.open('c1')
    await conversations.continueAnswer('c1', 'a1')
    expect(view('a1')?.message.metadata.status).toBe('completed')
    expect(thread().unsent?.error.code).toBe('budget_spent')
  })

  test('an unsent turn is put away when it is dismissed or sent again', async () => {
    const send = vi.fn<Api['send']>(() => Promise.reject(unreachable()))
    const { conversations, thread } = converse({ send })
    await conversations.send('c1', 'Hello?', undefined)
    expect(thread().unsent).toBeDefined()
    conversations.dismissUnsent('c1')
    expect(thread().unsent).toBeUndefined()
    await conversations.send('c1', 'Hello?', undefined)
    expect(thread().unsent).toBeDefined()
    send.mockResolvedValueOnce()
    await conversations.send('c1', 'Hello?', undefined)
    expect(thread().unsent).toBeUndefined()
  })

  test('a question that could not be sent keeps what came of another answer meanwhile', async () => {
    const sent = Promise.withResolvers<void>()
    const chat = await converseWhileAnswering({
      send: () => sent.promise,
      cancel: () => Promise.reject(unreachable()),
      readMessage: () => Promise.resolve(testAnswer('a1', 'Hello', { status: 'completed' })),
    })
    const sending = chat.conversations.send('c1', 'And now?', undefined)
    chat.receive(ends('a1', 5))
    await settle()
    sent.reject(unreachable())
    await sending
    expect(chat.shown()).toEqual(['user: Hello?', 'assistant: Hel'])
    expect(chat.view('a1')?.message.metadata.status).toBe('completed')
  })

  test('an unsent text stays while the chat is loaded again', async () => {
    const reading = Promise.withResolvers<ChatWithMessages>()
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answered()))
    const { conversations, thread } = converse({
      readChat,
      send: () => Promise.reject(unreachable()),
    })
    await conversations.open('c1')
    readChat.mockReturnValueOnce(reading.promise)
    const reloading = conversations.reloadAll()
    await conversations.send('c1', 'And now?', undefined)
    reading.resolve(answered())
    await reloading
    expect(thread().unsent?.text).toBe('And now?')
  })

  test('a regenerated answer takes the place of the one there is', async () => {
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const ended = testAnswer('a1', 'Hello', { status: 'completed', parentId: 'q1' })
    const { conversations, shown } = converse({
      send,
      readChat: () => Promise.resolve(chatWith([testQuestion('q1', 'Hello?'), ended])),
    })
    await conversations.open('c1')
    await conversations.regenerate('c1', 'a1', undefined)
    expect(shown()).toEqual(['user: Hello?', 'assistant: '])
    expect(send.mock.lastCall?.[0]).toMatchObject({
      id: 'c1',
      trigger: 'regenerate-message',
      messageId: 'a1',
    })
    send.mockRejectedValueOnce(unreachable())
    await conversations.regenerate('c1', 'unknown', undefined)
    expect(send).toHaveBeenCalledOnce()
  })
})

/** The message and the body of each cancel. */
const asked = (cancel: ReturnType<typeof vi.fn<Api['cancel']>>) =>
  cancel.mock.calls.map(([messageId, request]) => [messageId, request])

const cancelled = (text: string): CancelOutcome => ({
  outcome: 'cancelled',
  messageId: 'a1',
  status: 'cancelled',
  endReason: 'user',
  text,
})

describe('R1 a stop', () => {
  test('a stop holds the text still at once, and the response to the cancel settles it', async () => {
    const outcome = Promise.withResolvers<CancelOutcome>()
    const cancel = vi.fn<Api['cancel']>(() => outcome.promise)
    const { conversations, view, shown, receive, stopOf } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    expect(stopOf('a1')).toBe('stopping')
    receive(says('a1', 9, 'lo wo'))
    expect(shown()[1]).toBe('assistant: Hel')
    await settle()
    expect(asked(cancel)).toEqual([['a1', { seenTextLength: 3, sessionId: 'session-a1' }]])
    outcome.resolve(cancelled('Hel'))
    await settle()
    expect(stopOf('a1')).toBeUndefined()
    expect(view('a1')).toMatchObject({
      message: { metadata: { status: 'cancelled', endReason: 'user', textLength: 3 } },
    })
  })

  test('R21 a stop keeps what was shown, without an emoji of which a part was missing', async () => {
    const cancel = vi.fn<Api['cancel']>(() => Promise.resolve(cancelled('Hel')))
    const { conversations, shown, receive } = await converseWhileAnswering({ cancel })
    receive(says('a1', 9, '👨\u200d👩'))
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    expect(shown()[1]).toBe('assistant: Hel')
    await settle()
    expect(asked(cancel)).toEqual([['a1', { seenTextLength: 3, sessionId: 'session-a1' }]])
  })

  test('R22 a stop after the sentence lets the text grow until then', async () => {
    const cancel = vi.fn<Api['cancel']>((messageId) =>
      Promise.resolve({ outcome: 'finishing', messageId, estimate: { outputTokens: 18 } }),
    )
    const { conversations, shown, view, receive } = await converseWhileAnswering({ cancel })
    await conversations.finishSentence('c1', 'a1')
    expect(view('a1')).toMatchObject({ sentenceEstimate: { outputTokens: 18 } })
    expect(asked(cancel)).toEqual([['a1', { mode: 'sentence', sessionId: 'session-a1' }]])
    receive(says('a1', 9, 'lo wo'))
    expect(shown()[1]).toBe('assistant: Hello wo')
  })

  test('R22 a stop after the sentence is shown at once, and no longer when its cancel fails', async () => {
    const cancel = () => Promise.reject(unreachable())
    const { conversations, view } = await converseWhileAnswering({ cancel })
    const asked = conversations.finishSentence('c1', 'a1')
    expect(view('a1')).toMatchObject({ endsWithSentence: true })
    await asked
    expect(view('a1')).toMatchObject({ endsWithSentence: false })
  })

  test('a stop with a `beforeStop` hook keeps what the hook shows', async () => {
    const cancel = vi.fn<Api['cancel']>(() => Promise.resolve(cancelled('Hello')))
    const api = createFakeApi({ readChat: () => Promise.resolve(answering()), cancel })
    const beforeStop = () => {
      conversations.receive(says('a1', 6, 'lo'))
    }
    const conversations = new Conversations(api, { beforeStop })
    await conversations.open('c1')
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(asked(cancel)).toEqual([['a1', { seenTextLength: 5, sessionId: 'session-a1' }]])
  })

  test('a stop that is pressed twice, or after the end, asks the server once', async () => {
    const cancel = vi.fn<Api['cancel']>(() => Promise.resolve(cancelled('Hel')))
    const { conversations } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    conversations.stop({ chatId: 'c1', messageId: 'q1' })
    await settle()
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('a stop in a chat that is not open is tried until it is confirmed, and listed meanwhile', async () => {
    const cancel = vi
      .fn<Api['cancel']>()
      .mockRejectedValueOnce(unreachable())
      .mockResolvedValue(cancelled('Hel'))
    const conversations = new Conversations(createFakeApi({ cancel }))
    const { chats } = conversations
    chats.take(testChat('c1', { activeMessageId: 'a1', activeSessionId: 's1' }))
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    const stop = { chatId: 'c1', messageId: 'a1' }
    expect(conversations.stops.list()).toEqual([{ ...stop, state: 'stopping' }])
    await settle()
    expect(asked(cancel)).toEqual([['a1', {}]])
    expect(conversations.stops.list()).toEqual([{ ...stop, state: 'unreachable' }])
    expect(chats.get('c1')).toMatchObject({ activeMessageId: 'a1', activeSessionId: 's1' })
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(cancel).toHaveBeenCalledTimes(2)
    expect(chats.get('c1')).toMatchObject({ activeMessageId: null, activeSessionId: null })
    expect(conversations.stops.list()).toEqual([])
  })

  test('a stop pressed before its answer is shown holds the text still as it is first shown', async () => {
    const cancel = vi
      .fn<Api['cancel']>()
      .mockRejectedValueOnce(unreachable())
      .mockResolvedValue(cancelled('Hel'))
    const { conversations, view, shown, receive, stopOf } = converse({
      readChat: () => Promise.resolve(answering()),
      cancel,
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    await conversations.open('c1')
    expect(stopOf('a1')).toBe('unreachable')
    receive(says('a1', 9, 'lo wo'))
    expect(shown()[1]).toBe('assistant: Hel')
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(asked(cancel).at(-1)).toEqual(['a1', { seenTextLength: 3 }])
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cancel).toHaveBeenCalledTimes(2)
    expect(conversations.stops.list()).toEqual([])
  })

  test('P4 a stop overtakes a send on its way, and is confirmed once the send is answered', async () => {
    const sent = Promise.withResolvers<void>()
    const send = vi.fn<Api['send']>(() => sent.promise)
    const cancel = vi.fn<Api['cancel']>((messageId, { beforeStart }) =>
      Promise.resolve(
        beforeStart ? { outcome: 'pending', messageId } : { ...cancelled(''), messageId },
      ),
    )
    const { conversations, view, stopOf } = converse({ send, cancel })
    const sending = conversations.send('c1', 'Hello?', undefined)
    const { assistantMessageId: id = '', sessionId = '' } = send.mock.lastCall?.[0] ?? {}
    conversations.stop({ chatId: 'c1', messageId: id })
    await settle()
    expect(stopOf(id)).toBe('stopping')
    expect(asked(cancel)).toEqual([[id, { seenTextLength: 0, sessionId, beforeStart: true }]])
    sent.resolve()
    await sending
    await settle()
    expect(asked(cancel).at(-1)).toEqual([id, { seenTextLength: 0, sessionId }])
    expect(view(id)?.message.metadata.status).toBe('cancelled')
  })

  /** A stop of a send that then fails with this error, at a server that has never heard of it. */
  async function stopFailedSend(error: FullstopError) {
    const sent = Promise.withResolvers<void>()
    const send = vi.fn<Api['send']>(() => sent.promise)
    const cancel = vi.fn<Api['cancel']>((messageId, { beforeStart }) =>
      beforeStart
        ? Promise.resolve({ outcome: 'pending', messageId })
        : Promise.reject(new FullstopError('not_found', 'There is no such message.')),
    )
    const { conversations } = converse({ send, cancel })
    const sending = conversations.send('c1', 'Hello?', undefined)
    const messageId = send.mock.lastCall?.[0].assistantMessageId ?? ''
    conversations.stop({ chatId: 'c1', messageId })
    sent.reject(error)
    await sending
    await settle()
    expect(conversations.thread('c1')).toMatchObject({ views: [], unsent: { text: 'Hello?' } })
    return { conversations, cancel }
  }

  test('P4 a stop has nothing left to stop when the send that it overtook is refused', async () => {
    const refused = new FullstopError('too_many_streams', 'Too many answers stream.')
    const { conversations, cancel } = await stopFailedSend(refused)
    expect(cancel).toHaveBeenCalledTimes(2)
    expect(conversations.stops.list()).toEqual([])
  })

  test('P4 P13 a stop waits at the server for as long as a send that broke off may arrive', async () => {
    const { conversations, cancel } = await stopFailedSend(unreachable())
    await vi.advanceTimersByTimeAsync(29_000)
    expect(cancel.mock.calls.every(([, { beforeStart }]) => beforeStart)).toBe(true)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(cancel.mock.lastCall?.[1]).not.toHaveProperty('beforeStart')
    expect(conversations.stops.list()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('R3 a stop says that it could not reach the server, and tries again until it has', async () => {
    // Each wait is as long as it can be.
    vi.spyOn(Math, 'random').mockReturnValue(1)
    const cancel = vi
      .fn<Api['cancel']>()
      .mockRejectedValueOnce(unreachable())
      .mockRejectedValueOnce(new FullstopError('rate_limited', 'Too many.'))
      .mockResolvedValueOnce(cancelled('Hel'))
    const { conversations, view, shown, stopOf } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(stopOf('a1')).toBe('unreachable')
    expect(shown()[1]).toBe('assistant: Hel')
    await vi.advanceTimersByTimeAsync(250)
    expect(cancel).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(500)
    expect(cancel).toHaveBeenCalledTimes(3)
    expect(stopOf('a1')).toBeUndefined()
    expect(view('a1')).toMatchObject({ message: { metadata: { status: 'cancelled' } } })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('R3 a stop tries again at once when the person asks for it', async () => {
    const cancel = vi
      .fn<Api['cancel']>()
      .mockRejectedValueOnce(unreachable())
      .mockResolvedValueOnce(cancelled('Hel'))
    const { conversations, view } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(cancel).toHaveBeenCalledTimes(2)
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
  })

  test('a stop asks again while the server has not confirmed it', async () => {
    const cancel = vi
      .fn<Api['cancel']>()
      .mockResolvedValueOnce({ outcome: 'unconfirmed', messageId: 'a1' })
      .mockResolvedValueOnce(cancelled('Hel'))
    const { conversations, view, stopOf } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(stopOf('a1')).toBe('unconfirmed')
    await vi.advanceTimersByTimeAsync(500)
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
  })

  test('a stop is confirmed by the event of the end, and asks no more', async () => {
    const cancel = vi.fn<Api['cancel']>(() => Promise.reject(unreachable()))
    const stopped = testAnswer('a1', 'Hel', { status: 'cancelled', endReason: 'user' })
    const { conversations, view, receive, stopOf } = await converseWhileAnswering({
      cancel,
      readMessage: () => Promise.resolve(stopped),
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    receive(ends('a1', 3, { status: 'cancelled', endReason: 'user' }))
    await settle()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cancel).toHaveBeenCalledOnce()
    expect(stopOf('a1')).toBeUndefined()
    expect(view('a1')).toMatchObject({ message: { metadata: { status: 'cancelled' } } })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a stop that the server knows nothing of reads the message again', async () => {
    const readMessage = vi.fn<Api['readMessage']>(() =>
      Promise.resolve(testAnswer('a1', 'Hello', { status: 'completed' })),
    )
    const { conversations, shown } = await converseWhileAnswering({
      cancel: () => Promise.reject(new FullstopError('not_found', 'No such message.')),
      readMessage,
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(readMessage).toHaveBeenCalledExactlyOnceWith('a1')
    expect(shown()[1]).toBe('assistant: Hel')
  })

  test('a stop with nothing left to stop is shown until the end is read', async () => {
    const { conversations, stopOf, receive } = await converseWhileAnswering({
      cancel: () => Promise.reject(new FullstopError('not_found', 'No such message.')),
      readMessage: () => new Promise(() => {}),
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(conversations.stops.list()).toEqual([])
    expect(stopOf('a1')).toBe('stopping')
    receive(ends('a1', 3, { status: 'cancelled', endReason: 'user' }))
    expect(stopOf('a1')).toBe('stopping')
  })

  test('a stop that is refused lets an answer that goes on grow again', async () => {
    const { conversations, shown, stopOf } = await converseWhileAnswering({
      cancel: () => Promise.reject(new FullstopError('forbidden', 'No.')),
      readMessage: () => Promise.resolve(testAnswer('a1', 'Hello', { status: 'active' })),
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(stopOf('a1')).toBeUndefined()
    expect(shown()[1]).toBe('assistant: Hello')
  })

  const completed = testAnswer('a1', 'Hello', { status: 'completed', parentId: 'q1' })
  const endedBefore: CancelOutcome = {
    outcome: 'already_ended',
    messageId: 'a1',
    sessionId: 'session-a1',
    status: 'completed',
    endReason: 'stop',
    text: 'Hello',
  }

  test('P13 a stop after the end leaves what was shown, until somebody asks for the rest', async () => {
    const readMessage = vi.fn<Api['readMessage']>(() => Promise.resolve(completed))
    const { conversations, shown, view, stopOf } = await converseWhileAnswering({
      cancel: () => Promise.resolve(endedBefore),
      readMessage,
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(shown()[1]).toBe('assistant: Hel')
    expect(stopOf('a1')).toBeUndefined()
    expect(view('a1')).toMatchObject({ holdsAt: 3 })
    readMessage.mockRejectedValueOnce(unreachable())
    await conversations.showRest('c1', 'a1')
    expect(view('a1')).toMatchObject({ holdsAt: 3 })
    await conversations.showRest('c1', 'a1')
    expect(shown()[1]).toBe('assistant: Hello')
    expect(view('a1')?.holdsAt).toBeUndefined()
  })

  test('P13 a stop after the end leaves what was shown, also when events or a reading tell the end', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations, shown, receive } = await converseWhileAnswering({
      cancel: () => new Promise(() => {}),
      readChat,
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    receive(says('a1', 6, 'lo'), ends('a1', 5))
    await settle()
    expect(shown()[1]).toBe('assistant: Hel')
    readChat.mockResolvedValue(chatWith([testQuestion('q1', 'Hello?'), completed]))
    await conversations.reloadAll()
    expect(shown()[1]).toBe('assistant: Hel')
    expect(conversations.stops.list()).toEqual([])
  })

  test('P13 a stop is over once its answer was read as ended, and the rest can be shown', async () => {
    const { conversations, shown, view } = converse({
      cancel: () => new Promise(() => {}),
      readChat: () => Promise.resolve(chatWith([testQuestion('q1', 'Hello?'), completed])),
      readMessage: () => Promise.resolve(completed),
    })
    const sessionId = 'session-a1'
    conversations.stop({ chatId: 'c1', messageId: 'a1', sessionId })
    conversations.stops.see('a1', 3)
    await conversations.open('c1')
    expect(shown()[1]).toBe('assistant: Hel')
    await settle()
    expect(conversations.stops.list()).toEqual([])
    await conversations.showRest('c1', 'a1')
    expect(shown()[1]).toBe('assistant: Hello')
    expect(view('a1')?.holdsAt).toBeUndefined()
  })

  test('P13 a stopped answer stays as it ended when an earlier reading arrives later', async () => {
    const late = Promise.withResolvers<ChatWithMessages>()
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations, shown, view, receive } = await converseWhileAnswering({
      readChat,
      cancel: () =>
        Promise.resolve({ ...endedBefore, status: 'cancelled', endReason: 'user', text: 'Hel' }),
    })
    readChat.mockReturnValueOnce(late.promise)
    const reading = conversations.reloadAll()
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
    const further = { status: 'active', parentId: 'q1' } as const
    late.resolve(chatWith([testQuestion('q1', 'Hello?'), testAnswer('a1', 'Hello wo', further)]))
    receive(says('a1', 12, 'rld'))
    await reading
    expect(shown()[1]).toBe('assistant: Hel')
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
  })

  test('P13 a stop that another tab still tries keeps nobody from seeing the rest', async () => {
    const { conversations, shown, view } = await converseWhileAnswering({
      cancel: () => Promise.resolve(endedBefore),
      readMessage: () => Promise.resolve(completed),
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    conversations.stops.try({
      chatId: 'c1',
      messageId: 'a1',
      sessionId: 'session-a1',
      seenTextLength: 3,
      pressedAt: Date.now(),
      overtakesSend: false,
      heldUntil: Date.now() + 4_000,
    })
    await conversations.showRest('c1', 'a1')
    expect(shown()[1]).toBe('assistant: Hello')
    expect(view('a1')?.holdsAt).toBeUndefined()
  })

  test('P13 R34 a stop is over once a later session of its answer runs, and leaves that alone', async () => {
    const outcome = Promise.withResolvers<CancelOutcome>()
    const { conversations, shown, receive, stopOf } = await converseWhileAnswering({
      cancel: () => outcome.promise,
    })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    receive(start('a1', { sessionId: 'session-2', parentId: 'q1' }), opens('a1', 'session-2'))
    receive(says('a1', 9, 'Hello wo', 'session-2'))
    expect(shown()[1]).toBe('assistant: Hello wo')
    outcome.resolve({
      outcome: 'already_ended',
      messageId: 'a1',
      sessionId: 'session-2',
      status: 'active',
      text: 'Hello wo',
    })
    await settle()
    expect(stopOf('a1')).toBeUndefined()
    expect(conversations.stops.list()).toEqual([])
  })

  test('R34 an answer that goes on shows nothing of a reading from before that', async () => {
    const late = Promise.withResolvers<ChatWithMessages>()
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answered()))
    const { conversations, shown, receive } = converse({ readChat, send: () => Promise.resolve() })
    await conversations.open('c1')
    readChat.mockReturnValueOnce(late.promise)
    const reading = conversations.reloadAll()
    const goesOn = { sessionId: 'session-2', parentId: 'q1', earlierCalls: [{}] }
    receive(start('a1', goesOn), opens('a1', 'session-2'))
    receive(says('a1', 15, 'Hello and more', 'session-2'))
    late.resolve(answered())
    await reading
    expect(shown()[1]).toBe('assistant: Hello and more')
    // Another reading as old, for which no events are held back.
    readChat.mockReturnValueOnce(Promise.resolve(answered()))
    await conversations.reloadAll()
    expect(shown()[1]).toBe('assistant: Hello and more')
  })

  test('P4 P13 a stop of a continue on its way stays when news tells of the session before it', async () => {
    const sent = Promise.withResolvers<void>()
    const { conversations, shown, view, receive, stopOf } = converse({
      send: () => sent.promise,
      cancel: () => new Promise(() => {}),
      readChat: () => Promise.resolve(answered()),
    })
    await conversations.open('c1')
    const continuing = conversations.continueAnswer('c1', 'a1')
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    const sessionId = view('a1')?.message.metadata.sessionId ?? ''
    await conversations.reloadAll()
    receive(start('a1', { parentId: 'q1' }))
    expect(stopOf('a1')).toBe('stopping')
    receive(
      start('a1', { sessionId, parentId: 'q1' }),
      opens('a1', sessionId),
      says('a1', 15, 'Hello and more', sessionId),
    )
    expect(shown()[1]).toBe('assistant: Hello')
    sent.resolve()
    await continuing
  })

  test('P13 a stop in another tab holds the next session still, too, once that begins', async () => {
    const { conversations, shown, receive, stopOf } = converse({
      cancel: () => new Promise(() => {}),
      readChat: () => Promise.resolve(answered()),
    })
    await conversations.open('c1')
    conversations.stops.try({
      chatId: 'c1',
      messageId: 'a1',
      sessionId: 'session-2',
      seenTextLength: 5,
      pressedAt: Date.now(),
      overtakesSend: true,
      heldUntil: Date.now() + 4_000,
    })
    const goesOn = { sessionId: 'session-2', parentId: 'q1', earlierCalls: [{}] }
    receive(start('a1', goesOn), opens('a1', 'session-2'))
    receive(says('a1', 15, 'Hello and more', 'session-2'))
    expect(stopOf('a1')).toBe('stopping')
    expect(shown()[1]).toBe('assistant: Hello')
  })

  test('P5 a stop that names a session leaves the later one that is shown', async () => {
    const cancel = vi.fn<Api['cancel']>(() => new Promise(() => {}))
    const { conversations } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1', sessionId: 'session-0' })
    expect(cancel).not.toHaveBeenCalled()
  })

  test('P13 R34 a stop of a later session is apart from one of an earlier session under way', async () => {
    const cancel = vi.fn<Api['cancel']>(() => new Promise(() => {}))
    const { conversations, receive, stopOf } = await converseWhileAnswering({ cancel })
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    receive(start('a1', { sessionId: 'session-2', parentId: 'q1' }), opens('a1', 'session-2'))
    receive(says('a1', 9, 'Hello wo', 'session-2'))
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    expect(stopOf('a1')).toBe('stopping')
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    const sessions = cancel.mock.calls.map(([, { sessionId }]) => sessionId)
    expect(sessions).toEqual(['session-a1', 'session-2', 'session-2'])
  })

  test('P13 R34 a stop in a chat that is not open is made once for each session', () => {
    const cancel = vi.fn<Api['cancel']>(() => new Promise(() => {}))
    const { conversations } = converse({ cancel })
    for (const sessionId of ['s1', 's1', 's2', undefined]) {
      conversations.stop({ chatId: 'c1', messageId: 'a1', sessionId })
    }
    expect(asked(cancel)).toEqual([
      ['a1', { sessionId: 's1' }],
      ['a1', { sessionId: 's2' }],
    ])
  })

  test('R33 a stop that is never answered is tried again every 4 s, and at once on a press', async () => {
    const cancel = vi.fn<Api['cancel']>(() => new Promise(() => {}))
    const { conversations, view, stopOf } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await vi.advanceTimersByTimeAsync(3_999)
    expect(cancel).toHaveBeenCalledTimes(1)
    expect(stopOf('a1')).toBe('stopping')
    await vi.advanceTimersByTimeAsync(2)
    expect(cancel).toHaveBeenCalledTimes(2)
    expect(stopOf('a1')).toBe('unreachable')
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    expect(cancel).toHaveBeenCalledTimes(3)
    conversations.stops.tryAll()
    expect(cancel).toHaveBeenCalledTimes(4)
    const signals = cancel.mock.calls.map(([, , signal]) => signal?.aborted)
    expect(signals).toEqual([true, true, false, false])
    cancel.mockResolvedValue(cancelled('Hel'))
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    expect(view('a1')?.message.metadata.status).toBe('cancelled')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('R33 a stop waits as long as the server asks, but not when somebody presses', async () => {
    const busy = new FullstopError('rate_limited', 'Too many.', { retryAfterSeconds: 7 })
    const cancel = vi.fn<Api['cancel']>(() => Promise.reject(busy))
    const { conversations, stopOf } = await converseWhileAnswering({ cancel })
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await vi.advanceTimersByTimeAsync(6_900)
    conversations.stops.tryAll()
    expect(cancel).toHaveBeenCalledTimes(1)
    expect(stopOf('a1')).toBe('unconfirmed')
    await vi.advanceTimersByTimeAsync(100)
    expect(cancel).toHaveBeenCalledTimes(2)
    conversations.pressStop({ chatId: 'c1', messageId: 'a1' })
    expect(cancel).toHaveBeenCalledTimes(3)
  })

  test.each(['the message', 'the chat'])(
    'R21 a stop holds the text still also when %s was being read as it was pressed',
    async (what) => {
      const outcome = Promise.withResolvers<CancelOutcome>()
      const message = Promise.withResolvers<Message>()
      const chat = Promise.withResolvers<ChatWithMessages>()
      const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
      const { conversations, shown, receive, stopOf } = await converseWhileAnswering({
        cancel: () => outcome.promise,
        readMessage: () => message.promise,
        readChat,
      })
      readChat.mockReturnValueOnce(chat.promise)
      if (what === 'the message') receive(says('a1', 40, 'after a gap'))
      else void conversations.reloadAll()
      await settle()
      conversations.stop({ chatId: 'c1', messageId: 'a1' })
      const longer = testAnswer('a1', 'Hello world', { status: 'active', parentId: 'q1' })
      message.resolve(longer)
      chat.resolve(chatWith([testQuestion('q1', 'Hello?'), longer]))
      await settle()
      expect(stopOf('a1')).toBe('stopping')
      expect(shown()[1]).toBe('assistant: Hel')
      outcome.resolve(cancelled('Hel'))
      await settle()
      expect(shown()[1]).toBe('assistant: Hel')
    },
  )
})

describe('events', () => {
  test('events that came while the chat was loading follow after it, each once', async () => {
    const reading = Promise.withResolvers<ChatWithMessages>()
    const { conversations, shown, receive } = converse({ readChat: () => reading.promise })
    const opening = conversations.open('c1')
    await settle()
    receive(start('a1', { parentId: 'q1' }), opens('a1'), says('a1', 3, 'He'), says('a1', 6, 'llo'))
    expect(shown()).toEqual([])
    reading.resolve(answering())
    await opening
    expect(shown()).toEqual(['user: Hello?', 'assistant: Hello'])
  })

  test('events of an answer that began elsewhere show it below its question', async () => {
    const { shown, receive } = await converseWhileAnswering({})
    receive(ends('a1', 3), start('a2', { parentId: 'q1' }), opens('a2'), says('a2', 7, 'Second'))
    expect(shown()).toEqual(['user: Hello?', 'assistant: Second'])
  })

  test('events of an answer whose question is not here load the chat again', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations, shown, receive } = converse({ readChat })
    await conversations.open('c1')
    const reading = Promise.withResolvers<ChatWithMessages>()
    readChat.mockReturnValueOnce(reading.promise)
    receive(start('a2', { parentId: 'q2' }))
    await settle()
    receive(opens('a2'), says('a2', 6, 'Hello'))
    expect(readChat).toHaveBeenCalledTimes(2)
    reading.resolve(
      chatWith([
        testQuestion('q2', 'From elsewhere?'),
        testAnswer('a2', 'Hel', { status: 'active', parentId: 'q2' }),
      ]),
    )
    await settle()
    expect(shown()).toEqual(['user: From elsewhere?', 'assistant: Hello'])
  })

  test('events after a gap read the message again', async () => {
    const { shown, receive } = await converseWhileAnswering({
      readMessage: () =>
        Promise.resolve(testAnswer('a1', 'Hello wor', { status: 'active', parentId: 'q1' })),
    })
    receive(says('a1', 12, 'ld'))
    await settle()
    receive(says('a1', 12, 'ld'))
    expect(shown()[1]).toBe('assistant: Hello world')
  })

  test('events change the chat that they name, and tell the listeners', async () => {
    const { conversations, thread, receive } = await converseWhileAnswering({})
    const listener = vi.fn<() => void>()
    const unsubscribe = conversations.subscribe(listener)
    receive({ chat: testChat('c1', { title: 'New title' }) })
    expect(conversations.chats.get('c1')?.title).toBe('New title')
    receive({ chatDeleted: 'c1' })
    expect(thread().status).toBe('missing')
    expect(listener).toHaveBeenCalledTimes(2)
    unsubscribe()
    receive({ chat: testChat('c1') })
    expect(listener).toHaveBeenCalledTimes(2)
  })

  test('events that come while a chat is read are not undone by the reading', async () => {
    const read = Promise.withResolvers<ChatWithMessages>()
    const { conversations, receive } = converse({ readChat: () => read.promise })
    const opening = conversations.open('c1')
    await settle()
    receive({ chat: testChat('c1', { title: 'New title', pinned: true }) })
    read.resolve(answering())
    await opening
    expect(conversations.chats.get('c1')).toMatchObject({ title: 'New title', pinned: true })
  })

  test('P5 events of chats that this tab has not opened change nothing', async () => {
    const { conversations, receive } = await converseWhileAnswering({})
    const listener = vi.fn<() => void>()
    onTestFinished(conversations.subscribe(listener))
    receive({ chat: testChat('c2') }, { chatDeleted: 'c3' })
    receive({ messageId: 'a1', chatId: 'c2', cursor: 's:3', chunk: { type: 'abort' } })
    expect(listener).not.toHaveBeenCalled()
  })
})

describe('a chat that is opened', () => {
  test('a chat is read once', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations } = converse({ readChat })
    await Promise.all([conversations.open('c1'), conversations.open('c1')])
    await conversations.open('c1')
    expect(readChat).toHaveBeenCalledOnce()
  })

  test.each([
    ['not_found', 'missing'],
    ['bad_request', 'missing'],
    ['unreachable', 'failed'],
  ] as const)('a chat whose reading answers %s is %s', async (code, status) => {
    const { conversations, thread } = converse({
      readChat: () => Promise.reject(new FullstopError(code, 'x')),
    })
    await conversations.open('c1')
    expect(thread().status).toBe(status)
  })

  test('a chat may be opened again after its reading failed', async () => {
    const readChat = vi
      .fn<Api['readChat']>()
      .mockRejectedValueOnce(unreachable())
      .mockResolvedValueOnce(answering())
    const { conversations, thread } = converse({ readChat })
    await conversations.open('c1')
    await conversations.open('c1')
    expect(thread().status).toBe('ready')
  })

  test('a chat stays as it is shown when reading it again fails', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations, shown, thread } = converse({ readChat })
    await conversations.open('c1')
    readChat.mockRejectedValueOnce(unreachable())
    await conversations.reloadAll()
    expect(thread().status).toBe('ready')
    expect(shown()).toEqual(['user: Hello?', 'assistant: Hel'])
  })

  const later = { ...answering(), before: 'q1' }
  const earlier = chatWith([testQuestion('q0', 'Before?')])
  const readsInPages: Api['readChat'] = (_, { before } = {}) =>
    Promise.resolve(before === undefined ? later : earlier)

  test('a chat adds its earlier messages once when they are asked for', async () => {
    const readChat = vi.fn<Api['readChat']>(readsInPages)
    const { conversations, shown, thread } = converse({ readChat })
    await conversations.open('c1')
    await Promise.all([conversations.openEarlier('c1'), conversations.openEarlier('c1')])
    await conversations.openEarlier('c1')
    expect(shown()).toEqual(['user: Before?', 'user: Hello?', 'assistant: Hel'])
    expect(thread().before).toBeNull()
    expect(readChat).toHaveBeenCalledTimes(2)
  })

  test('a chat that was left opens again at its end, and asks for earlier messages again', async () => {
    const long = Array.from({ length: 30 }, (_, index) => testQuestion(`q${index}`, `${index}?`))
    const page = (from: number, to: number, before: string | null) =>
      chatWith(long.slice(from, to), { before })
    const readChat = vi.fn<Api['readChat']>()
    readChat.mockResolvedValueOnce(page(10, 30, 'q10')).mockResolvedValueOnce(page(5, 10, 'q5'))
    const { conversations, thread } = converse({ readChat })
    const ids = () => thread().views.map(({ message }) => message.id)
    await conversations.open('c1')
    await conversations.openEarlier('c1')
    expect(ids()).toEqual(long.slice(5).map(({ id }) => id))
    conversations.leave('c1')
    await conversations.open('c1')
    expect(ids()).toEqual(long.slice(10).map(({ id }) => id))
    expect(readChat).toHaveBeenCalledTimes(2)

    // A reading that arrives after the chat was left adds nothing.
    readChat.mockResolvedValueOnce(page(5, 10, 'q5'))
    await conversations.openEarlier('c1')
    const late = Promise.withResolvers<ChatWithMessages>()
    readChat.mockReturnValueOnce(late.promise)
    const reading = conversations.openEarlier('c1')
    await settle()
    conversations.leave('c1')
    late.resolve(page(0, 5, null))
    await reading
    expect(ids()).toEqual(long.slice(10).map(({ id }) => id))
    readChat.mockResolvedValueOnce(page(0, 10, null))
    await conversations.openEarlier('c1')
    expect(ids()).toEqual(long.map(({ id }) => id))
  })

  test('a chat that is read again keeps the time of a stop', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const cancel = () => Promise.resolve(cancelled('Hel'))
    const { conversations, thread } = converse({ readChat, cancel })
    await conversations.open('c1')
    conversations.stop({ chatId: 'c1', messageId: 'a1' })
    await settle()
    const stoppedAt = thread().views[1]?.stoppedAt
    expect(stoppedAt).toBeDefined()
    const stopped = testAnswer('a1', 'Hel', { status: 'cancelled', parentId: 'q1' })
    readChat.mockResolvedValue(chatWith([testQuestion('q1', 'Hello?'), stopped]))
    await conversations.reloadAll()
    expect(thread().views[1]?.stoppedAt).toBe(stoppedAt)
  })

  test('P6 a chat keeps its earlier messages when it is read again', async () => {
    const answer = testAnswer('a1', 'Hel', { status: 'active', parentId: 'q1' })
    const reread = chatWith([answer], { before: 'a1' })
    const readChat = vi.fn<Api['readChat']>(readsInPages)
    const { conversations, shown, thread } = converse({ readChat })
    await conversations.open('c1')
    await conversations.openEarlier('c1')
    readChat.mockResolvedValueOnce(reread)
    await conversations.reloadAll()
    expect(shown()).toEqual(['user: Before?', 'user: Hello?', 'assistant: Hel'])
    expect(thread().before).toBeNull()
  })
})

describe('a question that is sent while an answer is arriving', () => {
  test('a question stops the answer as it is shown, and is sent once that is confirmed', async () => {
    const outcome = Promise.withResolvers<CancelOutcome>()
    const cancel = vi.fn<Api['cancel']>(() => outcome.promise)
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const { conversations, shown, receive } = await converseWhileAnswering({ cancel, send })
    const sending = conversations.send('c1', 'And now?', undefined)
    expect(shown()).toEqual(['user: Hello?', 'assistant: Hel', 'user: And now?', 'assistant: '])
    receive(says('a1', 9, 'lo wo'))
    await settle()
    expect(asked(cancel)).toEqual([['a1', { seenTextLength: 3, sessionId: 'session-a1' }]])
    expect(send).not.toHaveBeenCalled()
    outcome.resolve(cancelled('Hel'))
    await sending
    expect(send.mock.lastCall?.[0]).toMatchObject({
      parentId: 'a1',
      options: { supersede: true },
    })
    expect(shown()[1]).toBe('assistant: Hel')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a question does not wait for ever for a stop that nobody confirms', async () => {
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const chat = await converseWhileAnswering({ cancel: () => new Promise(() => {}), send })
    const sending = chat.conversations.send('c1', 'And now?', undefined)
    await vi.advanceTimersByTimeAsync(3_000)
    await sending
    expect(send).toHaveBeenCalledOnce()
  })

  test('a question comes after the one before it, however long that is on its way', async () => {
    const first = Promise.withResolvers<void>()
    const send = vi.fn<Api['send']>(() => Promise.resolve()).mockReturnValueOnce(first.promise)
    const cancel = vi.fn<Api['cancel']>((messageId, { beforeStart }) =>
      Promise.resolve(
        beforeStart ? { outcome: 'pending', messageId } : { ...cancelled(''), messageId },
      ),
    )
    const { conversations } = converse({ send, cancel })
    const sending = conversations.send('c1', 'Hello?', undefined)
    const sendingNext = conversations.send('c1', 'And now?', undefined)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(send).toHaveBeenCalledOnce()
    first.resolve()
    await Promise.all([sending, sendingNext])
    const [one, two] = send.mock.calls.map(([turn]) => turn)
    expect(two).toMatchObject({ parentId: one?.assistantMessageId })
  })

  test('a question fails with the one before it when neither could be sent, and shows neither', async () => {
    const first = Promise.withResolvers<void>()
    const send = vi
      .fn<Api['send']>()
      .mockReturnValueOnce(first.promise)
      .mockRejectedValueOnce(new FullstopError('not_found', 'No such message.'))
    const cancel = vi.fn<Api['cancel']>((messageId, { beforeStart }) =>
      beforeStart
        ? Promise.resolve({ outcome: 'pending', messageId })
        : Promise.reject(new FullstopError('not_found', 'There is no such message.')),
    )
    const { conversations, shown, thread } = converse({ send, cancel })
    const sending = conversations.send('c1', 'Hello?', undefined)
    const sendingNext = conversations.send('c1', 'And now?', undefined)
    await settle()
    first.reject(new FullstopError('too_many_streams', 'Too many answers stream.'))
    await Promise.all([sending, sendingNext])
    expect(send).toHaveBeenCalledTimes(2)
    expect(shown()).toEqual([])
    expect(thread().unsent?.text).toBe('And now?')
  })

  test('a question supersedes an answer that arrives in a branch that is not shown', async () => {
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const { conversations } = converse({
      send,
      readChat: () => Promise.resolve({ ...answered(), activeMessageId: 'b1' }),
    })
    await conversations.open('c1')
    await conversations.regenerate('c1', 'a1', undefined)
    expect(send.mock.lastCall?.[0].options).toEqual({ supersede: true })
  })
})

describe('an edit', () => {
  test('an edit takes the place of its question as a sibling, and ends the answer arriving there', async () => {
    const send = vi.fn<Api['send']>(() => Promise.resolve())
    const cancel = vi.fn<Api['cancel']>(() => Promise.resolve(cancelled('Hel')))
    const { conversations, shown, thread } = await converseWhileAnswering({ send, cancel })
    const editing = conversations.edit('c1', 'q1', 'Hello there?', 'test/model')
    expect(shown()).toEqual(['user: Hello there?', 'assistant: '])
    expect(await editing).toBe(true)
    const [turn] = send.mock.lastCall ?? []
    expect(turn).toMatchObject({
      trigger: 'submit-message',
      messageId: 'q1',
      model: 'test/model',
      options: { supersede: true },
      message: { parts: [{ text: 'Hello there?' }] },
    })
    expect(turn).not.toHaveProperty('parentId')
    const [question, answer] = thread().views.map(({ message }) => message)
    expect(question?.metadata.siblingIds).toEqual(['q1', question?.id])
    expect(answer?.metadata).toMatchObject({ parentId: question?.id, siblingIds: [answer?.id] })
  })

  test('an edit that could not be sent leaves the chat as it was, and says why', async () => {
    const stopped = testAnswer('a1', 'Hel', { status: 'cancelled', parentId: 'q1' })
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(answering()))
    const { conversations, shown, thread, view, stopOf } = await converseWhileAnswering({
      readChat,
      cancel: () => Promise.resolve(cancelled('Hel')),
      send: () => Promise.reject(unreachable()),
    })
    readChat.mockResolvedValueOnce(chatWith([testQuestion('q1', 'Hello?'), stopped]))
    expect(await conversations.edit('c1', 'q1', 'Hello there?', undefined)).toBe(false)
    await settle()
    expect(shown()).toEqual(['user: Hello?', 'assistant: Hel'])
    expect(thread().unsent).toMatchObject({ text: '', error: { code: 'unreachable' } })
    // The answer was stopped while it was not shown.
    expect(stopOf('a1')).toBeUndefined()
    expect(view('a1')).toMatchObject({ message: { metadata: { status: 'cancelled' } } })
  })

  test('an edit of a question that is not here does nothing', async () => {
    const { conversations } = await converseWhileAnswering({})
    expect(await conversations.edit('c1', 'unknown', 'x', undefined)).toBe(false)
  })
})

describe('a branch', () => {
  const branch = (id: string, of: Partial<ChatWithMessages> = {}) =>
    chatWith(
      [
        testQuestion('q1', 'Hello?'),
        testAnswer(id, `I am ${id}`, {
          status: 'completed',
          parentId: 'q1',
          siblingIds: ['a1', 'b1'],
        }),
      ],
      { leafId: id, ...of },
    )

  test('a branch that a person walks to is the leaf of the chat, and is read', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(branch('a1')))
    const updateChat = vi.fn<Api['updateChat']>(() =>
      Promise.resolve(testChat('c1', { leafId: 'b1' })),
    )
    const { conversations, shown, receive } = converse({ readChat, updateChat })
    await conversations.open('c1')
    readChat.mockResolvedValue(branch('b1'))
    await conversations.showBranch('c1', 'b1')
    expect(updateChat).toHaveBeenCalledExactlyOnceWith('c1', { leafId: 'b1' })
    expect(shown()).toEqual(['user: Hello?', 'assistant: I am b1'])
    receive({ chat: testChat('c1', { leafId: 'b1' }) })
    await settle()
    expect(readChat).toHaveBeenCalledTimes(2)
  })

  test('a branch is read as far back as the message that a person walked to', async () => {
    const whole = branch('b1')
    const answers = whole.messages.slice(1)
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(branch('a1')))
    const { conversations, shown, thread } = converse({
      readChat,
      updateChat: () => Promise.resolve(testChat('c1', { leafId: 'q2' })),
    })
    await conversations.open('c1')
    const later = testQuestion('q2', 'And now?', { parentId: 'b1' })
    readChat.mockResolvedValueOnce({ ...whole, messages: [later], before: 'q2' })
    readChat.mockResolvedValueOnce({ ...whole, messages: answers, before: 'b1' })
    await conversations.showBranch('c1', 'b1')
    expect(shown()).toEqual(['user: Hello?', 'assistant: I am b1', 'user: And now?'])
    expect(readChat).toHaveBeenLastCalledWith('c1', { before: 'q2' })
    expect(thread().before).toBeNull()
  })

  test('a branch that cannot be walked to leaves what is shown', async () => {
    const { conversations, shown } = converse({
      readChat: () => Promise.resolve(branch('a1')),
      updateChat: () => Promise.reject(unreachable()),
    })
    await conversations.open('c1')
    await expect(conversations.showBranch('c1', 'b1')).rejects.toMatchObject({
      code: 'unreachable',
    })
    expect(shown()[1]).toBe('assistant: I am a1')
  })

  test('P6 a branch that another tab walked to is shown here, too', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(branch('a1')))
    const { conversations, shown, receive } = converse({ readChat })
    await conversations.open('c1')
    readChat.mockResolvedValue(branch('b1'))
    receive({ chat: testChat('c1', { leafId: 'b1' }) })
    await settle()
    expect(shown()[1]).toBe('assistant: I am b1')
  })

  test('P6 a branch that the list of chats tells of is shown here, too', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(branch('a1')))
    const { conversations, shown } = converse({ readChat })
    await conversations.open('c1')
    readChat.mockResolvedValue(branch('b1'))
    const { chats } = conversations
    chats.takeRead([testChat('c1', { leafId: 'b1' })], chats.ask())
    await settle()
    expect(shown()[1]).toBe('assistant: I am b1')
  })

  test('a branch that a person walks to is read once, though news of it comes meanwhile', async () => {
    const readChat = vi.fn<Api['readChat']>(() => Promise.resolve(branch('a1')))
    const { conversations, shown, receive } = converse({
      readChat,
      updateChat: () => Promise.resolve(testChat('c1', { leafId: 'b1' })),
    })
    await conversations.open('c1')
    const read = Promise.withResolvers<ChatWithMessages>()
    readChat.mockReturnValue(read.promise)
    const walking = conversations.showBranch('c1', 'b1')
    await settle()
    receive({ chat: testChat('c1', { leafId: 'b1' }) })
    read.resolve(branch('b1'))
    await walking
    await settle()
    expect(shown()[1]).toBe('assistant: I am b1')
    expect(readChat).toHaveBeenCalledTimes(2)
  })

  test('a shown branch is not left for news from before the turn that is being sent', async () => {
    const sent = Promise.withResolvers<void>()
    const { conversations, shown, receive } = converse({
      readChat: () => Promise.resolve(branch('a1')),
      send: () => sent.promise,
    })
    await conversations.open('c1')
    const sending = conversations.send('c1', 'And now?', undefined)
    receive({ chat: testChat('c1', { leafId: 'b1' }) })
    await settle()
    expect(shown()).toHaveLength(4)
    sent.resolve()
    await sending
  })

  test('a branch that a person has left goes on unseen, and does not come back by itself', async () => {
    const { conversations, shown, receive } = converse({
      readChat: () => Promise.resolve(branch('a1', { activeMessageId: 'b1' })),
    })
    await conversations.open('c1')
    receive(start('b1', { parentId: 'q1' }), opens('b1'), says('b1', 6, 'Hello'))
    receive(ends('b1', 5))
    await settle()
    expect(shown()).toEqual(['user: Hello?', 'assistant: I am a1'])
  })
})

test('turns carry IDs of their own, so that they can be stopped before they arrive', async () => {
  const turns: Turn[] = []
  const { conversations } = converse({
    send(turn) {
      turns.push(turn)
      return Promise.resolve()
    },
  })
  await conversations.send('c1', 'One', undefined)
  await conversations.send('c2', 'Two', undefined)
  const ids = turns.map((turn) => turn.assistantMessageId)
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(2)
})
