import { knownAccount } from './known-account'

const PREFIX = 'fullstop.typed.'

/** The owner of a text that was written without an account. */
const GUEST = 'guest'

/** As much of a `Storage` as is used here. */
type TabStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

/**
 * Texts that a person has written and the server does not have, kept in this tab under their owner:
 * they outlive a reload and a new session, and nobody else who signs in here sees them. Throws the
 * errors of the browser's storage.
 */
export class PersonStorage {
  readonly #storage: () => TabStorage
  readonly #owner: () => string
  /** The names of texts that could not be stored: these last as long as the page. */
  readonly #unkept = new Set<string>()

  constructor(storage: () => TabStorage, account: () => string | null) {
    this.#storage = storage
    this.#owner = () => account() ?? GUEST
  }

  /** Whether something is lost when this page is left. */
  get losesTexts(): boolean {
    return this.#unkept.size > 0
  }

  getItem(name: string): string | null {
    return this.#storage().getItem(this.#keyOf(name))
  }

  setItem(name: string, value: string): void {
    try {
      this.#storage().setItem(this.#keyOf(name), value)
      this.#unkept.delete(name)
    } catch (error) {
      this.#unkept.add(name)
      throw error
    }
  }

  removeItem(name: string): void {
    this.#unkept.delete(name)
    this.#storage().removeItem(this.#keyOf(name))
  }

  /** The names of kept texts that begin with this; none without storage. */
  names(beginning: string): string[] {
    const prefix = this.#keyOf('')
    return this.#keys()
      .filter((key) => key.startsWith(prefix + beginning))
      .map((key) => key.slice(prefix.length))
  }

  /**
   * Called when somebody signs in after the account `before` (null: a guest). A guest's texts become
   * theirs, as the guest's chats do; the texts of any other account are forgotten.
   */
  signedIn(accountId: string, before: string | null): void {
    for (const key of this.#keys()) {
      const [owner = '', ...names] = key.slice(PREFIX.length).split('/')
      if (owner === accountId) continue
      if (owner === GUEST || (owner === '' && before === '')) this.#move(key, accountId, names)
      this.#forget(key)
    }
  }

  /** Forgets every text of the person who is here now: they have deleted everything. */
  clear(): void {
    for (const name of this.names('')) this.removeItem(name)
  }

  #move(key: string, accountId: string, names: readonly string[]): void {
    try {
      const storage = this.#storage()
      const text = storage.getItem(key) ?? ''
      const own = `${PREFIX}${accountId}/${names.join('/')}`
      const since = storage.getItem(own)
      storage.setItem(own, since === null ? text : `${since}\n\n${text}`)
    } catch {
      // The storage is full: signing in does not fail for that.
    }
  }

  #forget(key: string): void {
    try {
      this.#storage().removeItem(key)
    } catch {
      // Without storage there is nothing to forget.
    }
  }

  #keyOf(name: string): string {
    return `${PREFIX}${this.#owner()}/${name}`
  }

  #keys(): string[] {
    try {
      const storage = this.#storage()
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
      return keys.filter((key) => key.startsWith(PREFIX))
    } catch {
      return [] // Without storage nothing is kept.
    }
  }
}

export const personStorage = new PersonStorage(() => sessionStorage, knownAccount)
