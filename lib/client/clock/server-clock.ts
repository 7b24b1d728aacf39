/** A smaller difference may come from a header's whole seconds and a response's way. In milliseconds. */
const NEGLIGIBLE_MS = 5_000

/**
 * The time at the server. The clock of this computer may be hours or days off, so times that the server
 * tells are compared with this one.
 */
export class ServerClock {
  readonly #now: () => number
  #offMs = 0

  /** @param now this computer's clock, in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Hears the time from a response of the server. */
  hear(response: Response): void {
    const told = Date.parse(response.headers.get('Date') ?? '')
    if (Number.isNaN(told)) return
    const offMs = told - this.#now()
    this.#offMs = Math.abs(offMs) < NEGLIGIBLE_MS ? 0 : offMs
  }

  /** In milliseconds since 1970. */
  now = (): number => this.#now() + this.#offMs
}

export const serverClock = new ServerClock(() => Date.now())
