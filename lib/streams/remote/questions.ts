import type { Clock } from '@/lib/platform/clock'

/** Questions to other servers, each under an ID. An answer may be lost, so each waits for a time only. */
export class Questions<Answer> {
  readonly #clock: Clock
  readonly #open = new Map<string, (answer: Answer | undefined) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Asks under this ID, and resolves with the answer, or with undefined after `milliseconds`. */
  ask(requestId: string, milliseconds: number, send: () => void): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | undefined) => {
        this.#open.delete(requestId)
        callOff()
        resolve(answer)
      }
      const callOff = this.#clock.after(milliseconds, () => {
        settle(undefined)
      })
      this.#open.set(requestId, settle)
      send()
    })
  }

  /** Brings an answer, to a question that may no longer wait for it. */
  answer(requestId: string, answer: Answer): void {
    this.#open.get(requestId)?.(answer)
  }
}
