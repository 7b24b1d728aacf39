import type { Api, Turn } from '@/client/api'
import { newClientId } from '@/client/new-id'
import type { StopState } from '@/client/stop-attempt'
import { ChatCache, type KnownChat } from '@/lib/client/cache/chat-cache'
import { newQuestion, newTurn } from '@/lib/client/send/new-turn'
import { TurnSender, type TurnKeeper } from '@/lib/client/send/turn-sender'
import { UnsentTurns } from '@/lib/client/send/unsent-turns'
import type { PendingStops } from '@/lib/client/stop-calls/pending-stops'
import { Stops, type StopTarget } from '@/lib/client/stops/stops'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { OpenThreads } from '@/lib/client/thread/open-threads'
import {
  applyAnswerEvent,
  leadsElsewhere,
  replaceView,
  type Thread,
} from '@/lib/client/thread/thread'
import { ThreadLoader } from '@/lib/client/thread/thread-loader'
import type { PersonEvent } from '@/lib/contract/event'

type Hooks = {
  /** Called before a stop looks at what is shown. */
  beforeStop?: () => void
  /** Where the text of a turn is kept while that is on its way. */
  outbox?: TurnKeeper
}

const noOutbox = { keep: () => {}, forget: () => {} }

/**
 * Every chat that this tab has opened, as it is shown. Knows no React. Changes come from calls of
 * the person and from the events of the server, and each makes a new {@link Thread} value.
 */
export class Conversations {
  readonly #api: Api
  readonly #threads = new OpenThreads()
  /** The state of each chat, whether or not this tab has opened it. */
  readonly chats = new ChatCache()
  readonly #loader: ThreadLoader
  readonly #stops: Stops
  /** The turns that could not be sent. */
  readonly unsent: UnsentTurns
  readonly #sender: TurnSender

