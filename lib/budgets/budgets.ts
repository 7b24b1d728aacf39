import type { Budget } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { SpendingStore } from '@/lib/db/spending'
import type { Clock } from '@/lib/platform/clock'
import type { Sender } from './sender'

/** Tokens a day; infinite where there is no limit. */
export type BudgetLimits = { guest: number; user: number; total: number }

/** The tokens that one answer may spend. They are estimates until the purse is settled. */
export interface Purse {
  /** Counts tokens; false once a budget of the day is spent. */
  take(tokens: number): boolean
  /** Replaces the estimates by the tokens that were really used. Safe to repeat. */
  settle(tokens: number): Promise<void>
}

/** The payers in addition to the sender. */
const EVERYBODY = 'everybody'
const ALL_GUESTS = 'guests'

const DAY_MS = 24 * 60 * 60 * 1000

/** The tokens of one payer today: those that are saved, and those that open purses have taken so far. */
type Account = { saved: number; open: number }

/** An account that an answer is counted in, and how many tokens it may have before the answer ends. */
type Payer = { name: string; account: Account; limit: number }

type OpenPurse = { personId: string; payers: Payer[]; taken: number }

/**
 * Daily budgets of tokens, for models that cost money: each person's own, and one of everybody
 * together, half of it for guests. The common one never ends an answer of the owner. Days are in UTC.
 */
export class Budgets {
  readonly #store: SpendingStore
  readonly #limits: BudgetLimits
  readonly #clock: Clock
  readonly #accounts = new Map<string, Account>()
  readonly #open = new Set<OpenPurse>()
  #day = ''

  constructor(options: { store: SpendingStore; limits: BudgetLimits; clock: Clock }) {
    this.#store = options.store
    this.#limits = options.limits
    this.#clock = options.clock
  }

  /**
   * Checks that there is room for a question of so many tokens, and for an answer. The result opens
   * their purse: until then nothing is counted. Throws `budget_spent`.
   */
  async check(sender: Sender, questionTokens: number): Promise<() => Purse> {
    const { total } = this.#limits
    const day = this.#today()
    const payer = async (name: string, limit: number) => ({
      name,
      limit,
      account: await this.#accountOf(day, name),
    })
    const own = await payer(sender.id, this.#limitOf(sender))
    const payers = [own, await payer(EVERYBODY, sender.admin ? Infinity : total)]
    if (sender.guest) payers.push(await payer(ALL_GUESTS, total / 2))
    const spent = payers.find((each) => hasNoRoom(each, questionTokens))
    if (spent === own) throw this.#spent('You have used all your tokens for today.', spent.limit)
    if (spent?.name === ALL_GUESTS)
      throw this.#spent('Guests have used all their tokens for today.', spent.limit)
    if (spent) throw this.#spent('This server has used all its tokens for today.', spent.limit)
    return () => this.#openPurse(day, { personId: sender.id, payers, taken: 0 }, questionTokens)
  }

  #openPurse(day: string, purse: OpenPurse, questionTokens: number): Purse {
    let isSettled = false
    let isSaved = false
    const count = (tokens: number) => {
      purse.taken += tokens
      for (const { account } of purse.payers) account.open += tokens
    }
    this.#open.add(purse)
    count(questionTokens)
    return {
      take(tokens) {
        count(tokens)
        return !purse.payers.some((payer) => hasNoRoom(payer, 0))
      },
      settle: async (tokens) => {
        if (!isSettled) {
          isSettled = true
          this.#open.delete(purse)
          count(-purse.taken)
          for (const { account } of purse.payers) account.saved += tokens
        }
        const names = purse.payers.map(({ name }) => name)
        if (!isSaved && tokens > 0) await this.#store.add(day, names, tokens)
        isSaved = true
      },
    }
  }

  /** From now on counts a guest's running answers in the account that the guest has made or signed in to. */
  async move(guestId: string, account: Sender): Promise<void> {
    const moved = [...this.#open].filter(({ personId }) => personId === guestId)
    if (moved.length === 0) return
    const own = {
      name: account.id,
      limit: this.#limitOf(account),
      account: await this.#accountOf(this.#today(), account.id),
    }
    for (const purse of moved) {
      if (!this.#open.has(purse)) continue
      for (const payer of purse.payers) payer.account.open -= purse.taken
      purse.personId = account.id
      purse.payers = purse.payers.flatMap((payer) =>
        payer.name === guestId ? own : payer.name === ALL_GUESTS ? [] : payer,
      )
      for (const payer of purse.payers) payer.account.open += purse.taken
    }
  }

  /** A person's spending of today; null where nothing limits it. */
  async read(person: Sender): Promise<Budget | null> {
    return this.#read(person.id, this.#limitOf(person))
  }

  /** Everybody's spending of today; null where nothing limits it. */
  async readTotal(): Promise<Budget | null> {
    return this.#read(EVERYBODY, this.#limits.total)
  }

  async #read(payer: string, limit: number): Promise<Budget | null> {
    if (limit === Infinity) return null
    const { saved, open } = await this.#accountOf(this.#today(), payer)
    const resetsAt = new Date(this.#midnight()).toISOString()
    return { limit, spent: Math.min(limit, Math.round(saved + open)), resetsAt }
  }

  #limitOf({ guest }: Sender): number {
    return guest ? this.#limits.guest : this.#limits.user
  }

  /** Takes the greater figure: another server may have saved more, or a purse here is just being settled. */
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

  #spent(sentence: string, limit: number): FullstopError {
    return new FullstopError('budget_spent', sentence, {
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

function hasNoRoom({ account, limit }: Payer, tokens: number): boolean {
  return account.saved + account.open + tokens >= limit
}
