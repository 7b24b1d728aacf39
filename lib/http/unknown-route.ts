import { FullstopError } from '@/lib/contract/fullstop-error'
import { openRoute } from './route'

/** Whatever is asked under `/api` that is no call of ours. */
export const unknownRoute = openRoute(() =>
  Promise.reject(new FullstopError('not_found', 'There is no such call.')),
)
