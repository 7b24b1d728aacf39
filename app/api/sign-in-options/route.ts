import { methods } from '@/lib/http/methods'
import { openRoute } from '@/lib/http/route'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: openRoute(async ({ runtime }) => Response.json(runtime.authentication.signInOptions)),
})
