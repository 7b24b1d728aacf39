import type { Budget } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { SpendingStore } from '@/lib/db/spending'
import type { Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { Account } from './account'
import type { Sender } from './sender'
import { SpendingWriter } from './spending-writer'

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

/** More than any answer uses. */
const MOST_TOKENS = 1e12

/** How often the tokens that running answers have taken are saved where others count them too, in milliseconds. */
const SAVE_EVERY_MS = 2_000

/** An account that an answer is counted in, and how many tokens it may have before the answer ends. */
type Payer = { account: Account; limit: number }

/** Tokens that were `taken`, as many of them as were `given` to be saved included. */
type OpenPurse = { personId: string; payers: Payer[]; taken: number; given: number }

type BudgetOptions = {
  store: SpendingStore
  limits: BudgetLimits
  clock: Clock
  log: Log
  serverId: string
  /**
   * Whether other servers count in the same budgets: then what running answers have taken is saved every
   * two seconds, by which the others know it, and this server knows theirs.
   */
  isShared: boolean
}

/**
 * Daily budgets of tokens, for models that cost money: each person's own, and one of everybody
 * together, half of it for guests. The common one never ends an answer of the owner. Days are in UTC.
 */
export class Budgets {
  readonly #options: BudgetOptions
  readonly #writer: SpendingWriter
  /** By payer, of one day. */
  readonly #accounts = new Map<string, Account>()
  readonly #open = new Set<OpenPurse>()
  #day = ''
  #isSaveDue = false
  #hasFailed = false

  constructor(options: BudgetOptions) {
    this.#options = options
    this.#writer = new SpendingWriter(options.store, options.serverId)
  }

  /**
   * Checks that there is room for a question of so many tokens, and for an answer. The result opens
   * their purse: until then nothing is counted. Throws `budget_spent`.
   */
  async check(sender: Sender, questionTokens: number): Promise<() => Purse> {
    const { total } = this.#options.limits
    const day = this.#today()
    const payer = async (name: string, limit: number) => ({
      limit,
      account: await this.#accountOf(day, name),
    })
    const own = await payer(sender.id, this.#limitOf(sender))
    const payers = [own, await payer(EVERYBODY, sender.admin ? Infinity : total)]
    if (sender.guest) payers.push(await payer(ALL_GUESTS, total / 2))
    const spent = payers.find((each) => hasNoRoom(each, questionTokens))
    if (spent === own) throw this.#spent('You have used all your tokens for today.', spent.limit)
    if (spent?.account.payer === ALL_GUESTS)
      throw this.#spent('Guests have used all their tokens for today.', spent.limit)
    if (spent) throw this.#spent('This server has used all its tokens for today.', spent.limit)
    return () =>
      this.#openPurse({ personId: sender.id, payers, taken: 0, given: 0 }, questionTokens)
  }

  #openPurse(purse: OpenPurse, questionTokens: number): Purse {
    let isSettled = false
    const count = (tokens: number) => {
      purse.taken += tokens
      for (const { account } of purse.payers) account.take(tokens)
    }
    this.#open.add(purse)
    count(questionTokens)
    this.#saveLater()
    return {
      take(tokens) {
        count(tokens)
        return !purse.payers.some((payer) => hasNoRoom(payer, 0))
      },
      settle: async (tokens) => {
        if (!isSettled) {
          isSettled = true
          this.#open.delete(purse)
          count(wholeTokens(tokens) - purse.taken)
          this.#give(purse)
        }
        await this.#writer.save()
      },
    }
  }

  /** From now on counts a guest's running answers in the account that the guest has made or signed in to. */
  async move(guestId: string, account: Sender): Promise<void> {
    const moved = [...this.#open].filter(({ personId }) => personId === guestId)
    if (moved.length === 0) return
    const day = this.#today()
    const own = { limit: this.#limitOf(account), account: this.#accountNamed(day, account.id) }
    for (const purse of moved) {
      // What was given to be saved is the guest's, from whom the database passes it on to the account.
      const tokens = purse.taken - purse.given
      for (const payer of purse.payers) payer.account.take(-tokens)
      purse.personId = account.id
      purse.payers = purse.payers.flatMap((payer) => {
        if (payer.account.payer === guestId) return own
        return payer.account.payer === ALL_GUESTS ? [] : payer
      })
      for (const payer of purse.payers) payer.account.take(tokens)
    }
    await this.#accountOf(day, account.id)
  }

  /** Resolves once nothing is on its way to be saved. Throws as the store does. */
  async saved(): Promise<void> {
    await this.#writer.save()
  }

  /** A person's spending of today; null where nothing limits it. */
  async read(person: Sender): Promise<Budget | null> {
    return this.#read(person.id, this.#limitOf(person))
  }

  /** Everybody's spending of today; null where nothing limits it. */
  async readTotal(): Promise<Budget | null> {
    return this.#read(EVERYBODY, this.#options.limits.total)
  }

  async #read(payer: string, limit: number): Promise<Budget | null> {
    if (limit === Infinity) return null
    const { spent } = await this.#accountOf(this.#today(), payer)
    const resetsAt = new Date(this.#midnight()).toISOString()
    return { limit, spent: Math.min(limit, Math.round(spent)), resetsAt }
  }

  #limitOf({ guest }: Sender): number {
    const { limits } = this.#options
    return guest ? limits.guest : limits.user
  }

  /** The account of a payer, with what is stored by now: another server may have saved more. */
  async #accountOf(day: string, payer: string): Promise<Account> {
    const account = this.#accountNamed(day, payer)
    await account.refresh(() => this.#options.store.of(day, payer))
    return account
  }

  #accountNamed(day: string, payer: string): Account {
    if (this.#day !== day) this.#accounts.clear()
    this.#day = day
    const account = this.#accounts.get(payer) ?? new Account(day, payer)
    this.#accounts.set(payer, account)
    return account
  }

  /** The next save has all whole tokens that the purse has taken. */
  #give(purse: OpenPurse): void {
    const tokens = Math.floor(purse.taken) - purse.given
    purse.given += tokens
    this.#writer.add(
      purse.payers.map(({ account }) => account),
      tokens,
    )
  }

  /** Saves what running answers have taken, for as long as there are some, and others count it. */
  #saveLater(): void {
    const { isShared, clock } = this.#options
    if (!isShared || this.#isSaveDue) return
    this.#isSaveDue = true
    clock.after(SAVE_EVERY_MS, () => void this.#saveOpen())
  }

  async #saveOpen(): Promise<void> {
    for (const purse of this.#open) this.#give(purse)
    try {
      await this.#writer.save()
      this.#hasFailed = false
    } catch (error) {
      // One line is enough for a database that is away for long.
      if (!this.#hasFailed) {
        const { log } = this.#options
        log.warn({ error: describeError(error) }, 'saving spent tokens failed, trying again')
      }
      this.#hasFailed = true
    }
    this.#isSaveDue = false
    if (this.#open.size > 0 || this.#writer.isBehind) this.#saveLater()
  }

  #spent(sentence: string, limit: number): FullstopError {
    return new FullstopError('budget_spent', sentence, {
      limit,
      retryAfterSeconds: Math.ceil((this.#midnight() - this.#options.clock.now()) / 1000),
    })
  }

  #today(): string {
    return new Date(this.#options.clock.now()).toISOString().slice(0, 'YYYY-MM-DD'.length)
  }

  /** The end of the day, in milliseconds since the epoch. */
  #midnight(): number {
    return (Math.floor(this.#options.clock.now() / DAY_MS) + 1) * DAY_MS
  }
}

/** Tokens as a store can add them up: a vendor may report any number. */
function wholeTokens(tokens: number): number {
  return Number.isNaN(tokens) ? 0 : Math.ceil(Math.min(Math.max(tokens, 0), MOST_TOKENS))
}

function hasNoRoom({ account, limit }: Payer, tokens: number): boolean {
  return account.spent + tokens >= limit
}
