import { listModels } from '@/lib/chats/list-models'
import { methods } from '@/lib/http/methods'
import { route } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(async ({ runtime, person }) =>
    Response.json(await listModels(runtime, person.id, person)),
  ),
})
