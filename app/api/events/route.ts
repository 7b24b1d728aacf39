import { personStreamResponse } from '@/lib/http/event-stream'
import { lastEventIdOf } from '@/lib/http/last-event-id'
import { route } from '@/lib/http/route'

export const GET = route(async ({ request, runtime, person }) =>
  personStreamResponse(
    request,
    await runtime.streams.followPerson(person.id, lastEventIdOf(request)),
  ),
)
