import { stoppableSends } from '../examples/stoppable-sends'
import { readCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect } from './harness/fixtures'
import type { Guest } from './harness/guest'
import {
  answerOf,
  expectCleanEnd,
  pathOf,
  waitForAnswer,
  type Major,
} from './harness/stock-chat/stock-chat'
import { test, withEachMajor } from './harness/stock-chat/stock-chat-test'

const isHeld = ({ held }: Call) => held

/** The documented snippet, set up for this major of the client. */
function snippetFor(guest: Guest, major: Major) {
  return stoppableSends({
    ...(major !== 7 && { ui: '6' as const }),
    call: (path, init) => guest.call(path, init),
  })
}

const running = async (guest: Guest) =>
  (await guest.json<{ streams: { messageId: string }[] }>('/api/streams')).streams

type Stored = { id: string; status: string; end_reason: string | null; length: number }

withEachMajor(() => {
  test('P4 the documented stop works before the headers, however far its send has come', async ({
    guest,
    server,
    provider,
    key,
    open,
    major,
  }) => {
    type Send = () => Promise<Response>
    /** Networks between client and server. `stopped` resolves once the stop has been answered. */
    const ways: Record<string, (send: Send, stopped: Promise<void>) => Promise<Response>> = {
      'never sent': () => new Promise(() => {}),
      'sent at once, its headers held back': async (send, stopped) => {
        const response = await send()
        await stopped
        return response
      },
      'sent, and nothing waited for': (send) => send(),
      'held back until after the stop': async (send, stopped) => {
        await stopped
        return send()
      },
    }
    for (const [index, [way, passOn]] of Object.entries(ways).entries()) {
      const { transport, stop } = snippetFor(guest, major)
      const stopped = Promise.withResolvers<void>()
      const reached = Promise.withResolvers<void>()
      const leaving: Promise<unknown>[] = []
      const stock = open(
        { id: `${key}-${index}` },
        {
          ...transport,
          fetch: (path, { signal, ...init } = {}) => {
            // A network that delivers even a request that its client has given up.
            const response = passOn(() => guest.call(pathOf(path), init), stopped.promise)
            leaving.push(response)
            reached.resolve()
            const givenUp = new Promise<never>((_, reject) => {
              signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
            })
            return Promise.race([response, givenUp])
          },
        },
      )
      const sent = stock.chat.sendMessage({ text: `[[key=${key}-${index} tokens=50 hold=1]]` })
      await reached.promise
      await stop(stock.chat)
      stopped.resolve()
      await sent
      if (way !== 'never sent') await Promise.all(leaving)
      expect([way, stock.errors, stock.chat.status]).toEqual([way, [], 'ready'])
      expect([way, await running(guest)]).toEqual([way, []])
      const stored = server.query<Stored>(
        `SELECT id, status, end_reason, text_length AS length FROM messages
         WHERE chat_id = ? AND role = 'assistant'`,
        `${key}-${index}`,
      )
      expect([way, stored]).toMatchObject([
        way,
        way === 'never sent' ? [] : [{ status: 'cancelled', end_reason: 'user', length: 0 }],
      ])
      // The provider sees the end of its call a moment later.
      const isOpen = async () => (await readCall(provider.url, `${key}-${index}`))?.open ?? false
      await expect.poll(isOpen, way).toBe(false)
    }
  })

  test('P3 the documented stop keeps the shown text, after a reload and in a continue, too', async ({
    guest,
    server,
    provider,
    key,
    open,
    major,
  }) => {
    const before = snippetFor(guest, major)
    const stock = open({ id: key }, before.transport)
    const sent = stock.chat.sendMessage({ text: `[[key=${key} tokens=30 hold=10]]` })
    const { text } = await waitForCall(provider.url, key, isHeld)
    await waitForAnswer(stock, text)
    const messageId = stock.chat.lastMessage?.id ?? ''

    // As after a reload: the IDs of the last send are not known any more.
    const { messages } = await guest.json<{ messages: typeof stock.chat.messages }>(
      `/api/chats/${key}`,
    )
    const after = snippetFor(guest, major)
    const reloaded = open({ id: key, messages }, after.transport)
    const resumed = reloaded.chat.resumeStream()
    await expect.poll(() => reloaded.chat.status).toBe('streaming')
    await after.stop(reloaded.chat)
    await Promise.all([sent, resumed])
    for (const each of [stock, reloaded]) expectCleanEnd(each, text)
    expect(stock.chat.lastMessage?.metadata).toMatchObject({ status: 'cancelled' })
    expect(server.storedMessage(messageId)).toEqual({
      status: 'cancelled',
      endReason: 'user',
      text,
    })

    const wentOn = reloaded.chat.sendMessage()
    await after.stop(reloaded.chat)
    await wentOn
    expect(await running(guest)).toEqual([])
    expect(answerOf(reloaded.chat)).toBe(text)
    await expect
      .poll(() => server.storedMessage(messageId))
      .toEqual({ status: 'cancelled', endReason: 'user', text })
  })

  test('P8 R11 the client’s own stop() ends an answer with graceMs 0, though others follow', async ({
    server,
    provider,
    key,
    open,
  }) => {
    const stock = open({ id: key })
    const body = { options: { graceMs: 0 } }
    const sent = stock.chat.sendMessage({ text: `[[key=${key} tokens=30 hold=10]]` }, { body })
    const { text } = await waitForCall(provider.url, key, isHeld)
    await waitForAnswer(stock, text)
    const messageId = stock.chat.lastMessage?.id ?? ''
    const other = open({ id: key, messages: stock.chat.messages.slice(0, 1) })
    const followed = other.chat.resumeStream()
    await waitForAnswer(other, text)
    await stock.chat.stop()
    await sent
    await followed
    for (const each of [stock, other]) expectCleanEnd(each, text)
    expect(other.chat.lastMessage?.metadata).toMatchObject({
      status: 'cancelled',
      endReason: 'disconnect',
      receipt: { graceMs: 0 },
    })
    expect(server.storedMessage(messageId)).toEqual({
      status: 'cancelled',
      endReason: 'disconnect',
      text,
    })
    expect(await waitForCall(provider.url, key, ({ open }) => !open)).toMatchObject({
      abortedByClient: true,
    })
  })

  test('P5 R20 each client is ready after a stop made elsewhere, and sends nothing automatically', async ({
    guest,
    provider,
    key,
    open,
  }) => {
    const sendAutomaticallyWhen = ({ messages }: { messages: { metadata?: unknown }[] }) =>
      (messages.at(-1)?.metadata as { status?: string } | undefined)?.status === 'completed'
    const first = open({ id: key, sendAutomaticallyWhen })
    const sent = first.chat.sendMessage({ text: `[[key=${key} tokens=20 hold=10]]` })
    const { text } = await waitForCall(provider.url, key, isHeld)
    await waitForAnswer(first, text)
    const second = open({ id: key, messages: first.chat.messages.slice(0, 1) })
    const resumed = second.chat.resumeStream()
    await waitForAnswer(second, text)
    await guest.stop(first.chat.lastMessage?.id ?? '')
    await Promise.all([sent, resumed])
    for (const each of [first, second]) {
      expectCleanEnd(each, text)
      expect(each.chat.lastMessage?.metadata).toMatchObject({ status: 'cancelled' })
    }
    for (const { chat } of [first, second]) expect(chat.messages).toHaveLength(2)
  })
})
