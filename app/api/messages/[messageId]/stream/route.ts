import { followMessage } from '@/lib/chats/follow-message'
import { followQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { withLastEventId } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { readQuery } from '@/lib/http/read-query'
import { serve } from '@/lib/http/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followMessage, {
    read({ request }) {
      const { ui: _, ...query } = readQuery(request, followQuerySchema)
      return withLastEventId(query, request)
    },
    respond(feed, call) {
      if (!feed) return new Response(null, { status: 204 })
      return answerStreamResponse(call, feed, { 'X-Message-Id': call.parameters.messageId })
    },
  }),
})
