import { FullstopError } from '@/lib/contract/fullstop-error'
import { bearsSecret } from '@/lib/http/request/bears-secret'
import { openRoute } from './open-route'

/** Tidies up, for a platform that calls by the clock and names `CRON_SECRET`. Says what was done. */
export const cronRoute = openRoute(async ({ request, runtime }) => {
  if (!bearsSecret(request.headers, runtime.config.CRON_SECRET)) {
    throw new FullstopError('unauthenticated', 'This call needs CRON_SECRET as its bearer token.')
  }
  return Response.json(await runtime.tidyUp())
})
