import type { ChatCall } from '@/lib/chats/chat-services'
import { currentChat } from '@/lib/chats/current-chat'
import { notFound } from '@/lib/chats/not-found'
import { chatWithMessagesSchema, type ChatWithMessages } from '@/lib/contract/chat'
import { readChatQuerySchema } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import { defineVerb } from '@/lib/verbs/define-verb'
import { currentMessage } from './current-message'

/** A page of very long messages has fewer of them, since it is read and written in one step. */
const PAGE_BYTES = 4 * 1024 * 1024

/** A chat with its current path, or with the messages before one of them. */
export const readChat = defineVerb({
  name: 'readChat',
  scope: 'read',
  limit: 'none',
  ids: ['chatId'],
  input: readChatQuerySchema,
  output: chatWithMessagesSchema,
  async run({ services, caller }: ChatCall, { chatId, before, limit }): Promise<ChatWithMessages> {
    const { database } = services
    const chat = await currentChat(services, caller.id, chatId)
    if (!chat) throw notFound('chat')
    const later = before === undefined ? undefined : await database.messages.find(caller.id, before)
    if (before !== undefined && later?.chatId !== chatId) throw notFound('message', 'before')
    const leafId = later ? later.parentId : chat.leafId
    const path =
      leafId === null
        ? []
        : await database.messages.path(caller.id, leafId, { messages: limit, bytes: PAGE_BYTES })
    const messages = await Promise.all(path.map((record) => currentMessage(services, record)))
    const first = path[0]
    const { settings } = chat
    return { ...chatOf(chat), messages, settings, before: first?.parentId ? first.id : null }
  },
})
