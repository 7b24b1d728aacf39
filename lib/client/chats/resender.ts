import type { Turn } from '@/client/api'
import { Backoff } from '@/client/backoff'
import { writtenTextOf, type WrittenText } from '@/lib/client/send/outbox'
import { isAnswering } from '@/lib/client/thread/thread'
import type { Conversations } from './conversations'

/** The fields of the page that get back a text that could not be sent. */
export type WrittenTexts = {
  /** Whether the field holds the text as it was sent. */
  isUnchanged(written: WrittenText): boolean
  /** Takes the sent text away if the field still holds it; text written since then stays. */
  takeAway(written: WrittenText): void
  putBack(written: WrittenText): void
}

/** After so many refusals by a server that answers, waiting longer does not help. */
const MOST_TRIES = 5

/** The longest time that a server can make the page wait, in milliseconds. */
const LONGEST_WISH_MS = 60_000

/**
 * Sends unsent turns again without being asked, once the server is back and does not have them. A turn
 * that the person rewrites meanwhile, or whose chat is answering, is left to them. Knows no React.
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

  /** Watches all chats of this tab until the result is called. */
  watch(): () => void {
    const over = new AbortController()
    const look = () => void this.#run(over.signal)
    const leave = this.#conversations.subscribe(look)
    return () => {
      over.abort()
      leave()
    }
  }

  /** Tries at once, for the server or the network is back. */
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
      .filter(([, { unsent }]) => unsent?.resend?.isAutomatic === true)
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
