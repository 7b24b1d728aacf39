/** Tokens that cost money, of one payer on one day (`2026-11-21`). */
export type Spent = { day: string; payer: string; tokens: number }

/** The tokens that one server adds at once. */
export type SpendingWrite = {
  serverId: string
  /** Counts the writes of that server, from 1; the next one is made once this one is known to be saved. */
  number: number
  /** Each payer once a day. Negative where more had been added before than was used in the end. */
  spent: readonly Spent[]
}

/** The tokens that were spent, by payer and day. */
export interface SpendingStore {
  of(day: string, payer: string): Promise<number>
  /**
   * Adds tokens, all or none, and gives what these payers have spent on these days in all. Safe to repeat:
   * a write that comes again with its number is added once.
   */
  add(write: SpendingWrite): Promise<readonly Spent[]>
}
