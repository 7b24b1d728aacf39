import { Listeners } from './listeners'
import type { Thread } from './thread'

/** The chats that this tab has opened, each as it is shown. Knows no React. */
export class OpenThreads {
  readonly #threads = new Map<string, Thread>()
  readonly #listeners = new Listeners()

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  all(): ReadonlyMap<string, Thread> {
    return this.#threads
  }

  get = (chatId: string): Thread | undefined => this.#threads.get(chatId)

  set = (chatId: string, thread: Thread): void => {
    this.#threads.set(chatId, thread)
    this.tell()
  }

  /** Something that is shown with the chats has changed. */
  tell = this.#listeners.tell
}
