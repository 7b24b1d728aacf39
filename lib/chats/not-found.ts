import { FullstopError } from '@/lib/contract/fullstop-error'

const sentences = {
  chat: 'There is no such chat.',
  message: 'There is no such message.',
  key: 'There is no such key.',
}

/** The same answer for a thing that is missing and for one that is somebody else's. */
export function notFound(what: keyof typeof sentences, field?: string): FullstopError {
  return new FullstopError('not_found', sentences[what], field ? { field } : {})
}
