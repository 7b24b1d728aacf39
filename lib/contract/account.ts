import { z } from 'zod'

/** What an API key may do, each more than the one before: read, also change chats, everything. */
export const keyScopes = ['read', 'chat', 'admin'] as const
export type KeyScope = (typeof keyScopes)[number]

/** An API key as it is listed: the key itself is shown once, when it is made. */
const apiKeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scope: z.enum(keyScopes),
  /** How the key begins, to tell it from others. */
  start: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>

/** `GET /api/keys` */
export const keyListSchema = z.strictObject({ keys: z.array(apiKeySchema) })

/** `POST /api/keys` */
export const createdKeySchema = apiKeySchema.extend({ key: z.string() })
export type CreatedApiKey = z.infer<typeof createdKeySchema>

/** Tokens of a day, those of the question and of the answer, with models that cost money. */
const budgetSchema = z.strictObject({
  limit: z.number(),
  spent: z.number(),
  resetsAt: z.string(),
})
export type Budget = z.infer<typeof budgetSchema>

/** `GET /api/account` */
export const accountSchema = z.strictObject({
  id: z.string(),
  guest: z.boolean(),
  /** The person owns this installation. */
  admin: z.boolean(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  /** Nobody owns this installation yet, and anybody with the setup code can. */
  ownerWanted: z.boolean(),
  /** The person's own; null where there is no limit. */
  budget: budgetSchema.nullable(),
  /** That of everybody together, for the owner. */
  totalBudget: budgetSchema.nullable(),
  /** The room that the person's messages take up; null where nothing limits it. */
  storage: z.strictObject({ usedBytes: z.number(), limitBytes: z.number().nullable() }),
})
export type Account = z.infer<typeof accountSchema>

/** How a person can sign in, as the sign-in page shows it. */
export const signInOptionsSchema = z.strictObject({
  guests: z.boolean(),
  signUp: z.boolean(),
  /** A forgotten password can be reset by mail. */
  mail: z.boolean(),
  social: z.array(z.enum(['github', 'google'])),
})
export type SignInOptions = z.infer<typeof signInOptionsSchema>
