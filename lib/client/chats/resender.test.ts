import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Turn } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { WrittenText } from '@/lib/client/send/outbox'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { createFakeApi } from '@/lib/testing/fake-api'
import { chatWith, testAnswer, testQuestion } from '@/lib/testing/messages'
import { Conversations } from './conversations'
import { Resender } from './resender'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const unreachable = () => new FullstopError('unreachable', 'Could not reach the server.')
const settle = () => vi.advanceTimersByTimeAsync(0)

/** The fate of a call: its request is `lost`, or its response is `unheard`. */
type Way = 'through' | 'lost' | 'unheard'

/** A server that knows a turn by its IDs, as ours does, behind a network that the test controls. */
function createServer() {
  const turns = new Map<string, Turn>()
  const ways: Way[] = []
  let otherwise: Way = 'through'
  const over = async <Answer>(answer: () => Answer): Promise<Answer> => {
    const way = ways.shift() ?? otherwise
    await Promise.resolve()
    if (way === 'lost') throw unreachable()
    const answered = answer()
    if (way === 'unheard') throw unreachable()
    return answered
  }
  const messages = () =>
    [...turns.values()].flatMap(({ assistantMessageId: id, ...turn }) => {
      if (turn.trigger !== 'submit-message') return []
      const { text = '' } = turn.message.parts[0] ?? {}
      const parentId = turn.message.id
      return [
        testQuestion(parentId, text),
        testAnswer(id, 'Yes', { status: 'completed', parentId }),
      ]
    })
  const api = createFakeApi({
    send: (turn) =>
      over(() => {
        if (!turns.has(turn.assistantMessageId)) turns.set(turn.assistantMessageId, turn)
      }),
    readMessage: (id) =>
      over(() => {
        const found = messages().find((message) => message.id === id)
        if (!found) throw new FullstopError('not_found', 'There is no such message.')
        return found
      }),
    readChat: () => Promise.resolve(chatWith(messages())),
  })
  return {
    api,
    turns,
    /** Sets the ways of the next calls, and the way of all calls after them. */
    decide(next: readonly Way[], rest: Way = 'through') {
      ways.splice(0, ways.length, ...next)
      otherwise = rest
    },
  }
}

/** A tab with one field, whose texts are sent from it. */
function openTab(server: ReturnType<typeof createServer>) {
  const conversations = new Conversations(server.api)
  const field = { text: '' }
  const resender = new Resender(conversations, {
    isUnchanged: ({ text }: WrittenText) => field.text === text,
    takeAway({ text }) {
      if (field.text === text) field.text = ''
    },
    putBack({ text }) {
      field.text = text
    },
  })
  const close = resender.watch()
  const send = async (text: string) => {
    field.text = ''
    await conversations.send('c1', text, undefined)
    if (conversations.thread('c1').unsent?.text === text) field.text = text
  }
  return { conversations, resender, field, send, close }
}

describe('a question that was not sent', () => {
  test('a question is sent unasked once the server is back, and its field is then empty', async () => {
    const server = createServer()
    server.decide([], 'lost')
    const tab = openTab(server)
    await tab.send('Hello?')
    expect(tab.field.text).toBe('Hello?')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.turns.size).toBe(0)
    server.decide([])
    tab.resender.tryNow()
    await settle()
    expect(server.turns.size).toBe(1)
    expect(tab.field.text).toBe('')
    expect(tab.conversations.thread('c1').unsent).toBeUndefined()
    tab.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a question whose send lost only its response is shown, and not sent again', async () => {
    const server = createServer()
    server.decide(['unheard'])
    const tab = openTab(server)
    await tab.send('Hello?')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.turns.size).toBe(1)
    expect(tab.conversations.thread('c1').views).toHaveLength(2)
    expect(tab.field.text).toBe('')
    tab.close()
  })

  test('a question that the person rewrites is left to them, and is sent once', async () => {
    const server = createServer()
    server.decide(['lost', 'lost'])
    const tab = openTab(server)
    await tab.send('Hello?')
    tab.field.text = 'Hello, anew?'
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.turns.size).toBe(0)
    await tab.send('Hello, anew?')
    expect(server.turns.size).toBe(1)
    tab.close()
  })

  test('a question that Send sends again keeps its IDs', async () => {
    const server = createServer()
    server.decide(['unheard', 'lost', 'lost', 'lost'], 'lost')
    const tab = openTab(server)
    await tab.send('Hello?')
    server.decide([])
    await tab.send('Hello?')
    expect(server.turns.size).toBe(1)
    tab.close()
  })

  test('P4 a question that was stopped meanwhile is not sent unasked', async () => {
    const server = createServer()
    const sent = Promise.withResolvers<void>()
    const send = vi.fn<typeof server.api.send>(() => sent.promise)
    const cancel = () => Promise.reject(new FullstopError('not_found', 'There is no such message.'))
    const conversations = new Conversations({ ...server.api, send, cancel })
    const resender = new Resender(conversations, {
      isUnchanged: () => true,
      takeAway: () => {},
      putBack: () => {},
    })
    const close = resender.watch()
    const sending = conversations.send('c1', 'Hello?', undefined)
    const messageId = send.mock.lastCall?.[0].assistantMessageId ?? ''
    conversations.stop({ chatId: 'c1', messageId })
    sent.reject(unreachable())
    await sending
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledOnce()
    close()
  })

  test('a question that the server refuses in five tries is left to the person', async () => {
    const refused = () => Promise.reject(new FullstopError('internal', 'That did not work.'))
    const send = vi.fn<() => Promise<void>>(refused)
    const readMessage = () =>
      Promise.reject(new FullstopError('not_found', 'There is no such message.'))
    const tab = openTab({ ...createServer(), api: createFakeApi({ send, readMessage }) })
    await tab.send('Hello?')
    await vi.advanceTimersByTimeAsync(600_000)
    expect(send).toHaveBeenCalledTimes(6)
    expect(tab.conversations.thread('c1').unsent?.resend?.isAutomatic).toBe(false)
    expect(tab.field.text).toBe('Hello?')
    expect(vi.getTimerCount()).toBe(0)
    tab.close()
  })
})

test('a question arrives exactly once, whatever is lost on the way', async () => {
  const way = fc.constantFrom<Way>('through', 'lost', 'unheard')
  await fc.assert(
    fc.asyncProperty(fc.array(way, { maxLength: 12 }), fc.boolean(), async (ways, presses) => {
      const server = createServer()
      server.decide(ways)
      const tab = openTab(server)
      await tab.send('Hello?')
      if (presses && tab.field.text !== '') await tab.send(tab.field.text)
      await vi.advanceTimersByTimeAsync(600_000)
      expect(server.turns.size).toBe(1)
      expect(tab.field.text).toBe('')
      expect(tab.conversations.thread('c1').unsent).toBeUndefined()
      tab.close()
    }),
    fromSeed(200),
  )
})
