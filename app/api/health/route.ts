import { methods } from '@/lib/http/methods'
import { openRoute } from '@/lib/http/route'
import { version } from '@/package.json'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: openRoute(async () => Response.json({ status: 'ok', version })),
})
