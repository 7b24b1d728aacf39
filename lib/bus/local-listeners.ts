import type { Log } from '@/lib/platform/log'
import type { Broadcast, Notice, ServerMessage } from './bus'
import { Listeners } from './listeners'

/** Everybody on this server who listens to a bus. */
export class LocalListeners {
  /** Listeners to what is sent to this server, and to all servers. */
  readonly toServer: Listeners<ServerMessage | Broadcast>
  /** Listeners to how many milliseconds this server may have missed news. */
  readonly toDeafness: Listeners<number>
  readonly #log: Log
  readonly #toPersons = new Map<string, Listeners<Notice>>()

  constructor(log: Log) {
    this.#log = log
    this.toServer = new Listeners(log)
    this.toDeafness = new Listeners(log)
  }

  /** Everybody to whom somebody here listens. */
  get persons(): Iterable<string> {
    return this.#toPersons.keys()
  }

  hasPerson(personId: string): boolean {
    return this.#toPersons.has(personId)
  }

  /** Listens to a person, until the result is called. */
  addToPerson(personId: string, listener: (notice: Notice) => void): () => void {
    const listeners = this.#toPersons.get(personId) ?? new Listeners<Notice>(this.#log)
    this.#toPersons.set(personId, listeners)
    const remove = listeners.add(listener)
    return () => {
      remove()
      // A second call must not take away the listeners that came later.
      if (listeners.isEmpty && this.#toPersons.get(personId) === listeners) {
        this.#toPersons.delete(personId)
      }
    }
  }

  tellPerson(personId: string, notice: Notice): void {
    this.#toPersons.get(personId)?.tell(notice)
  }
}
