import type { ChatCache } from '@/lib/client/cache/chat-cache'
import type { Api } from '@/lib/client/calls/api'
import { ApiError } from '@/lib/client/calls/api-error'
import type { StopWish } from '@/lib/client/stop-calls/kept-stops'
import { PendingStops } from '@/lib/client/stop-calls/pending-stops'
import { TRY_MS, type StopAnswer, type StopState } from '@/lib/client/stop-calls/stop-attempt'
import {
  freeze,
  holdAt,
  isHeldStill,
  settleStop,
  type AnswerView,
} from '@/lib/client/thread/answer-view'
import type { OpenThreads } from '@/lib/client/thread/open-threads'
import { shownPartsOf } from '@/lib/client/thread/shown-parts'
import type { SentenceEstimate } from '@/lib/contract/cancel-outcome'
import { textLengthOf } from '@/lib/contract/message-text'
import type { CancelRequest } from '@/lib/contract/request'

type Surroundings = {
  /** Called before a stop looks at what is shown. */
  beforeStop(): void
  chats: Pick<ChatCache, 'answerEnded'>
  threads: OpenThreads
  /** The send of this answer, while it is under way. */
  sending(messageId: string): Promise<void> | undefined
  /** Reads a message again. */
  load(chatId: string, messageId: string): Promise<void>
}

/** An answer to stop. The session is for where no chat of this tab shows the answer. */
export type StopTarget = {
  readonly chatId: string
  readonly messageId: string
  readonly sessionId?: string | undefined
}

/** How long the server lets a stop wait for its send, in milliseconds. */
const WAITS_FOR_SEND_MS = 30_000

/** The answers that are being stopped, each until the server has confirmed it, as they are shown. */
export class Stops {
  readonly #api: Api
  readonly #around: Surroundings
  readonly #threads: OpenThreads
  /** Those of all tabs of this browser, whatever they show. */
  readonly all: PendingStops

