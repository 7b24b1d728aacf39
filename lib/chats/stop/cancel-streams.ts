import type { ChatCall } from '@/lib/chats/chat-services'
import { cancelStreamsRequestSchema } from '@/lib/contract/request'
import { cancelledStreamsSchema, type CancelledStreams } from '@/lib/contract/stream-info'
import { defineVerb } from '@/lib/verbs/define-verb'

/**
 * Stops all streams of a person, or of one of their chats. Those of this server are stopped before any
 * wait; where it runs none, the stop is admitted first, and may be refused.
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
    const selection = { personId, chatId }
    const messageIds = [...streams.messagesHere(selection)]
    if (messageIds.length > 0) {
      const cancelling = streams.cancelAll(selection, 'user')
      log.info({ messageIds, chatId, mode: 'now', reason: 'user' }, 'stop received')
      return cancelling
    }
    await admitted()
    const cancelled = await streams.cancelAll(selection, 'user')
    const passedOn = [...cancelled.cancelled, ...cancelled.unconfirmed]
    const line = passedOn.length > 0 ? 'stop passed on' : 'stop came after the end'
    log.info({ messageIds: passedOn, chatId }, line)
    return cancelled
  },
})
