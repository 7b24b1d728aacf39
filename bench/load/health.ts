import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Provider } from '../provider/provider.ts'

const RESOLUTION_MS = 10

/** The most of a core that the load generator may take. */
const MOST_CPU = 0.8

/** The most delay that a measure of CPU time tolerates. A measure of delays tolerates less. */
const MOST_DELAY_MS = 100

/** The round says nothing about the server: the load or the provider was short of CPU. */
export class RoundRefused extends Error {
  override readonly name = 'RoundRefused'
}

/** Watches the two ends of a round: the load generator, which is this process, and the provider. */
export class Health {
  readonly #provider: Provider
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #startedAt = performance.now()
  readonly #cpu = process.cpuUsage()

  readonly #mostDelay: number
  #objection: string | undefined

  private constructor(provider: Provider, mostDelay: number) {
    this.#provider = provider
    this.#mostDelay = mostDelay
    this.#delay.enable()
  }

  /** @param mostDelay in milliseconds */
  static async watch(provider: Provider, mostDelay = MOST_DELAY_MS): Promise<Health> {
    await provider.takeLateness()
    return new Health(provider, mostDelay)
  }

  async end(): Promise<void> {
    this.#delay.disable()
    const { user, system } = process.cpuUsage(this.#cpu)
    const share = (user + system) / 1000 / (performance.now() - this.#startedAt)
    const delay = this.#delay.percentile(99) / 1e6 - RESOLUTION_MS
    const lateness = await this.#provider.takeLateness()
    if (share > MOST_CPU) this.#objection = `the load took ${percent(share)} of a core`
    if (delay > this.#mostDelay) this.#objection = `the load waited ${delay.toFixed()} ms`
    if (lateness > this.#mostDelay) this.#objection = `the provider was ${lateness} ms late`
  }

  /** Call this when the answers are over. @throws RoundRefused if the round does not count */
  judge(): void {
    if (this.#objection !== undefined) throw new RoundRefused(this.#objection)
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed()} %`
}
