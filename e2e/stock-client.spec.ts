import { DefaultChatTransport, readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'
import { releaseCall, waitForCall } from './fake-provider/books'
import { expect, test } from './harness/fixtures'
import type { Guest } from './harness/guest'

/** The AI SDK's own transport, as `useChat` has it, with the guest's cookie. */
function stockTransport(guest: Guest, url: string) {
  return new DefaultChatTransport({
    api: `${url}/api/chat`,
    fetch: (address, init) => {
      if (typeof address !== 'string') throw new Error('an address is a string here')
      return guest.call(address.slice(url.length), init)
    },
  })
}

function question(text: string): UIMessage {
  return {
    id: `q${Math.random().toString(36).slice(2)}`,
    role: 'user',
    parts: [{ type: 'text', text }],
  }
}

/** The message that the stock client makes of a stream, and what it took for errors. */
async function readAsStockClient(stream: ReadableStream<UIMessageChunk>) {
  const errors: unknown[] = []
  let message: UIMessage | undefined
  const messages = readUIMessageStream({ stream, onError: (error) => errors.push(error) })
  for await (const state of messages) message = state
  const texts = message?.parts.map((part) => (part.type === 'text' ? part.text : '')) ?? []
  return { errors, text: texts.join(''), message }
}

test('R20 the stock client sends, is resumed after a reload, and sees a stop', async ({
  guest,
  server,
  provider,
  key,
}) => {
  const transport = stockTransport(guest, server.url)
  const chatId = `c${key.slice(4, 20)}`
  const sent = await transport.sendMessages({
    chatId,
    trigger: 'submit-message',
    messageId: undefined,
    messages: [question(`[[key=${key} tokens=20 hold=10]]`)],
    abortSignal: undefined,
  })
  await waitForCall(provider.url, key, ({ held }) => held)
  const resumed = await transport.reconnectToStream({ chatId })
  if (!resumed) throw new Error('nothing to resume')
  await releaseCall(provider.url, key, 15)
  const held = await waitForCall(provider.url, key, (call) => call.tokens.length === 15)
  const first = readAsStockClient(sent)
  const second = readAsStockClient(resumed)
  const { streams } = await guest.json<{ streams: { messageId: string }[] }>('/api/streams')
  await guest.post(`/api/messages/${streams[0]?.messageId}/cancel`, {})
  for (const read of await Promise.all([first, second])) {
    expect(read.errors).toEqual([])
    expect(held.text.startsWith(read.text)).toBe(true)
    expect(read.text).toContain('word0010')
    expect(read.message?.metadata).toMatchObject({ status: 'cancelled', endReason: 'user' })
  }
  expect(await transport.reconnectToStream({ chatId })).toBeNull()
})

test('R20 the stock client regenerates and goes on in the same chat', async ({
  guest,
  server,
  key,
}) => {
  const transport = stockTransport(guest, server.url)
  const chatId = `c${key.slice(4, 20)}`
  const first = question('[[tokens=3 rate=0 reasoning=2]]')
  const options = { chatId, messageId: undefined, abortSignal: undefined }
  const { message } = await readAsStockClient(
    await transport.sendMessages({ ...options, trigger: 'submit-message', messages: [first] }),
  )
  if (!message) throw new Error('no answer')
  expect(message.parts.map((part) => part.type)).toEqual(['reasoning', 'text'])
  const again = await readAsStockClient(
    await transport.sendMessages({ ...options, trigger: 'regenerate-message', messages: [first] }),
  )
  expect([again.errors, again.text]).toEqual([[], 'word0001 word0002 word0003 '])
  expect(again.message?.id).not.toBe(message.id)
  const next = question('[[tokens=1 rate=0]]')
  const messages = [first, again.message ?? message, next]
  const last = await readAsStockClient(
    await transport.sendMessages({ ...options, trigger: 'submit-message', messages }),
  )
  expect(last.message?.metadata).toMatchObject({ parentId: next.id, status: 'completed' })
})
