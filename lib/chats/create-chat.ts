import { UNTITLED, type Chat } from '@/lib/contract/chat'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { CreateChatRequest } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import { newId } from '@/lib/platform/ids'
import type { ChatServices } from './chat-services'
import { readSettings } from './read-settings'
import { refuseTooManyChats } from './refuse-too-many-chats'
import { resolveModel } from './resolve-model'

/** Makes an empty chat. Throws `id_conflict` when its ID is taken, `model_unavailable`, `too_large`, `storage_full`. */
export async function createChat(
  services: ChatServices,
  personId: string,
  request: CreateChatRequest,
): Promise<Chat> {
  const { database, bus, clock, models } = services
  await refuseTooManyChats(database, personId)
  await database.refuseToGrow()
  const usual = await readSettings(services, personId)
  const record = await database.chats.create(
    {
      id: request.id ?? newId(),
      ownerId: personId,
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
  bus.publish(personId, { type: 'chat-changed', chat })
  return chat
}
