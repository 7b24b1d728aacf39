import { isOwner } from '@/lib/http/is-owner'
import { methods } from '@/lib/http/methods'
import { openRoute } from '@/lib/http/route'
import { version } from '@/package.json'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: openRoute(async ({ request, runtime }) => {
    const { draining } = runtime
    const database = await runtime.database.check()
    const isReady = database === 'ok' && !draining
    const body = {
      status: isReady ? 'ok' : 'not_ready',
      version,
      // What is wrong here is for nobody else.
      ...((await isOwner(request, runtime)) && { checks: { database, draining } }),
    }
    return Response.json(body, isReady ? {} : { status: 503, headers: { 'Retry-After': '5' } })
  }),
})
