import { route } from '@/lib/http/route'

export const GET = route(async ({ runtime, person }) =>
  Response.json({ streams: runtime.streams.list(person.id) }),
)
