import type { ChatCall } from '@/lib/chats/chat-services'
import type { AnswerEvent } from '@/lib/contract/event'
import { answerChunkSchema } from '@/lib/contract/event-schema'
import { followRequestSchema } from '@/lib/contract/request'
import type { Feed } from '@/lib/platform/feed'
import { defineVerb } from '@/lib/verbs/define-verb'
import { feedOfAnswer } from './feed-of-answer'

/**
 * Follows an answer, from after a cursor if one is given; an ended answer is replayed. Undefined for a
 * reader who comes back with the ID of the answer's last event: an `EventSource` would reconnect for ever.
 * Throws `not_found`, and `bad_request` on a malformed cursor.
 */
export const followMessage = defineVerb({
  name: 'followMessage',
  scope: 'read',
  limit: 'none',
  isLong: true,
  ids: ['messageId'],
  input: followRequestSchema,
  output: { events: answerChunkSchema, orNothing: true },
  async run(
    { services, caller }: ChatCall,
    { messageId, after, lastEventId },
  ): Promise<Feed<AnswerEvent> | undefined> {
    const { database, streams } = services
    if (lastEventId === undefined) return feedOfAnswer(services, caller.id, messageId, after)
    const answer = await database.messages.find(caller.id, messageId)
    if (answer && streams.hasTold(answer, lastEventId)) return undefined
    return feedOfAnswer(services, caller.id, messageId, lastEventId)
  },
})
