import type { Chat } from '@/lib/contract/chat'
import type { UpdateChatRequest } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatChanges } from '@/lib/db/database'
import type { ChatServices } from './chat-services'
import { notFound } from './not-found'
import { resolveModel } from './resolve-model'

/** Changes what is named. Throws `not_found`, `model_unavailable`. */
export async function updateChat(
  { database, streams, bus, models }: ChatServices,
  personId: string,
  chatId: string,
  request: UpdateChatRequest,
): Promise<Chat> {
  if (typeof request.model === 'string') resolveModel(models, request.model)
  if (request.leafId !== undefined) {
    const leaf = await database.messages.find(personId, request.leafId)
    if (leaf?.chatId !== chatId) throw notFound('message', 'leafId')
  }
  const record = await database.chats.update(personId, chatId, changesOf(request))
  if (!record) throw notFound('chat')
  if (request.keepGoing !== undefined) streams.keepGoing(chatId, request.keepGoing)
  const chat = chatOf(record)
  bus.publish(personId, { type: 'chat-changed', chat })
  return chat
}

/** Drizzle takes an absent field, but no undefined one. */
function changesOf(request: UpdateChatRequest): ChatChanges {
  const named = Object.entries(request).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named)
}
