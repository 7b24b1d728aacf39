import type { PersonEvent } from '@/lib/contract/event'
import { freeze, goingOn, settleStop, type AnswerView } from './answer-view'
import type { Api, Turn } from './api'
import { ApiError } from './api-error'
import { newClientId } from './id'
import { newTurnViews } from './new-turn'
import { StopAttempt } from './stop-attempt'
import { applyAnswerEvent, branchAt, loadingThread, replaceView, type Thread } from './thread'
import { ThreadLoader } from './thread-loader'

/**
 * Every chat that this tab has opened, as it is shown. Knows no React. Changes come from calls of
 * the person and from the events of the server, and each makes a new {@link Thread} value.
 */
export class Conversations {
  readonly #api: Api
  readonly #threads = new Map<string, Thread>()
  readonly #listeners = new Set<() => void>()
  readonly #stops = new Map<string, StopAttempt>()
  readonly #sending = new Map<string, Promise<void>>()
  readonly #loader: ThreadLoader
  readonly #beforeStop: () => void

  /** `beforeStop` is called before a stop looks at what is shown. */
  constructor(api: Api, { beforeStop = () => {} }: { beforeStop?: () => void } = {}) {
    this.#api = api
    this.#beforeStop = beforeStop
    this.#loader = new ThreadLoader(api, {
      get: (chatId) => this.#threads.get(chatId),
      set: (chatId, thread) => {
        this.#set(chatId, thread)
      },
      replay: (event) => {
        this.receive(event)
      },
    })
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  thread(chatId: string): Thread {
    return this.#threads.get(chatId) ?? loadingThread
  }

  /** Loads the chat if this tab has not opened it yet, or again if that failed. */
  async open(chatId: string): Promise<void> {
    const status = this.#threads.get(chatId)?.status
    if (status === undefined || status === 'failed') await this.#loader.load(chatId)
  }

  /** Adds what comes before the first message that is shown. */
  async openEarlier(chatId: string): Promise<void> {
    await this.#loader.loadEarlier(chatId)
  }

  /** Reads again what may have changed while no events came. */
  async reloadAll(): Promise<void> {
    await Promise.all([...this.#threads.keys()].map((chatId) => this.#loader.load(chatId)))
  }

  /** Sends a question; its text is shown at once. On failure it is kept as the unsent turn. */
  async send(chatId: string, text: string, model: string | undefined): Promise<void> {
    const turn: Turn = {
      id: chatId,
      assistantMessageId: newClientId(),
      trigger: 'submit-message',
      message: { id: newClientId(), role: 'user', parts: [{ type: 'text', text }] },
      ...(model !== undefined && { model }),
    }
    const thread = this.#threads.get(chatId) ?? { ...loadingThread, status: 'ready' as const }
    const parentId = thread.views.at(-1)?.message.id ?? null
    await this.#sendTurn(turn, parentId, newTurnViews(turn, parentId), { text, model })
  }

  /** Asks for another answer to the same question, beside the one there is. */
  async regenerate(chatId: string, answerId: string, model: string | undefined): Promise<void> {
    const answer = this.thread(chatId).views.find((view) => view.message.id === answerId)
    if (!answer) return
    const turn: Turn = {
      id: chatId,
      assistantMessageId: newClientId(),
      trigger: 'regenerate-message',
      messageId: answerId,
      ...(model !== undefined && { model }),
    }
    const { parentId } = answer.message.metadata
    const views = newTurnViews(turn, parentId)
    await this.#sendTurn(turn, parentId, views, { text: '', model })
  }

  /** Lets an answer that has ended go on, from where it stopped. */
  async continueAnswer(chatId: string, answerId: string): Promise<void> {
    const answer = this.thread(chatId).views.find((view) => view.message.id === answerId)
    if (!answer || answer.message.metadata.status === 'active') return
    const { parentId } = answer.message.metadata
    const turn: Turn = {
      id: chatId,
      assistantMessageId: answerId,
      trigger: 'continue-message',
      messageId: answerId,
    }
    await this.#sendTurn(turn, parentId, [goingOn(answer)], { text: '', model: undefined })
  }

  /** Puts the unsent turn away. */
  dismissUnsent(chatId: string): void {
    this.#set(chatId, { ...this.thread(chatId), unsent: undefined })
  }

  /**
   * Stops an answer: its text is still from this moment, and the cancel is tried until the server
   * has confirmed it. `seenTextLength` is what was shown of it.
   */
  stop(chatId: string, messageId: string): void {
    this.#beforeStop()
    const thread = this.thread(chatId)
    const view = thread.views.find((candidate) => candidate.message.id === messageId)
    if (view?.message.metadata.status !== 'active' || view.stop !== undefined) return
    const attempt = new StopAttempt({
      api: this.#api,
      view,
      sent: this.#sending.get(messageId),
      onUnreachable: () => {
        this.#markUnreachable(chatId, messageId)
      },
    })
    this.#stops.set(messageId, attempt)
    // The call leaves before anything is drawn.
    const running = attempt.run()
    this.#set(chatId, replaceView(thread, freeze(view)))
    void running.then(async (ended) => {
      this.#stops.delete(messageId)
      const stopped = this.thread(chatId).views.find((shown) => shown.message.id === messageId)
      if (!stopped) return
      const settled = ended && settleStop(stopped, ended)
      const view = settled?.view ?? { ...stopped, stop: undefined }
      this.#set(chatId, replaceView(this.thread(chatId), view))
      if (!settled || settled.gap) await this.#loader.loadMessage(chatId, messageId)
    })
  }

  /** Tries again now to stop what could not be stopped yet. */
  retryStop(messageId: string): void {
    this.#stops.get(messageId)?.tryNow()
  }

  /** Takes in an event of `GET /api/events`. */
  receive(event: PersonEvent): void {
    if ('chatDeleted' in event) {
      if (this.#threads.has(event.chatDeleted)) {
        this.#set(event.chatDeleted, { ...this.thread(event.chatDeleted), status: 'missing' })
      }
      return
    }
    if ('chat' in event) {
      const thread = this.#threads.get(event.chat.id)
      if (thread) this.#set(event.chat.id, { ...thread, chat: event.chat })
      return
    }
    const { chatId } = event
    const thread = this.#threads.get(chatId)
    if (!thread || this.#loader.hold(event)) return
    const change = applyAnswerEvent(thread, event)
    if (change.thread !== thread) this.#set(chatId, change.thread)
    if (change.reload) void this.#loader.load(chatId)
    if (change.gap !== undefined) void this.#loader.loadMessage(chatId, change.gap)
    if (change.ended) this.#stops.get(event.messageId)?.done()
  }

  async #sendTurn(
    turn: Turn,
    parentId: string | null,
    views: readonly AnswerView[],
    typed: { text: string; model: string | undefined },
  ): Promise<void> {
    const before = this.#threads.get(turn.id) ?? { ...loadingThread, status: 'ready' as const }
    const shown = branchAt(before, parentId, views)
    this.#set(turn.id, { ...shown, unsent: undefined })
    const sent = this.#api.send(turn)
    this.#sending.set(turn.assistantMessageId, sent)
    try {
      await sent
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const thread = this.thread(turn.id)
      // As it was before, with what came of the others meanwhile.
      const { views } = thread.views.reduce(replaceView, before)
      this.#set(turn.id, { ...thread, views, unsent: { ...typed, error } })
    } finally {
      this.#sending.delete(turn.assistantMessageId)
    }
  }

  #markUnreachable(chatId: string, messageId: string): void {
    const thread = this.thread(chatId)
    const view = thread.views.find((candidate) => candidate.message.id === messageId)
    if (view?.stop === 'stopping') {
      this.#set(chatId, replaceView(thread, { ...view, stop: 'retrying' }))
    }
  }

  #set(chatId: string, thread: Thread): void {
    this.#threads.set(chatId, thread)
    for (const listener of this.#listeners) listener()
  }
}
