import type { CancelledStreams } from '@/lib/contract/stream-info'
import type { ChatServices } from './chat-services'

/**
 * Stops all that runs of a person, or of one of their chats, before anything is waited for.
 * `beforeLooking` is called where nothing does, and may refuse.
 */
export async function cancelStreams(
  { streams, log }: ChatServices,
  personId: string,
  chatId: string | undefined,
  beforeLooking = async () => {},
): Promise<CancelledStreams> {
  const messageIds = streams
    .list(personId)
    .filter((stream) => chatId === undefined || stream.chatId === chatId)
    .map(({ messageId }) => messageId)
  const cancelling = streams.cancelAll({ personId, chatId }, 'user')
  if (messageIds.length > 0) {
    log.info({ messageIds, chatId, mode: 'now', reason: 'user' }, 'stop received')
    return cancelling
  }
  await beforeLooking()
  log.info({ messageIds, chatId }, 'stop came after the end')
  return cancelling
}
