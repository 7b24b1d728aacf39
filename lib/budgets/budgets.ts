import type { Budget } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { AccountStore, SpendingStore } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'

/** Tokens a day; infinite where there is no limit. */
export type BudgetLimits = { guest: number; user: number; total: number }

/** What one answer may spend. Tokens that come in are estimates, until it is settled. */
export interface Purse {
  /** Counts tokens; false once a budget of the day is spent. */
  take(tokens: number): boolean
  /** Puts what was really used in the place of the estimates. Safe to repeat. */
  settle(tokens: number): Promise<void>
}

/** The account of everybody together. */
const EVERYBODY = 'everybody'

const DAY_MS = 24 * 60 * 60 * 1000

/** What one payer has spent today: what is saved, and what open purses have taken so far. */
type Account = { saved: number; open: number }

type Limited = { account: Account; limit: number }

/** Daily budgets of tokens, for models that cost money. A day is one in UTC. */
export class Budgets {
  readonly #store: SpendingStore
  readonly #people: Pick<AccountStore, 'find'>
  readonly #limits: BudgetLimits
  readonly #clock: Clock
  readonly #accounts = new Map<string, Account>()
  #day = ''

  constructor(options: {
    store: SpendingStore
    people: Pick<AccountStore, 'find'>
    limits: BudgetLimits
    clock: Clock
  }) {
    this.#store = options.store
    this.#people = options.people
    this.#limits = options.limits
    this.#clock = options.clock
  }

  /**
   * Whether there is room for a question of so many tokens, and for an answer. The result opens the
   * purse for it: until then nothing is counted. Throws `budget_spent`.
   */
  async check(personId: string, questionTokens: number): Promise<() => Purse> {
    const day = this.#today()
    const own = {
      account: await this.#accountOf(day, personId),
      limit: await this.#limitOf(personId),
    }
    const total = { account: await this.#accountOf(day, EVERYBODY), limit: this.#limits.total }
    if (hasNoRoom(own, questionTokens)) throw this.#spent('Your tokens', own.limit)
    if (hasNoRoom(total, questionTokens)) {
      throw this.#spent('The tokens of this server', total.limit)
    }
    return () => this.#open(day, personId, [own, total], questionTokens)
  }

  #open(day: string, personId: string, payers: readonly Limited[], questionTokens: number): Purse {
    let taken = 0
    let isSettled = false
    let isSaved = false
    const count = (tokens: number) => {
      taken += tokens
      for (const { account } of payers) account.open += tokens
    }
    count(questionTokens)
    return {
      take(tokens) {
        count(tokens)
        return !payers.some((payer) => hasNoRoom(payer, 0))
      },
      settle: async (tokens) => {
        if (!isSettled) {
          isSettled = true
          count(-taken)
          for (const { account } of payers) account.saved += tokens
        }
        if (!isSaved && tokens > 0) await this.#store.add(day, [personId, EVERYBODY], tokens)
        isSaved = true
      },
    }
  }

  /** What a person has spent today; null where nothing limits it. */
  async read(personId: string): Promise<Budget | null> {
    return this.#read(personId, await this.#limitOf(personId))
  }

  /** What everybody has spent today; null where nothing limits it. */
  async readTotal(): Promise<Budget | null> {
    return this.#read(EVERYBODY, this.#limits.total)
  }

  async #read(payer: string, limit: number): Promise<Budget | null> {
    if (limit === Infinity) return null
    const { saved, open } = await this.#accountOf(this.#today(), payer)
    const resetsAt = new Date(this.#midnight()).toISOString()
    return { limit, spent: Math.min(limit, Math.round(saved + open)), resetsAt }
  }

  async #limitOf(personId: string): Promise<number> {
    const account = await this.#people.find(personId)
    return account?.guest === false ? this.#limits.user : this.#limits.guest
  }

  /** Another server may have saved more, and a purse that is just being settled knows it first. */
  async #accountOf(day: string, payer: string): Promise<Account> {
    const saved = await this.#store.of(day, payer)
    if (this.#day !== day) this.#accounts.clear()
    this.#day = day
    const known = this.#accounts.get(payer)
    if (known) {
      known.saved = Math.max(known.saved, saved)
      return known
    }
    const account = { saved, open: 0 }
    this.#accounts.set(payer, account)
    return account
  }

  #spent(whose: string, limit: number): FullstopError {
    return new FullstopError('budget_spent', `${whose} for today are spent.`, {
      limit,
      retryAfterSeconds: Math.ceil((this.#midnight() - this.#clock.now()) / 1000),
    })
  }

  #today(): string {
    return new Date(this.#clock.now()).toISOString().slice(0, 'YYYY-MM-DD'.length)
  }

  /** The end of the day, in milliseconds since the epoch. */
  #midnight(): number {
    return (Math.floor(this.#clock.now() / DAY_MS) + 1) * DAY_MS
  }
}

function hasNoRoom({ account, limit }: Limited, tokens: number): boolean {
  return account.saved + account.open + tokens >= limit
}
