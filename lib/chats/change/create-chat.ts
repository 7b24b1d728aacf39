import type { ChatCall } from '@/lib/chats/chat-services'
import { refuseTooManyChats } from '@/lib/chats/limits/refuse-too-many-chats'
import { resolveModel } from '@/lib/chats/models/resolve-model'
import { settingsOf } from '@/lib/chats/models/settings-of'
import { chatSchema, UNTITLED, type Chat } from '@/lib/contract/chat'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { createChatRequestSchema } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import { newId } from '@/lib/platform/ids'
import { defineVerb } from '@/lib/verbs/define-verb'

/** Makes an empty chat. Throws `id_conflict` when its ID is taken, `model_unavailable`, `too_large`, `storage_full`. */
export const createChat = defineVerb({
  name: 'createChat',
  scope: 'chat',
  limit: 'changes',
  ids: [],
  input: createChatRequestSchema,
  output: chatSchema,
  async run({ services, caller }: ChatCall, request): Promise<Chat> {
    const { database, bus, clock, models } = services
    await refuseTooManyChats(database, caller.id)
    await database.refuseToGrow()
    const usual = await settingsOf(services, caller.id)
    const record = await database.chats.create(
      {
        id: request.id ?? newId(),
        ownerId: caller.id,
        title: request.title ?? UNTITLED,
        titleGiven: request.title !== undefined,
        model: request.model === undefined ? usual.model : resolveModel(models, request.model).id,
        settings: usual.settings,
        keepGoing: usual.keepGoing,
      },
      clock.now(),
    )
    if (!record)
      throw new FullstopError('id_conflict', 'This chat ID is already in use.', { field: 'id' })
    const chat = chatOf(record)
    bus.publish(caller.id, { type: 'chat-changed', chat })
    return chat
  },
})
