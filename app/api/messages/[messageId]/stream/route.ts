import { followMessage } from '@/lib/chats/follow-message'
import { followOnMessage } from '@/lib/chats/follow-on-message'
import { followQuerySchema } from '@/lib/contract/request'
import { answerStreamResponse } from '@/lib/http/event-stream'
import { lastEventIdOf } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { readQuery } from '@/lib/http/read-query'
import { route } from '@/lib/http/route'

type Parameters = { messageId: string }

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods<Parameters>({
  GET: route<Parameters>(async (call) => {
    const { request, runtime, person, parameters } = call
    const { after, ui } = readQuery(request, followQuerySchema)
    const { messageId } = parameters
    const lastEventId = lastEventIdOf(request)
    const feed =
      lastEventId === undefined
        ? await followMessage(runtime, person.id, messageId, after)
        : await followOnMessage(runtime, person.id, messageId, lastEventId)
    if (!feed) return new Response(null, { status: 204 })
    return answerStreamResponse(call, feed, { 'X-Message-Id': messageId }, ui)
  }),
})
