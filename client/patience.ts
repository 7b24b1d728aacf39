import type { FullstopError } from './error.ts'

/** For so long a failure that may pass is tried again, in milliseconds: as long as answers go on unread. */
export const PATIENCE_MS = 30_000

/** Decides how often something is tried that may still succeed. */
export class Patience {
  #failingSince: number | undefined

  /** Called when something has succeeded. */
  renew(): void {
    this.#failingSince = undefined
  }

  /**
   * Whether it ends with this failure: with a refusal that no repeat mends, or after {@link PATIENCE_MS} of
   * failures. A limit passes where it is `waitedFor`.
   */
  endsWith(error: FullstopError, waitedFor: boolean): boolean {
    const mayPass = error.passing || (waitedFor && error.code === 'rate_limited')
    if (!mayPass) return true
    this.#failingSince ??= performance.now()
    return performance.now() - this.#failingSince > PATIENCE_MS
  }
}
