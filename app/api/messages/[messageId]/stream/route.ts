import { followMessage } from '@/lib/chats/follow-message'
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
    const { after } = readQuery(request, followQuerySchema)
    const cursor = lastEventIdOf(request) ?? after
    const feed = await followMessage(runtime, person.id, parameters.messageId, cursor)
    return answerStreamResponse(call, feed, { 'X-Message-Id': parameters.messageId })
  }),
})
