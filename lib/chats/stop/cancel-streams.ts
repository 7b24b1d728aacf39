import type { ChatCall } from '@/lib/chats/chat-services'
import { cancelStreamsRequestSchema } from '@/lib/contract/request'
import { cancelledStreamsSchema, type CancelledStreams } from '@/lib/contract/stream-info'
import { defineVerb } from '@/lib/verbs/define-verb'

/**
 * Stops all streams of a person, or of one of their chats, before any wait. Where none runs, the stop
 * is admitted first, and may be refused.
 */
export const cancelStreams = defineVerb({
  name: 'cancelStreams',
  scope: 'chat',
  limit: 'cancels',
  isStop: true,
  ids: [],
  input: cancelStreamsRequestSchema,
  output: cancelledStreamsSchema,
  async run({ services, caller, log, admitted }: ChatCall, { chatId }): Promise<CancelledStreams> {
    const { streams } = services
    const personId = caller.id
    const messageIds = streams
      .list(personId)
      .filter((stream) => chatId === undefined || stream.chatId === chatId)
      .map(({ messageId }) => messageId)
    const cancelling = streams.cancelAll({ personId, chatId }, 'user')
    if (messageIds.length > 0) {
      log.info({ messageIds, chatId, mode: 'now', reason: 'user' }, 'stop received')
      return cancelling
    }
    await admitted()
    log.info({ messageIds, chatId }, 'stop came after the end')
    return cancelling
  },
})
