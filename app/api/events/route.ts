import { followEverything } from '@/lib/chats/follow-everything'
import { personStreamResponse } from '@/lib/http/event-stream'
import { withLastEventId } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followEverything, {
    read: ({ request }) => withLastEventId({}, request),
    respond: (feed, call) => personStreamResponse(call, feed),
  }),
})
