import {
  forgetAccount,
  forgetGuest,
  knownAccount,
  rememberAccount,
  rememberGuest,
} from '@/lib/client/browser/known-account'
import { personStorage } from '@/lib/client/browser/person-storage'
import type { Account } from '@/lib/contract/account'

/** Called when somebody has signed in to this account. Returns whether another account was here before. */
export function settleAccount(accountId: string): { isAnother: boolean } {
  const before = knownAccount()
  rememberAccount(accountId)
  personStorage.signedIn(accountId, before)
  return { isAnother: before !== null && before !== AWAITED && before !== accountId }
}

/** Called when the server has told who is signed in. Returns whether that is news. */
export function settlePerson({ id, guest }: Pick<Account, 'id' | 'guest'>): { isNews: boolean } {
  const before = knownAccount()
  if (guest) {
    forgetAccount()
    rememberGuest(id)
    return { isNews: before !== null }
  }
  forgetGuest()
  settleAccount(id)
  // A browser that cannot remember an account has kept no texts either.
  return { isNews: before !== id && knownAccount() === id }
}

/** Called when the person has deleted everything: their unsent texts go, too. */
export function forgetPerson(): void {
  personStorage.clear()
  forgetAccount()
  forgetGuest()
}

/** Stands for an account that is not known yet. */
const AWAITED = ''

/**
 * Called before a person leaves to sign in at another site. They may come back with another account
 * than before: until that is known, no earlier text is shown.
 */
export function awaitAccount(): void {
  if (knownAccount() !== null) rememberAccount(AWAITED)
}
