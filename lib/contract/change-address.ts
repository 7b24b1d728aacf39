import type { Account, SignInOptions } from './account'

/**
 * Whether an account can have another address: by mail, where there is a mail server. Without one,
 * only an address that was never proved can change, and only where signing up would also tell
 * whether the new one is taken. Pure.
 */
export function canChangeAddress(
  { mail, signUp }: Pick<SignInOptions, 'mail' | 'signUp'>,
  { emailVerified }: Pick<Account, 'emailVerified'>,
): boolean {
  return mail || (signUp && !emailVerified)
}
