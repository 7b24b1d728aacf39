import type { SentenceEstimate } from '@/lib/contract/cancel-outcome'
import { textLengthOf } from '@/lib/contract/message-text'
import { freeze, settleStop } from './answer-view'
import type { Api } from './api'
import { ApiError } from './api-error'
import { shownPartsOf } from './shown-parts'
import { StopAttempt } from './stop-attempt'
import { replaceView, type Thread } from './thread'

type ThreadAccess = {
  /** Called before a stop looks at what is shown. */
  beforeStop(): void
  /** The server has confirmed that the answer has ended. */
  afterStop(chatId: string, messageId: string): void
  get(chatId: string): Thread
  set(chatId: string, thread: Thread): void
  /** Called after a change of the stops that are under way. */
  stopsChanged(): void
  /** The send of this answer, while it is under way. */
  sending(messageId: string): Promise<void> | undefined
  /** Reads a message again. */
  load(chatId: string, messageId: string): Promise<void>
}

type Stop = { attempt: StopAttempt; over: Promise<void> }

/** A stop that the server has not confirmed. `retrying`: it was not reached yet. */
export type PendingStop = {
  readonly chatId: string
  readonly messageId: string
  readonly state: 'stopping' | 'retrying'
}

/** The answers that are being stopped, each until the server has confirmed it. */
export class Stops {
  readonly #api: Api
  readonly #threads: ThreadAccess
  readonly #stops = new Map<string, Stop>()
  #pending: readonly PendingStop[] = []

  constructor(api: Api, threads: ThreadAccess) {
    this.#api = api
    this.#threads = threads
  }

  /** The same value until something changes. */
  pending = (): readonly PendingStop[] => this.#pending

  /**
   * Stops an answer, and tries until the server has confirmed it. Where it is shown, its text is
   * still from this moment, and what was shown is what is kept.
   */
  stop(chatId: string, messageId: string): void {
    this.#threads.beforeStop()
    const view = this.#view(chatId, messageId)
    if (!view) {
      if (!this.#stops.has(messageId)) this.#begin(chatId, messageId, undefined)
      return
    }
    if (view.message.metadata.status !== 'active' || view.stop !== undefined) return
    // It may have been stopped unseen, and be shown by now.
    this.#stops.get(messageId)?.attempt.done()
    // The call leaves before anything is drawn.
    this.#begin(chatId, messageId, textLengthOf(shownPartsOf(view)))
    this.#threads.set(chatId, replaceView(this.#threads.get(chatId), freeze(view, Date.now())))
  }

  /**
   * Lets an answer end with its sentence. It goes on arriving until then, so nothing is held still; a
   * wish that does not reach the server is taken back, and made again by pressing again.
   */
  async finishSentence(chatId: string, messageId: string): Promise<void> {
    this.#markEndsWithSentence(chatId, messageId, true)
    try {
      const outcome = await this.#api.cancel(messageId, { mode: 'sentence' })
      const estimate = outcome.outcome === 'finishing' ? outcome.estimate : undefined
      this.#markEndsWithSentence(chatId, messageId, true, estimate)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.#markEndsWithSentence(chatId, messageId, false)
    }
  }

  /** Resolves when nothing is left to stop; undefined where nothing is being stopped. */
  over(messageId: string): Promise<void> | undefined {
    return this.#stops.get(messageId)?.over
  }

  /** Stops an answer, or tries again now where the server was not reached. */
  press(chatId: string, messageId: string): void {
    const pending = this.#pending.find((stop) => stop.messageId === messageId)
    if (pending?.state === 'retrying') this.#stops.get(messageId)?.attempt.tryNow()
    else this.stop(chatId, messageId)
  }

  /** The answer was seen to end. */
  done(messageId: string): void {
    this.#stops.get(messageId)?.attempt.done()
  }

  #begin(chatId: string, messageId: string, seenTextLength: number | undefined): void {
    const attempt = new StopAttempt({
      api: this.#api,
      messageId,
      seenTextLength,
      sent: this.#threads.sending(messageId),
      onUnreachable: () => {
        this.#markUnreachable(chatId, messageId)
      },
    })
    const over = this.#run(chatId, messageId, attempt)
    this.#stops.set(messageId, { attempt, over })
    this.#change(messageId, [{ chatId, messageId, state: 'stopping' }])
  }

  async #run(chatId: string, messageId: string, attempt: StopAttempt): Promise<void> {
    const ended = await attempt.run()
    // Another attempt has taken its place.
    if (this.#stops.get(messageId)?.attempt !== attempt) return
    this.#stops.delete(messageId)
    if (ended) this.#threads.afterStop(chatId, messageId)
    this.#change(messageId, [])
    const stopped = this.#view(chatId, messageId)
    if (!stopped) return
    const settled = ended && settleStop(stopped, ended)
    const view = settled?.view ?? { ...stopped, stop: undefined }
    this.#threads.set(chatId, replaceView(this.#threads.get(chatId), view))
    if (!settled || settled.gap) await this.#threads.load(chatId, messageId)
  }

  #markUnreachable(chatId: string, messageId: string): void {
    this.#change(messageId, [{ chatId, messageId, state: 'retrying' }])
    const view = this.#view(chatId, messageId)
    if (view?.stop !== 'stopping') return
    const thread = replaceView(this.#threads.get(chatId), { ...view, stop: 'retrying' })
    this.#threads.set(chatId, thread)
  }

  #markEndsWithSentence(
    chatId: string,
    messageId: string,
    endsWithSentence: boolean,
    sentenceEstimate?: SentenceEstimate,
  ): void {
    const view = this.#view(chatId, messageId)
    if (view?.message.metadata.status !== 'active') return
    const marked = { ...view, endsWithSentence, sentenceEstimate }
    this.#threads.set(chatId, replaceView(this.#threads.get(chatId), marked))
  }

  /** Puts these in the place of what was known of the message's stop. */
  #change(messageId: string, stops: readonly PendingStop[]): void {
    this.#pending = [...this.#pending.filter((stop) => stop.messageId !== messageId), ...stops]
    this.#threads.stopsChanged()
  }

  #view(chatId: string, messageId: string) {
    return this.#threads.get(chatId).views.find(({ message }) => message.id === messageId)
  }
}
