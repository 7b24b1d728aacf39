import type { Turn } from '@/lib/client/calls/api'
import { Backoff } from '@/lib/client/clock/backoff'
import { writtenTextOf, type WrittenText } from '@/lib/client/send/outbox'
import { isAnswering } from '@/lib/client/thread/thread'
import type { Conversations } from './conversations'

/** Where a text that could not be sent has gone back to. */
export type WrittenTexts = {
  /** It stands there as it was sent. */
  isUnchanged(written: WrittenText): boolean
  /** Takes it away as far as it stands there still; what was written since stays. */
  takeAway(written: WrittenText): void
  putBack(written: WrittenText): void
}

/** A server that answers and yet refuses to take it so often does not pass by itself. */
const MOST_TRIES = 5

/** The longest that a server can have the page wait, in milliseconds. */
const LONGEST_WISH_MS = 60_000

/**
 * Sends what could not be sent again by itself, once the server is back and does not have it. What
 * somebody writes anew meanwhile, or in a chat that answers, is left to them. Knows no React.
 */
export class Resender {
  readonly #conversations: Conversations
  readonly #texts: WrittenTexts
  readonly #backoff: Backoff
  readonly #tries = new Map<string, number>()
  #isRunning = false

  constructor(
    conversations: Conversations,
    texts: WrittenTexts,
    backoff = new Backoff({ shortestMs: 4_000, longestMs: 15_000 }),
  ) {
    this.#conversations = conversations
    this.#texts = texts
    this.#backoff = backoff
  }

  /** Watches over all chats of this tab until the result is called. */
  watch(): () => void {
    const over = new AbortController()
    const look = () => void this.#run(over.signal)
    const leave = this.#conversations.subscribe(look)
    return () => {
      over.abort()
      leave()
    }
  }

  /** The server or the network is back: tries at once. */
  tryNow(): void {
    this.#backoff.reset()
    this.#backoff.skip()
  }

  async #run(signal: AbortSignal): Promise<void> {
    if (this.#isRunning || this.#waiting().length === 0) return
    this.#isRunning = true
    this.#backoff.reset()
    while (this.#waiting().length > 0 && !signal.aborted) {
      await this.#backoff.wait(signal, this.#wishedMs())
      for (const chatId of signal.aborted ? [] : this.#waiting()) await this.#try(chatId)
    }
    this.#isRunning = false
  }

  #waiting(): string[] {
    return [...this.#conversations.threads()]
      .filter(([, { unsent }]) => unsent?.resend?.byItself === true)
      .map(([chatId]) => chatId)
  }

  #wishedMs(): number {
    const wishes = this.#waiting().map(
      (chatId) => this.#conversations.thread(chatId).unsent?.error.details.retryAfterSeconds ?? 0,
    )
    return Math.min(LONGEST_WISH_MS, 1000 * Math.max(0, ...wishes))
  }

  async #try(chatId: string): Promise<void> {
    const { unsent } = this.#conversations.thread(chatId)
    const turn = unsent?.resend?.turn
    if (!turn) return
    const isThere = await this.#conversations.unsent.isThere(chatId)
    const thread = this.#conversations.thread(chatId)
    if (thread.unsent !== unsent || isThere === undefined) return
    const written = writtenTextOf(turn)
    const isUnchanged = !written || this.#texts.isUnchanged(written)
    if (isThere) {
      if (written) this.#texts.takeAway(written)
      await this.#conversations.unsent.accept(chatId)
      return
    }
    if (!isUnchanged || isAnswering(thread, this.#conversations.chats.get(chatId))) return
    if (this.#hasBeenTriedEnough(turn)) {
      this.#conversations.unsent.leave(chatId)
      return
    }
    if (written) this.#texts.takeAway(written)
    const isSent = await this.#conversations.unsent.sendAgain(chatId)
    if (isSent) this.#tries.delete(turn.sessionId)
    else if (written) this.#texts.putBack(written)
  }

  #hasBeenTriedEnough({ sessionId }: Turn): boolean {
    const tries = this.#tries.get(sessionId) ?? 0
    this.#tries.set(sessionId, tries + 1)
    return tries >= MOST_TRIES
  }
}
