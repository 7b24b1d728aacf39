import { followEverything } from '@/lib/chats/follow/follow-everything'
import { personStreamResponse } from '@/lib/http/events/event-stream'
import { withLastEventId } from '@/lib/http/request/last-event-id'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followEverything, {
    read: ({ request }) => withLastEventId({}, request),
    respond: (feed, call) => personStreamResponse(call, feed),
  }),
})
