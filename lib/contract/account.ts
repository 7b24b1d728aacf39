/** What an API key may do, each more than the one before: read, also change chats, everything. */
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

/** Tokens of a day, those of the question and of the answer, with models that cost money. */
export type Budget = { limit: number; spent: number; resetsAt: string }

/** `GET /api/account` */
export type Account = {
  id: string
  guest: boolean
  /** Who owns this installation. */
  admin: boolean
  name: string | null
  email: string | null
  emailVerified: boolean
  /** Nobody owns this installation yet: whoever has the setup code can. */
  ownerWanted: boolean
  /** The person's own; null where there is no limit. */
  budget: Budget | null
  /** That of everybody together, for the owner. */
  totalBudget: Budget | null
  /** What one's messages take up; null where nothing limits it. */
  storage: { usedBytes: number; limitBytes: number | null }
}

/**
 * Whether an account can have another address: by mail, where there is a mail server. Without one
 * only an address that nobody has proved changes, and only where a sign-up would tell, too, whether
 * the new one is taken. Pure.
 */
export function canChangeAddress(
  { mail, signUp }: Pick<SignInOptions, 'mail' | 'signUp'>,
  { emailVerified }: Pick<Account, 'emailVerified'>,
): boolean {
  return mail || (signUp && !emailVerified)
}

/** How one can come in, as the sign-in page shows it. */
export type SignInOptions = {
  guests: boolean
  signUp: boolean
  /** A forgotten password can be reset by mail. */
  mail: boolean
  social: ('github' | 'google')[]
}
