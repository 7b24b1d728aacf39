import { listModels } from '@/lib/chats/list-models'
import { route } from '@/lib/http/route'

export const GET = route(async ({ runtime, person }) =>
  Response.json({ models: await listModels(runtime, person.id) }),
)
