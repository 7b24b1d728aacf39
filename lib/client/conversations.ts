import type { PersonEvent } from '@/lib/contract/event'
import { goingOn, isHeldStill, type AnswerView } from './answer-view'
import type { Api, Turn } from './api'
import { ApiError } from './api-error'
import { atMost } from './at-most'
import { ChatCache, type KnownChat } from './chat-cache'
import { newClientId } from './id'
import { besideOf, newQuestion, newTurn, newTurnViews, startsNow, type Place } from './new-turn'
import { OpenThreads } from './open-threads'
import type { Outbox } from './outbox'
import type { PendingStops } from './pending-stops'
import { underSameIds } from './same-turn'
import type { StopState } from './stop-attempt'
import { Stops, type StopTarget } from './stops'
import {
  activeAnswerOf,
  applyAnswerEvent,
  branchAt,
  isAnswering,
  leadsElsewhere,
  loadingThread,
  replaceView,
  type Thread,
  type UnsentTurn,
} from './thread'
import { ThreadLoader } from './thread-loader'
import { UnsentTurns } from './unsent-turns'

/** So long a question waits for the stop before it: the server itself says no later how it went. */
const STOP_WAIT_MS = 3_000

type Hooks = {
  /** Called before a stop looks at what is shown. */
  beforeStop?: () => void
  /** Where the text of a turn is kept while that is on its way. */
  outbox?: Pick<Outbox, 'keep' | 'forget'>
}

const noOutbox = { keep: () => {}, forget: () => {} }

/**
 * Every chat that this tab has opened, as it is shown. Knows no React. Changes come from calls of
 * the person and from the events of the server, and each makes a new {@link Thread} value.
 */
export class Conversations {
  readonly #api: Api
  readonly #threads = new OpenThreads()
  /** How each chat is, whether or not this tab has opened it. */
  readonly chats = new ChatCache()
  readonly #sending = new Map<string, Promise<void>>()
  readonly #loader: ThreadLoader
  readonly #stops: Stops
  /** What could not be sent. */
  readonly unsent: UnsentTurns
  readonly #outbox: Pick<Outbox, 'keep' | 'forget'>

