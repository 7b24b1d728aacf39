/** A person, with an account or as a guest. */
export type AccountRecord = {
  id: string
  name: string
  email: string
  emailVerified: boolean
  guest: boolean
  /** Made the owner of this installation by the setup code. */
  owner: boolean
}

/** A session of somebody who signed in. Times are milliseconds since the epoch. */
export type SignedInSession = {
  id: string
  person: AccountRecord
  expiresAt: number
  /** When its use was last noted. */
  usedAt: number
}

export interface AccountStore {
  find(personId: string): Promise<AccountRecord | undefined>
  /** The session with its person, also where it has expired. */
  findSession(sessionId: string): Promise<SignedInSession | undefined>
  /** Those of these sessions and API keys by which somebody may call at `now`. */
  goodCredentials(ids: readonly string[], now: number): Promise<ReadonlySet<string>>
  /** Whether anybody owns this installation, by the setup code or by a proved address. */
  hasOwner(ownerEmail: string | undefined): Promise<boolean>
  /** How many bytes the messages of this person take; 0 for a missing account. */
  storedBytes(personId: string): Promise<number>
  /** Makes this account the owner; false where there is an owner already, or no such account. */
  makeOwner(personId: string): Promise<boolean>
  /** Whether an account has this address, which is in lower case. */
  isTaken(email: string): Promise<boolean>
  rename(personId: string, name: string, now: number): Promise<void>
  /** Gives an account an address that nobody has proved; false where another account has it. */
  changeAddress(personId: string, email: string, now: number): Promise<boolean>
  /** Gives a guest's chats and settings to an account; the guest's API keys do not move. */
  moveAll(guestId: string, accountId: string): Promise<void>
  /**
   * Gives a guest's tokens of the day to the account that has taken over the chats, and deletes the guest; returns
   * the sessions and keys that end by that. Undefined, and nothing is done, where the guest has begun another chat
   * meanwhile.
   */
  endMovedGuest(guestId: string, accountId: string): Promise<string[] | undefined>
  /** Deletes a person with everything of theirs; returns the sessions and keys that end by that. */
  delete(personId: string): Promise<string[]>
}
