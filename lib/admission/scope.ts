import type { Caller } from '@/lib/auth/person'
import { keyScopes } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { Verb } from '@/lib/verbs/define-verb'

/** The needs of a verb that decide whether a caller is let in. */
export type Needs = Pick<Verb<unknown, string, object, unknown>, 'scope' | 'isStop'>

/** Throws `forbidden` where a caller's API key does not allow what the verb needs. */
export function refuseNarrowScope({ scope }: Caller, needs: Needs): void {
  if (keyScopes.indexOf(scope) >= keyScopes.indexOf(needs.scope)) return
  throw new FullstopError(
    'forbidden',
    `This request needs an API key with the scope ${needs.scope}.`,
  )
}