  constructor(api: Api, { beforeStop = () => {}, outbox = noOutbox }: Hooks = {}) {
    this.#api = api
    this.#outbox = outbox
    this.#loader = new ThreadLoader(api, {
      chats: this.chats,
      get: this.#threads.get,
      set: this.#threads.set,
      heldStill: (view) => this.#stops.heldStill(view),
      replay: (event) => {
        this.receive(event)
      },
    })
    this.unsent = new UnsentTurns(api, {
      get: this.#threads.get,
      set: this.#threads.set,
      load: (chatId) => this.#loader.load(chatId),
      send: (turn, { text, model }) => this.#sendTurn(turn, { text, model }),
    })
    this.#stops = new Stops(api, {
      beforeStop,
      chats: this.chats,
      get: (chatId) => this.thread(chatId),
      set: this.#threads.set,
      stopsChanged: this.#threads.tell,
      sending: (messageId) => this.#sending.get(messageId),
      load: (chatId, messageId) => this.#loader.loadMessage(chatId, messageId),
    })
    let before = this.chats.all()
    this.chats.subscribe(() => {
      this.#hearOfChats(before)
      before = this.chats.all()
    })
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe = (listener: () => void): (() => void) => this.#threads.subscribe(listener)

  thread(chatId: string): Thread {
    return this.#threads.get(chatId) ?? loadingThread
  }

  /** Every chat that this tab has opened, by its ID. */
  threads(): ReadonlyMap<string, Thread> {
    return this.#threads.all()
  }

  /** The stops that the server has not confirmed, of all tabs of this browser. */
  get stops(): PendingStops {
    return this.#stops.all
  }

  /** How the stop of an answer that is shown stands; undefined where it is not being stopped. */
  stopOf = (view: AnswerView): StopState | undefined => this.#stops.stateOf(view)

  /** Loads the chat if this tab has not opened it yet, or again if that failed. */
  async open(chatId: string): Promise<void> {
    const status = this.#threads.get(chatId)?.status
    if (status === undefined || status === 'failed') await this.#loader.load(chatId)
  }

  /** Ends what `open` began: the chat is not shown any more, and opens again at its end. */
  leave = (chatId: string): void => this.#loader.forgetEarlier(chatId)

  /** Adds what comes before the first message that is shown. */
  openEarlier = (chatId: string): Promise<void> => this.#loader.loadEarlier(chatId)

  /** Reads again what may have changed while no events came. */
  async reloadAll(): Promise<void> {
    await Promise.all([...this.threads().keys()].map((chatId) => this.#loader.load(chatId)))
  }

  /**
   * Sends a question; its text is shown at once, and an answer that is arriving is stopped by it.
   * On failure it is kept as the unsent turn.
   */
  async send(chatId: string, text: string, model: string | undefined): Promise<void> {
    const thread = this.#threads.get(chatId) ?? { ...loadingThread, status: 'ready' as const }
    const parentId = thread.views.at(-1)?.message.id ?? null
    const turn: Turn = { ...newTurn(chatId, model), ...newQuestion(text), parentId }
    await this.#sendTurn(turn, { text, model })
  }

  /**
   * Sends a question anew, beside the one that it replaces. False when it could not be sent: the
   * chat is then as it was, and its unsent turn says why.
   */
  async edit(
    chatId: string,
    questionId: string,
    text: string,
    model: string | undefined,
  ): Promise<boolean> {
    const turn: Turn = { ...newTurn(chatId, model), ...newQuestion(text), messageId: questionId }
    return this.#sendTurn(turn, { text: '', model })
  }

  /** Asks for another answer to the same question, beside the one there is. */
  async regenerate(chatId: string, answerId: string, model: string | undefined): Promise<void> {
    const turn: Turn = {
      ...newTurn(chatId, model),
      trigger: 'regenerate-message',
      messageId: answerId,
    }
    await this.#sendTurn(turn, { text: '', model })
  }

  /** Lets an answer that has ended go on, from where it stopped. */
  async continueAnswer(chatId: string, answerId: string): Promise<void> {
    const answer = this.#view(chatId, answerId)
    if (!answer || answer.message.metadata.status === 'active') return
    const turn: Turn = {
      id: chatId,
      assistantMessageId: answerId,
      sessionId: newClientId(),
      trigger: 'continue-message',
      messageId: answerId,
    }
    await this.#sendTurn(turn, { text: '', model: undefined })
  }

  /** Walks to the branch of this message, in every tab. Throws `ApiError`. */
  async showBranch(chatId: string, messageId: string): Promise<void> {
    await this.#api.updateChat(chatId, { leafId: messageId })
    // With how the chat is by then.
    await this.#loader.load(chatId, messageId)
  }

  /** Puts the unsent turn away. */
  dismissUnsent(chatId: string): void {
    this.#threads.set(chatId, { ...this.thread(chatId), unsent: undefined })
  }

  /**
   * Stops an answer, be it of a chat that this tab has not opened. Where it is shown, its text is
   * still from this moment, and what was shown is kept.
   */
  stop(target: StopTarget): void {
    this.#stops.stop(target)
  }

  /** Lets an answer end with its sentence. */
  async finishSentence(chatId: string, messageId: string): Promise<void> {
    await this.#stops.finishSentence(chatId, messageId)
  }

  /** What a press on any Stop does: stops an answer, or tries again now where that is not confirmed. */
  pressStop(target: StopTarget): void {
    this.#stops.press(target)
  }

  /** Shows all of an answer whose stop came too late. */
  async showRest(chatId: string, messageId: string): Promise<void> {
    // Another tab may still be trying that stop, and would hold still what is read now.
    this.#stops.done(messageId, this.#view(chatId, messageId)?.message.metadata.sessionId)
    await this.#loader.loadRest(chatId, messageId)
  }

  /** Takes in an event of `GET /api/events`. */
  receive(event: PersonEvent): void {
    if ('chatDeleted' in event) {
      this.chats.remove(event.chatDeleted)
      const deleted = this.#threads.get(event.chatDeleted)
      if (deleted) this.#threads.set(event.chatDeleted, { ...deleted, status: 'missing' })
      return
    }
    if ('chat' in event) {
      this.chats.take(event.chat)
      return
    }
    const { chatId } = event
    const thread = this.#threads.get(chatId)
    if (!thread || this.#loader.hold(event)) return
    const change = applyAnswerEvent(thread, event)
    const next = change.began
      ? replaceView(change.thread, this.#stops.heldStill(change.began))
      : change.thread
    if (next !== thread) this.#threads.set(chatId, next)
    if (change.reload) void this.#loader.load(chatId)
    if (change.gap !== undefined) void this.#loader.loadMessage(chatId, change.gap)
    if (change.ended) {
      this.#stops.done(event.messageId, change.ended.message.metadata.sessionId)
    }
  }

  /** What is shown of chats goes where they have been moved to since they were as in `before`. */
  #hearOfChats(before: ReadonlyMap<string, KnownChat>): void {
    let hasChanged = false
    for (const [chatId, thread] of this.threads()) {
      const chat = this.chats.get(chatId)
      const known = before.get(chatId)?.chat
      if (!chat || chat === known) continue
      hasChanged = true
      const lastId = thread.views.at(-1)?.message.id
      // What is on its way from here is newer than anything the server can tell yet.
      const isSending = lastId !== undefined && this.#sending.has(lastId)
      if (!isSending && leadsElsewhere(thread, known, chat)) void this.#loader.follow(chatId)
    }
    if (hasChanged) this.#threads.tell()
  }

  /** False when it could not be sent. */
  async #sendTurn(
    wished: Turn,
    typed: { text: string; model: string | undefined },
  ): Promise<boolean> {
    const chatId = wished.id
    const turn = underSameIds(wished, this.thread(chatId).unsent?.resend?.turn)
    const placed = this.#placeOf(turn)
    if (!placed) return false
    const { place, views } = placed
    const stopped = this.#stopBefore(chatId)
    const before = this.#threads.get(chatId) ?? { ...loadingThread, status: 'ready' as const }
    const wire: Turn = isAnswering(before, this.chats.get(chatId))
      ? { ...turn, options: { supersede: true } }
      : turn
    this.#threads.set(chatId, { ...branchAt(before, place.parentId, views), unsent: undefined })
    this.#outbox.keep(turn, !this.chats.get(chatId) && before.views.length === 0)
    const sent = stopped ? stopped.then(() => this.#api.send(wire)) : this.#api.send(wire)
    this.#sending.set(turn.assistantMessageId, sent)
    try {
      await sent
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // It has been heard of: only the answer to the send was lost.
      const shown = this.#view(chatId, turn.assistantMessageId)
      if (shown && !shown.isAwaited) return true
      // What somebody has stopped meanwhile is not to be sent by itself any more.
      const isWanted = error.passing && !this.#isStopped(turn)
      const resend = isWanted ? { resend: { turn, byItself: true } } : {}
      this.#takeBack(turn, before, { ...typed, error, ...resend })
      return false
    } finally {
      const { assistantMessageId: id } = turn
      if (this.#sending.get(id) === sent) {
        this.#sending.delete(id)
        this.#outbox.forget(id)
      }
    }
  }

  /** Where a turn goes, and what is shown of it; undefined where what it names is not shown. */
  #placeOf(turn: Turn): { place: Place; views: AnswerView[] } | undefined {
    if ('parentId' in turn) {
      const { parentId } = turn
      const isLast = (this.thread(turn.id).views.at(-1)?.message.id ?? null) === parentId
      const place = { parentId, siblingIds: [] }
      return isLast ? { place, views: newTurnViews(turn, place) } : undefined
    }
    const named = this.#view(turn.id, turn.messageId)
    if (!named) return undefined
    const place = besideOf(named)
    const { sessionId } = turn
    if (turn.trigger !== 'continue-message') return { place, views: newTurnViews(turn, place) }
    return { place, views: [goingOn(named, { sessionId, startedAt: startsNow() })] }
  }

  #isStopped({ id: chatId, assistantMessageId: answerId }: Turn): boolean {
    const view = this.#view(chatId, answerId)
    const isStill = view !== undefined && isHeldStill(view)
    return isStill || this.#stops.over(answerId) !== undefined
  }

  /** The thread as it was before this turn, which could not be sent. */
  #takeBack(turn: Turn, before: Thread, unsent: UnsentTurn): void {
    const thread = this.thread(turn.id)
    const shows = (id: string) => thread.views.some(({ message }) => message.id === id)
    if (!shows(turn.assistantMessageId)) {
      // It is not there any more: what was read or taken back since is newer.
      this.#threads.set(turn.id, { ...thread, unsent })
      return
    }
    // With all that came of the others meanwhile.
    const others = thread.views.filter(({ message }) => message.id !== turn.assistantMessageId)
    const { views } = others.reduce(replaceView, before)
    this.#threads.set(turn.id, { ...thread, views, unsent })
    const stopped = activeAnswerOf(before)?.message.id
    // An answer that was not shown meanwhile has been stopped unseen.
    if (stopped !== undefined && !shows(stopped)) void this.#loader.load(turn.id)
  }

  /**
   * Stops the answer that is shown arriving, as pressing Stop does: what was seen of it is what is
   * kept. Resolves when that is confirmed, or when it has taken too long to wait for.
   */
  #stopBefore(chatId: string): Promise<void> | undefined {
    const id = activeAnswerOf(this.thread(chatId))?.message.id
    if (id === undefined) return undefined
    this.stop({ chatId, messageId: id })
    const over = this.#stops.over(id)
    // What follows on an answer has to come after it, however long that is on its way.
    const sent = this.#sending.get(id)?.catch(() => {}) ?? Promise.resolve()
    return over && sent.then(() => atMost(over, STOP_WAIT_MS))
  }

  #view(chatId: string, messageId: string): AnswerView | undefined {
    return this.thread(chatId).views.find(({ message }) => message.id === messageId)
  }
}
