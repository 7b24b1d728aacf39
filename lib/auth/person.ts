import type { KeyScope } from '@/lib/contract/account'

/** Somebody with a cookie or a key. */
export type Person = { id: string; guest: boolean; admin: boolean }

/** Who is calling, by which session or API key, and what that allows. */
export type Caller = Person & { credentialId: string; scope: KeyScope }

/** Who is stopping something: certain where the look-up said so, else who it was a moment ago. */
export type Stopper = Caller & { certain: boolean }
