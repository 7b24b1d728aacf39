import { freeze, settleStop } from './answer-view'
import type { Api } from './api'
import { ApiError } from './api-error'
import { StopAttempt } from './stop-attempt'
import { replaceView, type Thread } from './thread'

type ThreadAccess = {
  /** Called before a stop looks at what is shown. */
  beforeStop(): void
  get(chatId: string): Thread
  set(chatId: string, thread: Thread): void
  /** The send of this answer, while it is under way. */
  sending(messageId: string): Promise<void> | undefined
  /** Reads a message again. */
  load(chatId: string, messageId: string): Promise<void>
}

type Stop = { attempt: StopAttempt; over: Promise<void> }

/** The answers that are being stopped, each until the server has confirmed it. */
export class Stops {
  readonly #api: Api
  readonly #threads: ThreadAccess
  readonly #stops = new Map<string, Stop>()

  constructor(api: Api, threads: ThreadAccess) {
    this.#api = api
    this.#threads = threads
  }

  /**
   * Stops an answer: its text is still from this moment, and the cancel is tried until the server
   * has confirmed it. What was shown of it is what is kept.
   */
  stop(chatId: string, messageId: string): void {
    this.#threads.beforeStop()
    const view = this.#view(chatId, messageId)
    if (view?.message.metadata.status !== 'active' || view.stop !== undefined) return
    const attempt = new StopAttempt({
      api: this.#api,
      view,
      sent: this.#threads.sending(messageId),
      onUnreachable: () => {
        this.#markUnreachable(chatId, messageId)
      },
    })
    // The call leaves before anything is drawn.
    const over = this.#run(chatId, messageId, attempt)
    this.#stops.set(messageId, { attempt, over })
    this.#threads.set(chatId, replaceView(this.#threads.get(chatId), freeze(view, Date.now())))
  }

  /**
   * Lets an answer end with its sentence. It goes on arriving until then, so nothing is held still; a
   * wish that does not reach the server is made again by pressing again.
   */
  async finishSentence(messageId: string): Promise<void> {
    try {
      await this.#api.cancel(messageId, { mode: 'sentence' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** Resolves when nothing is left to stop; undefined where nothing is being stopped. */
  over(messageId: string): Promise<void> | undefined {
    return this.#stops.get(messageId)?.over
  }

  /** Tries again now to stop what could not be stopped yet. */
  tryNow(messageId: string): void {
    this.#stops.get(messageId)?.attempt.tryNow()
  }

  /** The answer was seen to end. */
  done(messageId: string): void {
    this.#stops.get(messageId)?.attempt.done()
  }

  async #run(chatId: string, messageId: string, attempt: StopAttempt): Promise<void> {
    const ended = await attempt.run()
    this.#stops.delete(messageId)
    const stopped = this.#view(chatId, messageId)
    if (!stopped) return
    const settled = ended && settleStop(stopped, ended)
    const view = settled?.view ?? { ...stopped, stop: undefined }
    this.#threads.set(chatId, replaceView(this.#threads.get(chatId), view))
    if (!settled || settled.gap) await this.#threads.load(chatId, messageId)
  }

  #markUnreachable(chatId: string, messageId: string): void {
    const view = this.#view(chatId, messageId)
    if (view?.stop !== 'stopping') return
    const thread = replaceView(this.#threads.get(chatId), { ...view, stop: 'retrying' })
    this.#threads.set(chatId, thread)
  }

  #view(chatId: string, messageId: string) {
    return this.#threads.get(chatId).views.find(({ message }) => message.id === messageId)
  }
}