  constructor(api: Api, around: Surroundings) {
    this.#api = api
    this.#around = around
    this.#threads = around.threads
    this.all = new PendingStops({
      ask: (wish, signal) => api.cancel(wish.messageId, this.#requestOf(wish), signal),
      onChange: around.threads.tell,
      onOver: (wish, answer) => void this.#settle(wish, answer),
      onElsewhere: (wish) => {
        this.#holdStill(wish)
      },
    })
  }

  /**
   * Stops an answer, and tries until the server has confirmed it. Where it is shown, its text is
   * still from this moment, and what was shown is what is kept.
   */
  stop(target: StopTarget): void {
    this.#around.beforeStop()
    const view = this.#view(target)
    if (!view) {
      if (!this.#isPending(target)) this.#begin(target, undefined)
      return
    }
    const { status, sessionId } = view.message.metadata
    if (status !== 'active' || isHeldStill(view)) return
    // A later session than the one that was meant is somebody's newer wish.
    if (target.sessionId !== undefined && target.sessionId !== sessionId) return
    // The call leaves before anything is drawn. It may have been stopped unseen, and be shown by now.
    this.#begin(target, view)
    this.#threads.replace(target.chatId, freeze(view, Date.now()))
  }

  /** Stops an answer as it is shown, or tries again now where that is not confirmed. */
  press(target: StopTarget): void {
    const sessionId = this.#view(target)?.message.metadata.sessionId ?? target.sessionId
    if (this.#isPending(target)) this.all.press(target.messageId)
    else this.stop({ ...target, sessionId })
  }

  /**
   * Lets an answer end with its sentence. It goes on arriving until then, so nothing is held still; a
   * wish that does not reach the server is taken back, and made again by pressing again.
   */
  async finishSentence(chatId: string, messageId: string): Promise<void> {
    const target = { chatId, messageId }
    const sessionId = this.#view(target)?.message.metadata.sessionId
    this.#markEndsWithSentence(target, true)
    try {
      const request: CancelRequest = { mode: 'sentence', ...(sessionId && { sessionId }) }
      const outcome = await this.#api.cancel(messageId, request, AbortSignal.timeout(TRY_MS))
      const estimate = outcome.outcome === 'finishing' ? outcome.estimate : undefined
      this.#markEndsWithSentence(target, true, estimate)
    } catch (error) {
      if (!(error instanceof ApiError) && !isTimeout(error)) throw error
      this.#markEndsWithSentence(target, false)
    }
  }

  /** How the stop of an answer that is shown stands; undefined where it is not being stopped. */
  stateOf(view: AnswerView): StopState | undefined {
    if (!isHeldStill(view)) return undefined
    // Once nothing is left to stop, its end is still to be read.
    return this.all.find(view.message.id)?.state ?? 'stopping'
  }

  /** Resolves when nothing is left to stop; undefined where nothing is being stopped here. */
  over(messageId: string): Promise<void> | undefined {
    return this.all.find(messageId)?.over
  }

  /** This session of the answer was seen to end. */
  done(messageId: string, sessionId: string | undefined): void {
    this.all.done(messageId, sessionId)
  }

  /** A message that was read, held still where it is being stopped: by another tab, or an earlier page. */
  heldStill(view: AnswerView): AnswerView {
    const { id, metadata } = view.message
    const stop = this.all.find(id)
    if (!stop || (stop.wish.sessionId ?? metadata.sessionId) !== metadata.sessionId) return view
    const { seenTextLength } = stop.wish
    if (metadata.status !== 'active') {
      // Nothing is left to stop, whatever becomes of the call that is on its way.
      this.all.done(id, metadata.sessionId)
      return holdAt(view, seenTextLength)
    }
    const still = freeze(view, undefined, seenTextLength)
    this.all.see(id, still.holdsAt)
    return still
  }

  /** Whether a stop of this session is under way: one of an earlier session may be, too. */
  #isPending(target: StopTarget): boolean {
    const stop = this.all.find(target.messageId)
    const sessionId = this.#view(target)?.message.metadata.sessionId ?? target.sessionId
    return (
      stop !== undefined &&
      (stop.wish.sessionId ?? sessionId) === (sessionId ?? stop.wish.sessionId)
    )
  }

  #begin({ chatId, messageId, sessionId }: StopTarget, view: AnswerView | undefined): void {
    const now = Date.now()
    const sending = this.#around.sending(messageId)
    const wish: StopWish = {
      chatId,
      messageId,
      sessionId: view?.message.metadata.sessionId ?? sessionId,
      seenTextLength: view && textLengthOf(shownPartsOf(view)),
      pressedAt: now,
      overtakesSend: sending !== undefined,
      heldUntil: now + TRY_MS,
    }
    this.all.try(wish)
    void sending
      ?.catch((error: unknown) => error)
      .then((error) => {
        // One that broke off on the way may reach the server yet.
        if (!(error instanceof ApiError && error.passing))
          this.all.sendSettled(messageId, wish.sessionId)
      })
  }

  #requestOf(wish: StopWish): CancelRequest {
    const { messageId, sessionId, seenTextLength, overtakesSend, pressedAt } = wish
    const isSending = this.#around.sending(messageId) !== undefined
    // Of a send of another page nobody here knows whether it has arrived.
    const mayOvertake = overtakesSend && Math.abs(Date.now() - pressedAt) < WAITS_FOR_SEND_MS
    return {
      ...(seenTextLength !== undefined && { seenTextLength }),
      ...(sessionId !== undefined && { sessionId }),
      ...((isSending || mayOvertake) && { beforeStart: true }),
    }
  }

  /** Shows what came of a stop, where its answer is held still for it. */
  async #settle(wish: StopWish, answer: StopAnswer | undefined): Promise<void> {
    const { chatId, messageId } = wish
    const hasEnded = answer !== undefined && answer.status !== 'active'
    if (hasEnded) this.#around.chats.answerEnded(chatId, messageId)
    const view = this.#view(wish)
    if (!view || !isHeldStill(view)) return
    if (hasEnded) {
      const settled = settleStop(view, answer)
      this.#threads.replace(chatId, settled.view)
      if (!settled.gap) return
    }
    await this.#around.load(chatId, messageId)
    const now = this.#view(wish)
    // It goes on, in another session or because nobody here may stop it.
    if (!now || !isHeldStill(now) || this.all.find(messageId)) return
    this.#threads.replace(chatId, { ...now, holdsAt: undefined })
    await this.#around.load(chatId, messageId)
  }

  /** Shows an answer that another tab stops as one that is being stopped. */
  #holdStill(wish: StopWish): void {
    const view = this.#view(wish)
    if (!view || view.message.metadata.status !== 'active' || isHeldStill(view)) return
    const { sessionId } = view.message.metadata
    if ((wish.sessionId ?? sessionId) !== sessionId) return
    this.#threads.replace(wish.chatId, freeze(view, undefined, wish.seenTextLength))
  }

  #markEndsWithSentence(
    target: StopTarget,
    endsWithSentence: boolean,
    sentenceEstimate?: SentenceEstimate,
  ): void {
    const view = this.#view(target)
    if (view?.message.metadata.status !== 'active') return
    this.#threads.replace(target.chatId, { ...view, endsWithSentence, sentenceEstimate })
  }

  #view({ chatId, messageId }: StopTarget): AnswerView | undefined {
    return this.#threads.view(chatId, messageId)
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}
