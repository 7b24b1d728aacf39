import { randomBytes } from 'node:crypto'
import type SqliteDatabase from 'better-sqlite3'
import { v7 } from 'uuid'
import { inserting, type Insert } from './inserting.ts'
import type { ChatOwner, Measured } from './planned-chats.ts'
import type { Row, Stored } from './rows-of-turn.ts'

const SESSION_MS = 30 * 24 * 60 * 60_000

/** The IDs of people who have signed up: the rows of others are made after theirs. */
export type SignedUp = Record<Measured | 'guest', string>

/** Makes the people of an installation when their first chat begins. Times are since the epoch. */
export class PeopleMaker {
  readonly #known = new Map<string, string>()
  readonly #signedUp: SignedUp
  readonly #endsAt: number
  readonly #insert: Insert
  readonly #templates: { person: Rows; guest: Rows }

  constructor(
    database: SqliteDatabase.Database,
    signedUp: SignedUp,
    { endsAt }: { endsAt: number },
  ) {
    this.#signedUp = signedUp
    this.#endsAt = endsAt
    this.#insert = inserting(database)
    this.#templates = {
      person: rowsOf(database, signedUp.collector),
      guest: rowsOf(database, signedUp.guest),
    }
  }

  /** The ID of a chat's owner, who is made if this is their first chat. */
  idOf(owner: ChatOwner, at: number): string {
    if (typeof owner === 'string') return this.#signedUp[owner]
    const name = 'person' in owner ? `person-${owner.person}` : `guest-${owner.guest}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const id = v7({ msecs: at })
    this.#known.set(name, id)
    this.#make(id, name, at, 'person' in owner)
    return id
  }

  /** A person was there until the end, and a guest came but once. */
  #make(id: string, name: string, at: number, isPerson: boolean): void {
    const { users, accounts, sessions } = this.#templates[isPerson ? 'person' : 'guest']
    const came = { created_at: at, updated_at: at }
    for (const row of users) this.#insert('users', { ...row, ...came, ...identity(row, id, name) })
    for (const row of accounts) {
      const ids = { id: v7({ msecs: at }), user_id: id, account_id: id }
      this.#insert('accounts', { ...row, ...came, ...ids })
    }
    for (const row of sessions) {
      const seenAt = isPerson ? this.#endsAt : at
      this.#insert('sessions', {
        ...row,
        id: v7({ msecs: at }),
        user_id: id,
        token: randomBytes(24).toString('base64url'),
        created_at: at,
        updated_at: seenAt,
        expires_at: seenAt + SESSION_MS,
      })
    }
  }
}

type Rows = Record<'users' | 'accounts' | 'sessions', Row[]>

/** What the application has written of a person. */
function rowsOf(database: SqliteDatabase.Database, personId: string): Rows {
  const select = (table: string, column: string) =>
    database.prepare<[string], Row>(`SELECT * FROM ${table} WHERE ${column} = ?`).all(personId)
  return {
    users: select('users', 'id'),
    accounts: select('accounts', 'user_id'),
    sessions: select('sessions', 'user_id').slice(0, 1),
  }
}

/** The columns that are different for each person. */
function identity(row: Row, id: string, name: string): Record<string, Stored> {
  const domain = String(row['email']).split('@').at(-1)
  return { id, email: `${name}@${domain}`, ...(row['is_anonymous'] !== 1 && { name }) }
}
