/** The tokens of one payer on one day, as far as this server knows them. */
export class Account {
  readonly day: string
  readonly payer: string
  /** What was stored when the store last told it. */
  #stored = 0
  /** What was counted here and is not known to be stored. */
  #unsaved = 0
  #writes = 0
  #isBeingWritten = false

  constructor(day: string, payer: string) {
    this.day = day
    this.payer = payer
  }

  /** The tokens spent by everybody who is known here, those that running answers have taken with them. */
  get spent(): number {
    return this.#stored + this.#unsaved
  }

  /** Counts tokens; negative where fewer were used than had been counted. */
  take(tokens: number): void {
    this.#unsaved += tokens
  }

  /** Reads what is stored by now. */
  async refresh(read: () => Promise<number>): Promise<void> {
    const before = this.#writes
    const stored = await read()
    // Else it cannot be told whether the figure has the tokens of that write in it.
    const wasWritten = this.#isBeingWritten || this.#writes !== before
    if (!wasWritten) this.#stored = stored
  }

  /** Some of the tokens are on their way to the store, or may have reached it. */
  beginWrite(): void {
    this.#writes += 1
    this.#isBeingWritten = true
  }

  /** So many tokens are stored, and with them `stored` in all. */
  endWrite(tokens: number, stored: number): void {
    this.#isBeingWritten = false
    this.#unsaved -= tokens
    this.#stored = stored
  }
}
