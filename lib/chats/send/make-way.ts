import type { ChatServices } from '@/lib/chats/chat-services'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { delay } from '@/lib/platform/clock'

/**
 * A client that stops reading and sends again uses two connections, and the closing of one may be
 * noticed after the request on the other.
 */
const LEAVING_MS = 250
const LOOK_AGAIN_MS = 5

/**
 * Makes way for a new answer in a chat: a running one that nobody follows ends as superseded, and so
 * does a followed one with `supersede`; one whose server is gone is ended as such. Throws `stream_active`
 * otherwise.
 */
export async function makeWay(
  { streams, clock, reapAnswer }: ChatServices,
  personId: string,
  activeMessageId: string | null,
  supersede: boolean,
): Promise<void> {
  if (activeMessageId === null) return
  if (!streams.isActive(activeMessageId) && (await reapAnswer(activeMessageId))) return
  const isFollowed = async () =>
    !supersede && (await streams.followersOf(personId, activeMessageId)) > 0
  // By the clock: another server may take its time to say whether somebody reads.
  const giveUpAt = clock.monotonic() + LEAVING_MS
  while (await isFollowed()) {
    if (clock.monotonic() >= giveUpAt) throw streamActive(activeMessageId)
    await delay(clock, LOOK_AGAIN_MS)
  }
  await streams.cancel(personId, activeMessageId, { reason: 'superseded' })
}

export function streamActive(messageId: string | null): FullstopError {
  return new FullstopError(
    'stream_active',
    'This chat is still answering. Stop that answer first, or send with supersede.',
    messageId === null ? {} : { messageId },
  )
}
