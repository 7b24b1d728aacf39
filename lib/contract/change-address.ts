import type { Account, SignInOptions } from './account'

/**
 * Whether an account can change its address. With a mail server it can, by mail. Without one, only an
 * unproved address can change, and only if sign-up is open, which also tells whether an address is
 * taken. Pure.
 */
export function canChangeAddress(
  { mail, signUp }: Pick<SignInOptions, 'mail' | 'signUp'>,
  { emailVerified }: Pick<Account, 'emailVerified'>,
): boolean {
  return mail || (signUp && !emailVerified)
}
