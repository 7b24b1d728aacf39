import type { SpendingStore, SpendingWrite, Spent } from '@/lib/db/spending'
import type { Account } from './account'

type UnsureWrite = SpendingWrite & { tokens: ReadonlyMap<Account, number> }

/**
 * Saves the tokens of accounts, in one write at a time. What a write that failed has done is not known, so
 * it comes again with its number before the next one.
 */
export class SpendingWriter {
  readonly #store: SpendingStore
  readonly #serverId: string
  #waiting = new Map<Account, number>()
  #unsure: UnsureWrite | undefined
  #number = 0
  #saving: Promise<void> | undefined

  constructor(store: SpendingStore, serverId: string) {
    this.#store = store
    this.#serverId = serverId
  }

  /** Whether there is something that is not known to be saved. */
  get isBehind(): boolean {
    return this.#unsure !== undefined || this.#waiting.size > 0
  }

  /** The next save adds so many of the tokens that were counted in these accounts. */
  add(accounts: Iterable<Account>, tokens: number): void {
    for (const account of accounts) {
      this.#waiting.set(account, (this.#waiting.get(account) ?? 0) + tokens)
    }
  }

  /** Saves all that was added before this call. Throws as the store does; the next call tries again. */
  async save(): Promise<void> {
    // What is being saved may have left without the latest; its own caller hears of its errors.
    await this.#saving?.catch(() => {})
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = undefined
    })
    await this.#saving
  }

  async #saveAll(): Promise<void> {
    if (this.#unsure) await this.#write(this.#unsure)
    const tokens = new Map([...this.#waiting].filter(([, sum]) => sum !== 0))
    this.#waiting = new Map()
    if (tokens.size === 0) return
    for (const account of tokens.keys()) account.beginWrite()
    const serverId = this.#serverId
    const number = (this.#number += 1)
    this.#unsure = { serverId, number, spent: sumsOf(tokens), tokens }
    await this.#write(this.#unsure)
  }

  async #write({ tokens, ...write }: UnsureWrite): Promise<void> {
    const stored = await this.#store.add(write)
    this.#unsure = undefined
    const sums = new Map(stored.map((sum) => [nameOf(sum), sum.tokens]))
    for (const [account, sum] of tokens) account.endWrite(sum, sums.get(nameOf(account)) ?? sum)
  }
}

/** One sum for each payer and day: after its clock was set, a server may have two accounts of one payer. */
function sumsOf(tokens: ReadonlyMap<Account, number>): Spent[] {
  const sums = new Map<string, Spent>()
  for (const [account, sum] of tokens) {
    const { day, payer } = account
    const before = sums.get(nameOf(account))?.tokens ?? 0
    sums.set(nameOf(account), { day, payer, tokens: before + sum })
  }
  return [...sums.values()]
}

function nameOf({ day, payer }: Pick<Spent, 'day' | 'payer'>): string {
  return `${day} ${payer}`
}
