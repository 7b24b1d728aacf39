import { sql } from 'drizzle-orm'
import { bigint, boolean, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { KeyScope } from '@/lib/contract/account'
import { time, whole } from './columns'

/** The tables of better-auth, under the names of the design. */
export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull().unique(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    isAnonymous: boolean('is_anonymous').default(false),
    /** `admin` owns this installation. */
    role: text('role', { enum: ['user', 'admin'] })
      .notNull()
      .default('user'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    index('guests_by_age')
      .on(table.createdAt, table.id)
      .where(sql`${table.isAnonymous}`),
    // Two people who ask at once cannot both become the owner.
    uniqueIndex('one_owner')
      .on(sql`(true)`)
      .where(sql`${table.role} = 'admin'`),
  ],
)

const ownerId = () =>
  text('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: ownerId(),
    token: text('token').notNull().unique(),
    expiresAt: time('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
)

export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    userId: ownerId(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [index('accounts_by_user').on(table.userId)],
)

export const verifications = pgTable('verifications', {
  id: text('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: time('expires_at').notNull(),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
})

/** Only a key's hash and its beginning are kept. Times are milliseconds since the epoch. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    scope: text('scope').$type<KeyScope>().notNull(),
    start: text('start').notNull(),
    hash: text('hash').notNull().unique(),
    createdAt: whole('created_at').notNull(),
    lastUsedAt: whole('last_used_at'),
    /** In the order in which keys were made, whatever the clock said then. */
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  },
  (table) => [index('api_keys_by_owner').on(table.ownerId)],
)

/**
 * Tokens that cost money, by their payer and the day in UTC. A payer outlives the person: the tokens of
 * a deleted account are spent all the same.
 */
export const tokenSpending = pgTable(
  'token_spending',
  {
    day: text('day').notNull(),
    payer: text('payer').notNull(),
    tokens: whole('tokens').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.payer] })],
)

/** The latest write of each server to `token_spending`, by which one that comes again is known. */
export const spendingWrites = pgTable('spending_writes', {
  serverId: text('server_id').primaryKey(),
  /** Counts the writes of that server. */
  number: whole('number').notNull(),
  /** By the clock of the database, in milliseconds since the epoch. */
  writtenAt: whole('written_at').notNull(),
})
