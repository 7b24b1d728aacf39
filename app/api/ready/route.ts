import { FullstopError } from '@/lib/contract/fullstop-error'
import { methods } from '@/lib/http/methods'
import { openRoute } from '@/lib/http/route'
import { version } from '@/package.json'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: openRoute(async ({ runtime }) => {
    const answering = await runtime.database.check().then(
      () => true,
      () => false,
    )
    if (runtime.draining || !answering) {
      throw new FullstopError('draining', 'This server is not ready.', { retryAfterSeconds: 5 })
    }
    return Response.json({ status: 'ok', version })
  }),
})
