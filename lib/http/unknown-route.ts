import { FullstopError } from '@/lib/contract/fullstop-error'
import { openRoute } from './route'

export function noSuchCall(): FullstopError {
  return new FullstopError('not_found', 'There is no such call.')
}

/** Whatever is asked under `/api` that is no call of ours. */
export const unknownRoute = openRoute(() => Promise.reject(noSuchCall()))
