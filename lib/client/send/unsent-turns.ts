import type { Api, Turn } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { OpenThreads } from '@/lib/client/thread/open-threads'
import { emptyThread, type UnsentTurn } from '@/lib/client/thread/thread'

type Surroundings = {
  threads: OpenThreads
  load(chatId: string): Promise<void>
  /** Resolves with false when the turn could not be sent. */
  send(turn: Turn, typed: Pick<UnsentTurn, 'text' | 'model'>): Promise<boolean>
}

/** The turns that could not be sent, one a chat, each until it is sent, put away or found at the server. */
export class UnsentTurns {
  readonly #api: Pick<Api, 'readMessage'>
  readonly #around: Surroundings
  readonly #threads: OpenThreads

  constructor(api: Pick<Api, 'readMessage'>, around: Surroundings) {
    this.#api = api
    this.#around = around
    this.#threads = around.threads
  }

  of(chatId: string): UnsentTurn | undefined {
    return this.#threads.get(chatId)?.unsent
  }

  /** Whether the server has the turn all the same; undefined where that cannot be told now. */
  async isThere(chatId: string): Promise<boolean | undefined> {
    const turn = this.of(chatId)?.resend?.turn
    if (!turn) return undefined
    try {
      const { metadata } = await this.#api.readMessage(turn.assistantMessageId)
      return turn.trigger !== 'continue-message' || metadata?.sessionId === turn.sessionId
    } catch (error) {
      if (!(error instanceof FullstopError)) throw error
      return error.code === 'not_found' ? false : undefined
    }
  }

  /** Sends the turn again, under its IDs. False when it could not be sent. */
  async sendAgain(chatId: string): Promise<boolean> {
    const unsent = this.of(chatId)
    return unsent?.resend ? this.#around.send(unsent.resend.turn, unsent) : false
  }

  /** Called when the server has the turn: shows it in its place. */
  async accept(chatId: string): Promise<void> {
    this.#change(chatId, undefined)
    await this.#around.load(chatId)
  }

  /** Leaves the turn to the person: it is no longer sent again unasked. */
  leave(chatId: string): void {
    const unsent = this.of(chatId)
    if (!unsent?.resend) return
    this.#change(chatId, { ...unsent, resend: { ...unsent.resend, isAutomatic: false } })
  }

  /** Shows that a turn of an earlier page was not sent, where its chat is open. */
  show(chatId: string, unsent: UnsentTurn): void {
    this.#change(chatId, unsent)
  }

  /** Opens a chat that the server may not have yet, with nothing in it. */
  openNew(chatId: string): void {
    this.#threads.set(chatId, emptyThread)
  }

  #change(chatId: string, unsent: UnsentTurn | undefined): void {
    const thread = this.#threads.get(chatId)
    if (thread) this.#threads.set(chatId, { ...thread, unsent })
  }
}
