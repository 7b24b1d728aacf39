/** Tokens that cost money, by payer and day (`2026-11-21`). */
export interface SpendingStore {
  of(day: string, payer: string): Promise<number>
  add(day: string, payers: readonly string[], tokens: number): Promise<void>
}
