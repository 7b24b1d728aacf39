import { personStreamResponse } from '@/lib/http/event-stream'
import { lastEventIdOf } from '@/lib/http/last-event-id'
import { methods } from '@/lib/http/methods'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async (call) => {
    const { request, runtime, person } = call
    const feed = await runtime.streams.followPerson(person.id, lastEventIdOf(request))
    return personStreamResponse(call, feed)
  }),
})
