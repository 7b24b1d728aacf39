import type { KeyScope } from '@/lib/contract/account'

/** Somebody with a cookie or a key. */
export type Person = { id: string; guest: boolean; admin: boolean }

/** A person who calls, by which session or API key, and with which scope. */
export type Caller = Person & { credentialId: string; scope: KeyScope }

/** The caller of a stop, by the look-up or as remembered from a moment ago. */
export type Stopper = Caller & {
  /** Resolves once the look-up has confirmed the caller. Throws `unauthenticated`, `unavailable`. */
  confirmed: () => Promise<void>
}
