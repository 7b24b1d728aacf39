import { z } from 'zod'

/** The scopes of an API key, each wider than the one before: reading, changing chats, everything. */
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

/** Tokens of a day, of questions and answers together, with models that cost money. */
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
  /** Whether the person owns this installation. */
  admin: z.boolean(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  /** Nobody owns this installation yet: a person with the setup code can become its owner. */
  ownerWanted: z.boolean(),
  /** The person's own budget; null if there is no limit. */
  budget: budgetSchema.nullable(),
  /** The budget of everybody together, told to the owner only. */
  totalBudget: budgetSchema.nullable(),
  /** The room that the person's messages take up; `limitBytes` is null if there is no limit. */
  storage: z.strictObject({ usedBytes: z.number(), limitBytes: z.number().nullable() }),
})
export type Account = z.infer<typeof accountSchema>

/** The ways to sign in, as the sign-in page shows them. */
export const signInOptionsSchema = z.strictObject({
  guests: z.boolean(),
  signUp: z.boolean(),
  /** A forgotten password can be reset by mail. */
  mail: z.boolean(),
  social: z.array(z.enum(['github', 'google'])),
})
export type SignInOptions = z.infer<typeof signInOptionsSchema>
