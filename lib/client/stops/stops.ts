import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import { TRY_MS, type StopAnswer, type StopState } from '@/client/stop-attempt'
import type { ChatCache } from '@/lib/client/cache/chat-cache'
import type { StopWish } from '@/lib/client/stop-calls/kept-stops'
import { PendingStops } from '@/lib/client/stop-calls/pending-stops'
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

/** An answer to stop. Its session is used where no chat of this tab shows the answer. */
export type StopTarget = {
  readonly chatId: string
  readonly messageId: string
  readonly sessionId?: string | undefined
}

/** The longest that the server lets a stop wait for its send, in milliseconds. */
const WAITS_FOR_SEND_MS = 30_000

/** Stops answers, and shows each as stopped until the server has confirmed it. */
export class Stops {
  readonly #api: Api
  readonly #around: Surroundings
  readonly #threads: OpenThreads
  /** The stops of all tabs of this browser, also of answers that are not shown. */
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
   * Stops an answer, and tries until the server has confirmed it. Where the answer is shown, its text
   * stands still from this moment, and the text that was shown is kept.
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
    // Somebody has asked for a later session than the one to stop.
    if (target.sessionId !== undefined && target.sessionId !== sessionId) return
    // The call leaves before anything is drawn. It replaces a stop made before the answer was shown.
    this.#begin(target, view)
    this.#threads.replace(target.chatId, freeze(view, Date.now()))
  }

  /** Stops an answer as it is shown, or tries an unconfirmed stop again now. */
  press(target: StopTarget): void {
    const sessionId = this.#view(target)?.message.metadata.sessionId ?? target.sessionId
    if (this.#isPending(target)) this.all.press(target.messageId)
    else this.stop({ ...target, sessionId })
  }

  /**
   * Lets an answer end with its sentence. The answer goes on arriving until then, so its text is not
   * held still. A request that does not reach the server is taken back, for the person to press again.
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
      if (!(error instanceof FullstopError) && !isTimeout(error)) throw error
      this.#markEndsWithSentence(target, false)
    }
  }

  /** The state of a shown answer's stop; undefined where it is not being stopped. */
  stateOf(view: AnswerView): StopState | undefined {
    if (!isHeldStill(view)) return undefined
    // Once nothing is left to stop, the end of the answer may still have to be read.
    return this.all.find(view.message.id)?.state ?? 'stopping'
  }

  /** Resolves when nothing is left to stop; undefined where nothing is being stopped here. */
  over(messageId: string): Promise<void> | undefined {
    return this.all.find(messageId)?.over
  }

  /** Called when this session of the answer was seen to end. */
  done(messageId: string, sessionId: string | undefined): void {
    this.all.done(messageId, sessionId)
  }

  /** A message that was read, held still where another tab or an earlier page is stopping it. */
  heldStill(view: AnswerView): AnswerView {
    const { id, metadata } = view.message
    const stop = this.all.find(id)
    if (!stop || (stop.wish.sessionId ?? metadata.sessionId) !== metadata.sessionId) return view
    const { seenTextLength } = stop.wish
    if (metadata.status !== 'active') {
      // Nothing is left to stop, whatever the call on its way is answered.
      this.all.done(id, metadata.sessionId)
      return holdAt(view, seenTextLength)
    }
    const still = freeze(view, undefined, seenTextLength)
    this.all.see(id, still.holdsAt)
    return still
  }

  /** Whether a stop of this session is under way, not one of an earlier session. */
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
        // A send that broke off on its way may still reach the server.
        if (!(error instanceof FullstopError && error.passing))
          this.all.sendSettled(messageId, wish.sessionId)
      })
  }

  #requestOf(wish: StopWish): CancelRequest {
    const { messageId, sessionId, seenTextLength, overtakesSend, pressedAt } = wish
    const isSending = this.#around.sending(messageId) !== undefined
    // This page cannot know whether the send of another page has arrived.
    const mayOvertake = overtakesSend && Math.abs(Date.now() - pressedAt) < WAITS_FOR_SEND_MS
    return {
      ...(seenTextLength !== undefined && { seenTextLength }),
      ...(sessionId !== undefined && { sessionId }),
      ...((isSending || mayOvertake) && { beforeStart: true }),
    }
  }

  /** Shows the result of a stop on an answer that is held still for it. */
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
    // The answer goes on, in another session or because this person may not stop it.
    if (!now || !isHeldStill(now) || this.all.find(messageId)) return
    this.#threads.replace(chatId, { ...now, holdsAt: undefined })
    await this.#around.load(chatId, messageId)
  }

  /** Holds a shown answer still that another tab is stopping. */
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
