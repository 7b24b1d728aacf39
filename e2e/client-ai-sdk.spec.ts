import { Chat } from '@ai-sdk/react'
import { FullstopChatTransport } from '@/client/ai-sdk'
import type { CancelOutcome } from '@/client/types'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { readCall, releaseCall, waitForCall, type Call } from './fake-provider/books/books'
import { expect, test } from './harness/fixtures'
import type { Guest } from './harness/guest'
import { answerOf, pathOf } from './harness/stock-chat/stock-chat'

const isHeld = ({ held }: Call) => held
const isClosed = ({ open }: Call) => !open

type Network = (path: string, init: RequestInit) => Promise<Response>

/** The AI SDK's chat, as `useChat` makes it, with our transport. */
function openChat(
  guest: Guest,
  id: string,
  { messages = [], network }: { messages?: Message[]; network?: Network } = {},
) {
  const errors: Error[] = []
  const stopped: CancelOutcome[] = []
  const transport = new FullstopChatTransport<Message>({
    fetch: (path, init = {}) =>
      network ? network(pathOf(path), init) : guest.call(pathOf(path), init),
    onStopped: (outcome) => stopped.push(outcome),
  })
  const onError = (error: Error) => errors.push(error)
  const chat = new Chat<Message>({ id, messages, transport, onError })
  return { chat, errors, stopped }
}

async function messagesOf(guest: Guest, chatId: string): Promise<Message[]> {
  return (await guest.json<{ messages: Message[] }>(`/api/chats/${chatId}`)).messages
}

test('P3 the SDK’s own stop is a stop on the server, and keeps what the chat shows', async ({
  guest,
  provider,
  key,
}) => {
  const { chat, errors, stopped } = openChat(guest, key)
  const sent = chat.sendMessage({ text: `[[key=${key} tokens=400 rate=50]]` })
  await expect.poll(() => answerOf(chat).length).toBeGreaterThan(60)
  const pressedAt = Date.now()
  await chat.stop()
  const shown = answerOf(chat)
  await sent
  expect([chat.status, errors]).toEqual(['ready', []])
  const { closedAt, abortedByClient } = await waitForCall(provider.url, key, isClosed)
  expect(abortedByClient).toBe(true)
  expect((closedAt ?? Infinity) - pressedAt).toBeLessThan(1_000)
  await expect.poll(() => stopped).toMatchObject([{ outcome: 'cancelled', text: shown }])
  const kept = (await messagesOf(guest, key)).at(-1)
  expect(textOf(kept?.parts ?? [])).toBe(shown)
  expect(kept?.metadata).toMatchObject({ status: 'cancelled', receipt: {} })
  expect(stopped).toMatchObject([{ receipt: kept?.metadata?.receipt }])
  expect(answerOf(chat)).toBe(shown)
})

test('P4 the SDK’s own stop before the headers keeps the model from being called', async ({
  guest,
  provider,
  key,
}) => {
  const sending = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const { chat, errors } = openChat(guest, key, {
    async network(path, { signal, ...init }) {
      if (path !== '/api/chat') {
        const response = await guest.call(path, init)
        stopped.resolve()
        return response
      }
      sending.resolve()
      await stopped.promise
      // The network delivers even what its sender has given up.
      await (await guest.call(path, init)).text()
      arrived.resolve()
      throw signal?.reason
    },
  })
  const sent = chat.sendMessage({ text: `[[key=${key} tokens=5]]` })
  await sending.promise
  await chat.stop()
  await sent
  expect([chat.status, errors]).toEqual(['ready', []])
  await arrived.promise
  expect(await messagesOf(guest, key)).toMatchObject([
    { role: 'user' },
    { role: 'assistant', metadata: { status: 'cancelled', endReason: 'user', textLength: 0 } },
  ])
  expect(await readCall(provider.url, key)).toBeUndefined()
})

