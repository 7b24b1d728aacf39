import {
  forgetAccount,
  forgetGuest,
  knownAccount,
  rememberAccount,
  rememberGuest,
} from '@/lib/client/browser/known-account'
import { personStorage } from '@/lib/client/browser/person-storage'
import type { Account } from '@/lib/contract/account'

/** Somebody has signed in to this account. Returns whether another account was here before. */
export function settleAccount(accountId: string): { isAnother: boolean } {
  const before = knownAccount()
  rememberAccount(accountId)
  personStorage.signedIn(accountId, before)
  return { isAnother: before !== null && before !== AWAITED && before !== accountId }
}

/** The server has told who is here. Returns whether that is news. */
export function settlePerson({ id, guest }: Pick<Account, 'id' | 'guest'>): { isNews: boolean } {
  const before = knownAccount()
  if (guest) {
    forgetAccount()
    rememberGuest(id)
    return { isNews: before !== null }
  }
  forgetGuest()
  settleAccount(id)
  // A browser that remembers nobody has kept nothing of anybody either.
  return { isNews: before !== id && knownAccount() === id }
}

/** Who was here has deleted everything, and what they have written goes with it. */
export function forgetPerson(): void {
  personStorage.clear()
  forgetAccount()
  forgetGuest()
}

/** An account whose name is not known yet. */
const AWAITED = ''

/**
 * Somebody leaves to sign in at another place, and may come back as somebody else than the account
 * that was here: until that is known, nothing is shown that was written before.
 */
export function awaitAccount(): void {
  if (knownAccount() !== null) rememberAccount(AWAITED)
}
