import { methods } from '@/lib/http/methods'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ runtime, person }) =>
    Response.json({ streams: runtime.streams.list(person.id) }),
  ),
})
