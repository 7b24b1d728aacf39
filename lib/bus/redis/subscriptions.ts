import type { RedisConnections } from '@/lib/redis/connect-to-redis'

/** The most channels in one command. */
const MOST_AT_ONCE = 1_000

type SubscriptionsOptions = {
  connection: RedisConnections['subscriptions']
  /** The channels to listen to. The last of them is the last to be heard. */
  channels: () => string[]
  /** The connection is there: it is being subscribed. */
  onBegun: () => void
  /** Every channel is heard. */
  onSubscribed: () => void
  onClosed: () => void
  onMessage: (channel: string, text: string) => void
  /** A channel is not heard, although the connection is there: it needs another one. */
  onFailed: (error: unknown) => void
}

/**
 * The channels that this server listens to, subscribed again on every new connection. A subscription that
 * fails is made good with the next connection.
 */
export class Subscriptions {
  readonly #options: SubscriptionsOptions
  /** When each channel is heard, or has failed to be. */
  readonly #settled = new Map<string, Promise<void>>()

  constructor(options: SubscriptionsOptions) {
    this.#options = options
    const { connection, onClosed, onMessage } = options
    connection.on('message', onMessage)
    connection.on('close', onClosed)
    connection.on('ready', this.#subscribeAll)
    if (connection.status === 'ready') this.#subscribeAll()
  }

  add(channel: string): void {
    this.#note(channel, this.#subscribe([channel]))
  }

  remove(channel: string): void {
    this.#settled.delete(channel)
    const { connection, onFailed } = this.#options
    // Where this fails, the channel is heard for nothing until the connection is another.
    if (connection.status === 'ready') connection.unsubscribe(channel).catch(onFailed)
  }

  /** Resolves once the channel is heard, or is known not to be until there is a new connection. */
  async settled(channel: string): Promise<void> {
    await this.#settled.get(channel)
  }

  close(): void {
    const { connection, onClosed, onMessage } = this.#options
    connection.off('message', onMessage)
    connection.off('close', onClosed)
    connection.off('ready', this.#subscribeAll)
  }

  readonly #subscribeAll = (): void => {
    const { channels, onBegun, onSubscribed } = this.#options
    onBegun()
    const wanted = channels()
    const commands: Promise<boolean>[] = []
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      const some = wanted.slice(from, from + MOST_AT_ONCE)
      const command = this.#subscribe(some)
      for (const channel of some) this.#note(channel, command)
      commands.push(command)
    }
    void Promise.all(commands).then((heard) => {
      if (heard.every(Boolean)) onSubscribed()
    })
  }

  #note(channel: string, command: Promise<boolean>): void {
    this.#settled.set(
      channel,
      command.then(() => {}),
    )
  }

  /** Whether the channels are heard now. */
  async #subscribe(channels: string[]): Promise<boolean> {
    const { connection, onFailed } = this.#options
    if (connection.status !== 'ready') return false
    try {
      await connection.subscribe(...channels)
      return true
    } catch (error) {
      onFailed(error)
      return false
    }
  }
}
