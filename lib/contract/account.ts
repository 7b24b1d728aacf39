/** The scopes of an API key, each wider than the one before: reading, changing chats, everything. */
export const keyScopes = ['read', 'chat', 'admin'] as const

export type KeyScope = (typeof keyScopes)[number]

/** An API key as it is listed: the key itself is shown once, when it is made. */
export type ApiKey = {
  id: string
  name: string
  scope: KeyScope
  /** How the key begins, to tell it from others. */
  start: string
  createdAt: string
  lastUsedAt: string | null
}

/** `POST /api/keys` */
export type CreatedApiKey = ApiKey & { key: string }

/** Tokens of a day, of questions and answers together, with models that cost money. */
export type Budget = { limit: number; spent: number; resetsAt: string }

/** `GET /api/account` */
export type Account = {
  id: string
  guest: boolean
  /** Whether the person owns this installation. */
  admin: boolean
  name: string | null
  email: string | null
  emailVerified: boolean
  /** Nobody owns this installation yet: a person with the setup code can become its owner. */
  ownerWanted: boolean
  /** The person's own budget; null if there is no limit. */
  budget: Budget | null
  /** The budget of everybody together, told to the owner only. */
  totalBudget: Budget | null
  /** The room that the person's messages take up; `limitBytes` is null if there is no limit. */
  storage: { usedBytes: number; limitBytes: number | null }
}

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

/** The ways to sign in, as the sign-in page shows them. */
export type SignInOptions = {
  guests: boolean
  signUp: boolean
  /** A forgotten password can be reset by mail. */
  mail: boolean
  social: ('github' | 'google')[]
}
