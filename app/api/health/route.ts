import { readHealth } from '@/lib/health/read-health'
import { methods } from '@/lib/http/route/methods'
import { serveOpen } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serveOpen(readHealth),
})
