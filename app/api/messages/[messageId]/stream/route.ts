import { followMessage } from '@/lib/chats/follow/follow-message'
import { followQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/events/event-stream'
import { withLastEventId } from '@/lib/http/request/last-event-id'
import { readQuery } from '@/lib/http/request/read-query'
import { methods } from '@/lib/http/route/methods'
import { serve } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serve(followMessage, {
    read({ request }) {
      const { ui: _, ...query } = readQuery(request, followQuerySchema)
      return withLastEventId(query, request)
    },
    respond(feed, call) {
      if (!feed) return new Response(null, { status: 204 })
      const headers = { 'X-Message-Id': call.parameters.messageId }
      return answerStreamResponse(call, feed, headers, 'returns')
    },
  }),
})
