import type { ChatCall } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { deleteInSteps } from './delete-in-steps'

/** Deletes a chat with all its messages; its streams are stopped first. */
export const deleteChat = defineVerb({
  name: 'deleteChat',
  scope: 'chat',
  limit: 'changes',
  ids: ['chatId'],
  input: noInput,
  output: 'nothing',
  async run({ services, caller, log }: ChatCall, { chatId }): Promise<void> {
    const { database, streams, bus, clock } = services
    const personId = caller.id
    await streams.cancelAll({ personId, chatId }, 'deleted')
    await deleteInSteps(database, personId, { chatId })
    const wasThere = await database.chats.delete(personId, chatId, clock.now())
    // An answer that began meanwhile would stream on without a row.
    await streams.cancelAll({ personId, chatId }, 'deleted')
    if (!wasThere) throw notFound('chat')
    log.info({ personId, chatId }, 'chat deleted')
    bus.publish(personId, { type: 'chat-deleted', chatId })
  },
})
