import { FullstopError } from '@/lib/contract/fullstop-error'
import { REFUSED } from '@/lib/platform/request-labels'
import { openRoute } from './open-route'

export function noSuchCall(): FullstopError {
  return new FullstopError('not_found', 'There is no such call.')
}

/** Whatever is asked under `/api` that is no call of ours, and what was refused before it got here. */
export const unknownRoute = openRoute(async ({ request }) => {
  switch (new URL(request.url).pathname) {
    case REFUSED.bodyOfPage:
      throw new FullstopError('too_large', 'A page takes no body.', { limit: 0 })
    case REFUSED.foreignHost:
      throw new FullstopError(
        'forbidden',
        'This server does not go by that name. Its operator can set PUBLIC_URL or ALLOWED_HOSTS.',
      )
    case REFUSED.upgrade:
      throw new FullstopError('bad_request', 'This server speaks HTTP and nothing else.', {
        field: 'Upgrade',
      })
    default:
      throw noSuchCall()
  }
})