test('P3 P6 a chat that is opened again goes on showing its answer, and stops it', async ({
  guest,
  provider,
  key,
}) => {
  const first = openChat(guest, key)
  const sent = first.chat.sendMessage({ text: `[[key=${key} tokens=20 hold=10]]` })
  const { text } = await waitForCall(provider.url, key, isHeld)
  await expect.poll(() => answerOf(first.chat)).toBe(text)
  const again = openChat(guest, key, { messages: await messagesOf(guest, key) })
  const resumed = again.chat.resumeStream()
  await expect.poll(() => again.chat.status).toBe('streaming')
  expect(answerOf(again.chat)).toBe(text)
  await again.chat.stop()
  await Promise.all([resumed, sent])
  await waitForCall(provider.url, key, isClosed)
  await expect.poll(() => again.stopped).toMatchObject([{ outcome: 'cancelled', text }])
  for (const { chat, errors } of [first, again]) {
    expect([chat.status, errors, answerOf(chat)]).toEqual(['ready', [], text])
  }
  // The other one has heard of it, with the receipt.
  expect(first.chat.lastMessage?.metadata).toMatchObject({
    status: 'cancelled',
    receipt: { keptCharacters: text.length },
  })
  expect(await openChat(guest, key).chat.resumeStream()).toBeUndefined()
})

test('P8 a resume that a newer one takes the place of stops nothing', async ({
  guest,
  provider,
  key,
}) => {
  const { messageId, chatId } = await guest.ask(`[[key=${key} tokens=20 hold=10]]`)
  const { text } = await waitForCall(provider.url, key, isHeld)
  const { chat, errors, stopped } = openChat(guest, chatId, {
    messages: await messagesOf(guest, chatId),
  })
  // As React does in its strict mode, and a page that comes back to the front.
  const resumes = [chat.resumeStream(), chat.resumeStream()]
  await expect.poll(() => answerOf(chat)).toBe(text)
  resumes.push(chat.resumeStream())
  await releaseCall(provider.url, key)
  await Promise.all(resumes)
  const { text: whole } = await waitForCall(provider.url, key, isClosed)
  await expect.poll(() => answerOf(chat)).toBe(whole)
  expect([errors, stopped]).toEqual([[], []])
  const { metadata } = await guest.json<Message>(`/api/messages/${messageId}`)
  expect(metadata?.status).toBe('completed')
})

test('P3 a continue, a regenerate and an edit are sent as such, and a stop of a continue keeps all', async ({
  guest,
  provider,
  key,
}) => {
  const { chat, errors, stopped } = openChat(guest, key)
  const send = chat.sendMessage({ text: `[[key=${key} tokens=20 hold=10]]` })
  await waitForCall(provider.url, key, isHeld)
  await expect.poll(() => answerOf(chat)).toContain('word0010')
  await chat.stop()
  await send
  const before = answerOf(chat)
  await expect.poll(() => stopped.length).toBe(1)
  const goneOn = chat.sendMessage()
  await expect.poll(() => answerOf(chat).length).toBeGreaterThan(before.length)
  await chat.stop()
  await goneOn
  const shown = answerOf(chat)
  expect(shown.startsWith(before)).toBe(true)
  await expect.poll(() => stopped.at(-1)).toMatchObject({ outcome: 'cancelled', text: shown })
  const question = chat.messages[0]
  await chat.sendMessage({ text: `[[key=${key}-edit tokens=3]]`, messageId: question?.id ?? '' })
  const edited = (await waitForCall(provider.url, `${key}-edit`, isClosed)).text
  expect(answerOf(chat)).toBe(edited)
  const answerId = chat.lastMessage?.id
  await chat.regenerate()
  expect(chat.lastMessage?.id).not.toBe(answerId)
  expect(chat.lastMessage?.metadata?.siblingIds).toContain(answerId)
  expect(errors).toEqual([])
})

test('an error of the chat has the server’s sentence and code', async ({ guest, key }) => {
  const { chat, errors } = openChat(guest, key)
  await chat.sendMessage({ text: 'Hi' }, { body: { model: 'no/such-model' } })
  expect(chat.status).toBe('error')
  expect(errors).toMatchObject([{ name: 'FullstopError', code: 'model_unavailable', status: 400 }])
  expect(errors[0]?.message).toBe('This model is not available on this server.')
})
