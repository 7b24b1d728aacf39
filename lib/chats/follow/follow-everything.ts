import type { ChatCall } from '@/lib/chats/chat-services'
import type { SentPersonEvent } from '@/lib/contract/event'
import { personEventSchema } from '@/lib/contract/event-schema'
import { followEverythingRequestSchema } from '@/lib/contract/request'
import type { Feed } from '@/lib/platform/feed'
import { defineVerb } from '@/lib/verbs/define-verb'

/** Follows everything that happens in the caller's chats, from after the last event that is named. */
export const followEverything = defineVerb({
  name: 'followEverything',
  scope: 'read',
  limit: 'none',
  isLong: true,
  ids: [],
  input: followEverythingRequestSchema,
  output: { events: personEventSchema },
  run: ({ services, caller }: ChatCall, { lastEventId }): Promise<Feed<SentPersonEvent>> =>
    services.streams.followPerson(caller.id, lastEventId),
})
