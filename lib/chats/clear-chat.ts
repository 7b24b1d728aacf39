import { FullstopError } from '@/lib/contract/fullstop-error'
import type { ChatServices } from './chat-services'

/**
 * Makes way for a new answer in a chat: one that nobody follows ends as superseded, and so does a
 * followed one where that is wished. Throws `stream_active` otherwise.
 */
export async function clearChat(
  { streams }: ChatServices,
  activeMessageId: string | null,
  supersede: boolean,
): Promise<void> {
  if (activeMessageId === null) return
  if (!supersede && streams.followersOf(activeMessageId) > 0) throw streamActive(activeMessageId)
  await streams.cancel(activeMessageId, { reason: 'superseded' })
}

export function streamActive(messageId: string | null): FullstopError {
  return new FullstopError(
    'stream_active',
    'This chat is answering. Stop that answer first, or send with supersede.',
    messageId === null ? {} : { messageId },
  )
}
