import { FullstopError } from '@/lib/contract/fullstop-error'
import { REFUSED } from '@/lib/platform/request-labels'
import { openRoute } from './open-route'

export function noSuchCall(): FullstopError {
  return new FullstopError('not_found', 'There is no such endpoint.')
}

/** Answers calls under `/api` that do not exist, and requests that were refused before they got here. */
export const unknownRoute = openRoute(async ({ request }) => {
  switch (new URL(request.url).pathname) {
    case REFUSED.bodyOfPage:
      throw new FullstopError('too_large', 'A page does not accept a request body.', { limit: 0 })
    case REFUSED.foreignHost:
      throw new FullstopError(
        'forbidden',
        'This server does not answer to that host name. Whoever runs it can set PUBLIC_URL or ALLOWED_HOSTS.',
      )
    case REFUSED.upgrade:
      throw new FullstopError(
        'bad_request',
        'This server accepts HTTP requests only, no upgrades.',
        {
          field: 'Upgrade',
        },
      )
    default:
      throw noSuchCall()
  }
})
