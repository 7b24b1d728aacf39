import type { KeyScope } from '@/lib/contract/account'

/** Somebody with a cookie or a key. */
export type Person = { id: string; guest: boolean; admin: boolean }

/** Who is calling, by which session or API key, and what that allows. */
export type Caller = Person & { credentialId: string; scope: KeyScope }

/** The caller of a stop, by the look-up, or as it was a moment ago. */
export type Stopper = Caller & {
  /** Resolves once the look-up has said so, too. Throws `unauthenticated`, `unavailable`. */
  confirmed: () => Promise<void>
}
