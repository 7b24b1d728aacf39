import { FullstopError } from '@/lib/contract/fullstop-error'
import { BODY_OF_PAGE } from '@/lib/platform/request-labels'
import { openRoute } from './route'

export function noSuchCall(): FullstopError {
  return new FullstopError('not_found', 'There is no such call.')
}

/** Whatever is asked under `/api` that is no call of ours, and bodies that were sent to a page. */
export const unknownRoute = openRoute(async ({ request }) => {
  if (new URL(request.url).pathname !== BODY_OF_PAGE) throw noSuchCall()
  throw new FullstopError('too_large', 'A page takes no body.', { limit: 0 })
})
