import { FullstopError } from '@/lib/contract/fullstop-error'

/** What is not there, and what is somebody else's: the same answer. */
export function notFound(what: 'chat' | 'message' | 'key', field?: string): FullstopError {
  return new FullstopError('not_found', `There is no such ${what}.`, field ? { field } : {})
}
