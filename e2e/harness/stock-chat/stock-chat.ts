import { Chat } from '@ai-sdk/react'
import { expect } from '@playwright/test'
import {
  DefaultChatTransport,
  type ChatInit,
  type ChatStatus,
  type HttpChatTransportInitOptions,
} from 'ai'
import { DefaultChatTransport as DefaultChatTransport5 } from 'ai-5'
import { DefaultChatTransport as DefaultChatTransport6 } from 'ai-6'
import { Chat as Chat5 } from 'ai-sdk-react-2'
import { Chat as Chat6 } from 'ai-sdk-react-3'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import type { Guest } from '../guest'

/** The major versions of the AI SDK whose client is tried. */
export const majors = [7, 6, 5] as const
export type Major = (typeof majors)[number]

type Init = Omit<ChatInit<Message>, 'transport' | 'onError'>
type Transport = HttpChatTransportInitOptions<Message>

/** The AI SDK's `Chat`, as `useChat` makes it, and everything that it has shown. */
export type StockChat = {
  chat: Chat<Message>
  /** The errors that `onError` got. */
  errors: Error[]
  statuses: ChatStatus[]
  /** Each text that an answer has had while it was the last message, in order. */
  shown: string[]
}

/** Opens a chat with the SDK's own transport, which gets the guest's cookie. */
export function openStockChat(
  guest: Guest,
  init: Init,
  transport: Transport = {},
  major: Major = 7,
): StockChat {
  const errors: Error[] = []
  const statuses: ChatStatus[] = []
  const shown: string[] = []
  const chat = newChat(
    major,
    { ...init, onError: (error) => errors.push(error) },
    { fetch: (path, options) => guest.call(pathOf(path), options), ...transport },
  )
  // `useChat` registers the same callbacks.
  chat['~registerStatusCallback'](() => statuses.push(chat.status))
  chat['~registerMessagesCallback'](() => shown.push(answerOf(chat)))
  return { chat, errors, statuses, shown }
}

/** The types of the majors differ, but everything used here has the same name in all of them. */
function newChat(major: Major, init: ChatInit<Message>, transport: Transport): Chat<Message> {
  switch (major) {
    case 7:
      return new Chat<Message>({ ...init, transport: new DefaultChatTransport<Message>(transport) })
    case 6: {
      const of6 = new DefaultChatTransport6({ ...before7, ...transport } as never)
      return new Chat6({ ...init, transport: of6 } as never) as unknown as Chat<Message>
    }
    case 5: {
      const of5 = new DefaultChatTransport5({ ...before7, ...transport } as never)
      return new Chat5({ ...init, transport: of5 } as never) as unknown as Chat<Message>
    }
  }
}

/** As docs/use-chat.md says for the majors 5 and 6. */
const before7: Transport = {
  api: '/api/chat?ui=6',
  prepareReconnectToStreamRequest: ({ id }) => ({ api: `/api/chat/${id}/stream?ui=6` }),
}

/** The text of the chat's last message if that is an answer, and '' otherwise. */
export function answerOf({ lastMessage }: Chat<Message>): string {
  return lastMessage?.role === 'assistant' ? textOf(lastMessage.parts) : ''
}

/** Resolves when this is the text of the last answer. */
export async function waitForAnswer({ chat }: StockChat, text: string): Promise<void> {
  await expect.poll(() => answerOf(chat)).toBe(text)
}

/** The chat is ready, was never in an error state, and showed this text growing without repeats. */
export function expectCleanEnd({ chat, errors, statuses, shown }: StockChat, text: string): void {
  expect(errors).toEqual([])
  expect(statuses).not.toContain('error')
  expect([chat.status, chat.error]).toEqual(['ready', undefined])
  expect(answerOf(chat)).toBe(text)
  for (const earlier of shown) expect(text.startsWith(earlier)).toBe(true)
}

/** The transport's addresses are paths of the server by default. */
export function pathOf(address: string | URL | Request): string {
  if (typeof address !== 'string') throw new Error('an address is a path here')
  return address
}

/** As docs/use-chat.md says: `sendMessage()` without a message goes on with the last answer. */
export const continuing: HttpChatTransportInitOptions<Message> = {
  prepareSendMessagesRequest({ id, messages, trigger, messageId, body }) {
    const goesOn = messages.at(-1)?.role === 'assistant'
    return {
      body: { ...body, id, messages, messageId, trigger: goesOn ? 'continue-message' : trigger },
    }
  },
}
