import { readReadiness } from '@/lib/health/read-readiness'
import { methods } from '@/lib/http/route/methods'
import { serveOpen } from '@/lib/http/route/serve'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: serveOpen(readReadiness, (readiness) =>
    readiness.status === 'ok'
      ? Response.json(readiness)
      : Response.json(readiness, { status: 503, headers: { 'Retry-After': '5' } }),
  ),
})
