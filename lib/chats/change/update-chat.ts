import type { ChatCall } from '@/lib/chats/chat-services'
import { resolveModel } from '@/lib/chats/models/resolve-model'
import { notFound } from '@/lib/chats/not-found'
import { chatSchema, type Chat } from '@/lib/contract/chat'
import { updateChatRequestSchema, type UpdateChatRequest } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatChanges } from '@/lib/db/chats'
import type { Database } from '@/lib/db/database'
import { defineVerb } from '@/lib/verbs/define-verb'

/**
 * Changes the fields that are named; the leaf becomes the newest below the named message. Throws
 * `not_found`, `model_unavailable`.
 */
export const updateChat = defineVerb({
  name: 'updateChat',
  scope: 'chat',
  limit: 'changes',
  ids: ['chatId'],
  input: updateChatRequestSchema,
  output: chatSchema,
  async run({ services, caller }: ChatCall, { chatId, ...request }): Promise<Chat> {
    const { database, streams, bus, models, clock } = services
    const personId = caller.id
    if (typeof request.model === 'string') resolveModel(models, request.model)
    const leafId =
      request.leafId === undefined
        ? undefined
        : await leafBelow(database, personId, chatId, request.leafId)
    // A title that the person gave no longer follows the first question.
    const titleGiven = request.title === undefined ? undefined : true
    const record = await database.chats.update(
      personId,
      chatId,
      changesOf({ ...request, leafId, titleGiven }),
      clock.now(),
    )
    if (!record) throw notFound('chat')
    if (request.keepGoing !== undefined) streams.keepGoing(chatId, request.keepGoing)
    const chat = chatOf(record)
    bus.publish(personId, { type: 'chat-changed', chat })
    return chat
  },
})

/** The newest leaf below this message: a conversation never ends in the middle of a branch. */
async function leafBelow(
  { messages }: Database,
  personId: string,
  chatId: string,
  messageId: string,
): Promise<string> {
  const message = await messages.find(personId, messageId)
  if (message?.chatId !== chatId) throw notFound('message', 'leafId')
  return (await messages.newestLeafId(personId, messageId)) ?? messageId
}

/** Drizzle takes an absent field, but not an undefined one. */
function changesOf(request: UpdateChatRequest & { titleGiven: true | undefined }): ChatChanges {
  const named = Object.entries(request).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named)
}
