import { announceChat } from '@/lib/chats/announce-chat'
import type { ChatCall } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { deleteInSteps } from './delete-in-steps'

/** Deletes a message and all that follow from it; their streams are stopped first. */
export const deleteMessage = defineVerb({
  name: 'deleteMessage',
  scope: 'chat',
  limit: 'changes',
  ids: ['messageId'],
  input: noInput,
  output: 'nothing',
  async run({ services, caller, log }: ChatCall, { messageId }): Promise<void> {
    const personId = caller.id
    const { database, streams, bus } = services
    // The streams that memory knows to go with it end first; a row that was being written is there by then.
    await streams.cancelAll({ personId, messageId }, 'deleted')
    const message = await database.messages.find(personId, messageId)
    if (!message) throw notFound('message')
    const cancelAll = (messageIds: Iterable<string>) =>
      streams.cancelAll({ personId, messageIds: new Set(messageIds) }, 'deleted')
    await cancelAll(await database.messages.descendantIds(personId, messageId))
    const deleted = await deleteInSteps(database, personId, { messageId })
    // An answer that began meanwhile would stream on without a row.
    await cancelAll(deleted)
    log.info(
      { personId, chatId: message.chatId, messageId, messages: deleted.size },
      'message deleted',
    )
    announceChat(bus, await database.chats.find(personId, message.chatId))
  },
})
