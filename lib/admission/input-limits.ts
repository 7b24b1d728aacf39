import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_BODY_BYTES } from '@/lib/contract/limits'
import { idSchema } from '@/lib/contract/request'

/** Throws `too_large` for an input of more bytes than a verb takes. */
export function refuseLargeInput(bytes: number, most = MAX_BODY_BYTES): void {
  if (bytes > most) throw tooLarge(most)
}

/** The error for an input of more bytes than these. */
export function tooLarge(most: number): FullstopError {
  return new FullstopError('too_large', `The body can have at most ${most} bytes.`, { limit: most })
}

/** Throws `bad_request` that names the first malformed one of these IDs. */
export function refuseMalformedIds(ids: Readonly<Record<string, string>>): void {
  for (const [field, value] of Object.entries(ids)) {
    if (!isId(value)) {
      throw new FullstopError('bad_request', `${field} is not a valid ID.`, { field })
    }
  }
}

export function isId(value: string): boolean {
  return idSchema.safeParse(value).success
}
