import { route } from '@/lib/http/route'

export const GET = route(async ({ runtime }) =>
  Response.json({ models: await runtime.models.list() }),
)