  constructor(api: Api, { beforeStop = () => {}, outbox = noOutbox }: Hooks = {}) {
    this.#api = api
    const { chats } = this
    const threads = this.#threads
    const load = (chatId: string) => this.#loader.load(chatId)
    this.#loader = new ThreadLoader(api, {
      chats,
      threads,
      heldStill: (view) => this.#stops.heldStill(view),
      replay: (event) => {
        this.receive(event)
      },
    })
    this.#stops = new Stops(api, {
      beforeStop,
      chats,
      threads,
      sending: (messageId) => this.#sender.sending(messageId),
      load: (chatId, messageId) => this.#loader.loadMessage(chatId, messageId),
    })
    this.#sender = new TurnSender({ api, chats, threads, stops: this.#stops, outbox, load })
    this.unsent = new UnsentTurns(api, {
      threads,
      load,
      send: (turn, typed) => this.#sender.send(turn, typed),
    })
    let known = chats.all()
    chats.subscribe(() => {
      const before = known
      known = chats.all()
      this.#hearOfChats(before)
    })
  }

  /** Calls back after every change; the returned function ends that. */
  subscribe = (listener: () => void): (() => void) => this.#threads.subscribe(listener)

  thread(chatId: string): Thread {
    return this.#threads.shown(chatId)
  }

  /** Every chat that this tab has opened, by its ID. */
  threads(): ReadonlyMap<string, Thread> {
    return this.#threads.all()
  }

  /** The stops that the server has not confirmed, of all tabs of this browser. */
  get stops(): PendingStops {
    return this.#stops.all
  }

  /** The state of a shown answer's stop; undefined where it is not being stopped. */
  stopOf = (view: AnswerView): StopState | undefined => this.#stops.stateOf(view)

  /** Loads the chat if this tab has not opened it yet, or again if that failed. */
  async open(chatId: string): Promise<void> {
    const status = this.#threads.get(chatId)?.status
    if (status === undefined || status === 'failed') await this.#loader.load(chatId)
  }

  /** Undoes `open`: the chat is no longer shown, and opens again at its end. */
  leave = (chatId: string): void => this.#loader.forgetEarlier(chatId)

  /** Adds the messages before the first one that is shown. */
  openEarlier = (chatId: string): Promise<void> => this.#loader.loadEarlier(chatId)

  /** Reads every open chat again: they may have changed while no events came. */
  async reloadAll(): Promise<void> {
    await Promise.all([...this.threads().keys()].map((chatId) => this.#loader.load(chatId)))
  }

  /**
   * Sends a question; its text is shown at once, and an answer that is arriving is stopped.
   * If it cannot be sent, it is kept as the unsent turn.
   */
  async send(chatId: string, text: string, model: string | undefined): Promise<void> {
    const thread = this.thread(chatId)
    const parentId = thread.views.at(-1)?.message.id ?? null
    const turn: Turn = { ...newTurn(chatId, model), ...newQuestion(text), parentId }
    await this.#sender.send(turn, { text, model })
  }

  /**
   * Sends a new version of a question, as its sibling. False when it could not be sent: the chat is
   * then as it was, and its unsent turn says why.
   */
  async edit(
    chatId: string,
    questionId: string,
    text: string,
    model: string | undefined,
  ): Promise<boolean> {
    const turn: Turn = { ...newTurn(chatId, model), ...newQuestion(text), messageId: questionId }
    return this.#sender.send(turn, { text: '', model })
  }

  /** Asks for another answer to the same question, as a sibling of the first. */
  async regenerate(chatId: string, answerId: string, model: string | undefined): Promise<void> {
    const turn: Turn = {
      ...newTurn(chatId, model),
      trigger: 'regenerate-message',
      messageId: answerId,
    }
    await this.#sender.send(turn, { text: '', model })
  }

  /** Lets an answer that has ended go on, from where it stopped. */
  async continueAnswer(chatId: string, answerId: string): Promise<void> {
    const answer = this.#threads.view(chatId, answerId)
    if (!answer || answer.message.metadata.status === 'active') return
    const turn: Turn = {
      id: chatId,
      assistantMessageId: answerId,
      sessionId: newClientId(),
      trigger: 'continue-message',
      messageId: answerId,
    }
    await this.#sender.send(turn, { text: '', model: undefined })
  }

  /** Walks to the branch of this message, in every tab. Throws `FullstopError`. */
  async showBranch(chatId: string, messageId: string): Promise<void> {
    await this.#api.updateChat(chatId, { leafId: messageId })
    // The chat is read after the change, so that it comes with its new leaf.
    await this.#loader.load(chatId, messageId)
  }

  /** Puts the unsent turn away. */
  dismissUnsent(chatId: string): void {
    this.#threads.set(chatId, { ...this.thread(chatId), unsent: undefined })
  }

  /**
   * Stops an answer, also in a chat that this tab has not opened. Where the answer is shown, its text
   * stands still from this moment, and the text that was shown is kept.
   */
  stop(target: StopTarget): void {
    this.#stops.stop(target)
  }

  /** Lets an answer end with its sentence. */
  async finishSentence(chatId: string, messageId: string): Promise<void> {
    await this.#stops.finishSentence(chatId, messageId)
  }

  /** Called by every Stop button: stops an answer, or tries an unconfirmed stop again now. */
  pressStop(target: StopTarget): void {
    this.#stops.press(target)
  }

  /** Shows all of an answer whose stop came too late. */
  async showRest(chatId: string, messageId: string): Promise<void> {
    // Another tab may still be trying that stop, and would hold the rest still as it is read.
    this.#stops.done(messageId, this.#threads.view(chatId, messageId)?.message.metadata.sessionId)
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

  /** Follows open chats to the branch that they were moved to since `before`, here or elsewhere. */
  #hearOfChats(before: ReadonlyMap<string, KnownChat>): void {
    let hasChanged = false
    for (const [chatId, thread] of this.threads()) {
      const chat = this.chats.get(chatId)
      const known = before.get(chatId)?.chat
      if (!chat || chat === known) continue
      hasChanged = true
      const lastId = thread.views.at(-1)?.message.id
      // A turn on its way from here is newer than anything the server can tell yet.
      const isSending = lastId !== undefined && this.#sender.sending(lastId) !== undefined
      if (!isSending && leadsElsewhere(thread, known, chat)) void this.#loader.follow(chatId)
    }
    if (hasChanged) this.#threads.tell()
  }
}
