import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import { Listeners } from '@/lib/client/browser/listeners'
import { UNDO_MS } from '@/lib/client/clock/undo-time'
import { WaitingTimer } from '@/lib/client/clock/waiting-timer'

const MOST_TRIES = 3
const TRY_AGAIN_MS = 1_000

/**
 * A chat that is to be deleted. It can be brought back while the deletion waits. After a failure the chat
 * is still there, and `error` says why.
 */
export type Deletion = {
  readonly chatId: string
  /** Whether the page showed this chat. */
  readonly wasOpen: boolean
  readonly state: 'waiting' | 'going' | 'failed'
  readonly error?: FullstopError
}

/** The deletions that were asked for in this tab and are not done. Knows no React. */
export class Deletions {
  readonly #api: Pick<Api, 'deleteChat'>
  readonly #onAsked: (chatId: string) => void
  readonly #onDone: (chatId: string) => void
  readonly #listeners = new Listeners()
  readonly #timers = new Map<string, WaitingTimer>()
  #all: readonly Deletion[] = []

  constructor(options: {
    api: Pick<Api, 'deleteChat'>
    /** Called at once: the chat's streaming answer is of no use any more. */
    onAsked: (chatId: string) => void
    onDone: (chatId: string) => void
  }) {
    this.#api = options.api
    this.#onAsked = options.onAsked
    this.#onDone = options.onDone
  }

  subscribe = this.#listeners.subscribe

  /** Returns the same array until something changes. */
  all = (): readonly Deletion[] => this.#all

  /** Deletes the chat once the time to undo that is over. */
  ask(chatId: string, wasOpen: boolean): void {
    this.#onAsked(chatId)
    this.#put({ chatId, wasOpen, state: 'waiting' })
    this.#timers.get(chatId)?.cancel()
    this.#timers.set(chatId, new WaitingTimer(UNDO_MS, () => void this.#send(chatId)))
  }

  /** Stops the time to undo until `letGo`, for a person who is about to change their mind. */
  hold(chatId: string): void {
    this.#timers.get(chatId)?.hold()
  }

  letGo(chatId: string): void {
    this.#timers.get(chatId)?.release()
  }

  /** Brings the chat back, or puts away the failure of its deletion. */
  forget(chatId: string): void {
    this.#stopTimer(chatId)
    this.#change(this.#others(chatId))
  }

  /** Sends all deletions now, for the page is being left. */
  sendAll(): void {
    for (const chatId of this.#timers.keys()) void this.#send(chatId)
  }

  async #send(chatId: string): Promise<void> {
    const deletion = this.#find(chatId)
    if (!deletion) return
    this.#stopTimer(chatId)
    this.#put({ ...deletion, state: 'going' })
    const error = await this.#delete(chatId)
    // This tab may have heard meanwhile that another tab or device has deleted it.
    if (!this.#find(chatId)) return
    if (error) {
      this.#put({ ...deletion, state: 'failed', error })
      return
    }
    this.#onDone(chatId)
    this.forget(chatId)
  }

  /** Resolves with undefined when the chat is gone. */
  async #delete(chatId: string, tries = 1): Promise<FullstopError | undefined> {
    try {
      await this.#api.deleteChat(chatId)
      return undefined
    } catch (error) {
      if (!(error instanceof FullstopError)) throw error
      if (error.code === 'not_found') return undefined
      if (!error.passing || tries >= MOST_TRIES) return error
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS))
      return this.#delete(chatId, tries + 1)
    }
  }

  #stopTimer(chatId: string): void {
    this.#timers.get(chatId)?.cancel()
    this.#timers.delete(chatId)
  }

  #find(chatId: string): Deletion | undefined {
    return this.#all.find((deletion) => deletion.chatId === chatId)
  }

  #others(chatId: string): Deletion[] {
    return this.#all.filter((deletion) => deletion.chatId !== chatId)
  }

  #put(deletion: Deletion): void {
    this.#change([...this.#others(deletion.chatId), deletion])
  }

  #change(all: readonly Deletion[]): void {
    this.#all = all
    this.#listeners.tell()
  }
}
