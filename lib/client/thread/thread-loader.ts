import type { Api } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { ChatCache } from '@/lib/client/cache/chat-cache'
import type { ChatWithMessages } from '@/lib/contract/chat'
import type { PersonEvent } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import { hidesRest, holdAt, isHeldStill, isStale, viewOf, type AnswerView } from './answer-view'
import type { OpenThreads } from './open-threads'
import { branchAt, endOf, loadingThread, shows } from './thread'

type Surroundings = {
  chats: ChatCache
  threads: OpenThreads
  /** Returns a message that was read, held still where it is being stopped. */
  heldStill(view: AnswerView): AnswerView
  /** Takes in an event that was held while something loaded. */
  replay(event: PersonEvent): void
}

type AnswerPersonEvent = Extract<PersonEvent, { messageId: string }>

/** More messages than a screen shows, but few enough to be drawn without a wait. */
const PAGE_SIZE = 20

/**
 * Reads chats and messages. Events that come meanwhile are held, and replayed after the reading; its
 * cursor says which of them are news.
 */
export class ThreadLoader {
  readonly #api: Api
  readonly #around: Surroundings
  readonly #chats: ChatCache
  readonly #threads: OpenThreads
  readonly #held = new Map<string, AnswerPersonEvent[]>()
  readonly #reading = new Map<string, Promise<void>>()

  constructor(api: Api, around: Surroundings) {
    this.#api = api
    this.#around = around
    this.#chats = around.chats
    this.#threads = around.threads
  }

  /** Whether the event is held because its chat is loading. */
  hold(event: AnswerPersonEvent): boolean {
    const held = this.#held.get(event.chatId)
    held?.push(event)
    return held !== undefined
  }

  /** Reads the end of a chat, and everything from this message on; earlier shown messages stay. */
  async load(chatId: string, messageId?: string): Promise<void> {
    if (!this.#threads.get(chatId)) this.#threads.set(chatId, loadingThread)
    await this.#whileHolding(chatId, () => this.#read(chatId, messageId))
  }

  /** Reads the end of a chat that was moved to another branch, unless an earlier reading has. */
  async follow(chatId: string): Promise<void> {
    await this.#whileHolding(chatId, async () => {
      const thread = this.#threads.get(chatId)
      const leafId = this.#chats.get(chatId)?.leafId
      if (thread && leafId && !shows(thread, leafId)) await this.#read(chatId, undefined)
    })
  }

  async #read(chatId: string, messageId: string | undefined): Promise<void> {
    const askedAt = this.#chats.ask()
    const {
      messages,
      before,
      settings: _settings,
      ...chat
    } = await this.#readBackTo(chatId, messageId)
    const thread = this.#threads.shown(chatId)
    const shown = new Map(thread.views.map((view) => [view.message.id, view]))
    const read = messages.map((message) => this.#viewOf(message, shown.get(message.id)))
    const { views } = branchAt(thread, messages[0]?.metadata?.parentId ?? null, read)
    this.#threads.set(chatId, {
      status: 'ready',
      views,
      before: views.length > read.length ? thread.before : before,
      unsent: thread.unsent,
    })
    // The thread already shows the new leaf, so `follow` has nothing to do.
    this.#chats.takeRead([chat], askedAt)
  }

  async loadEarlier(chatId: string): Promise<void> {
    const { before } = this.#threads.shown(chatId)
    if (before === null) return
    await this.#whileHolding(chatId, async () => {
      // Another call has read it meanwhile.
      if (this.#threads.get(chatId)?.before !== before) return
      const earlier = await this.#api.readChat(chatId, { before, limit: PAGE_SIZE })
      const thread = this.#threads.get(chatId)
      // The chat was left meanwhile, and `forgetEarlier` has dropped the messages after these.
      if (thread?.before !== before) return
      const read = earlier.messages.map((message) => this.#viewOf(message, undefined))
      const views = [...read, ...thread.views]
      this.#threads.set(chatId, { ...thread, views, before: earlier.before })
    })
  }

  /** Keeps the messages that the chat would open with: a long history takes long to draw. */
  forgetEarlier(chatId: string): void {
    const thread = this.#threads.get(chatId)
    if (thread) this.#threads.set(chatId, endOf(thread, PAGE_SIZE))
  }

  /** Reads one message again, after a part of it was missed or it was stopped. */
  async loadMessage(chatId: string, messageId: string): Promise<void> {
    await this.#whileHolding(chatId, async () => {
      const message = await this.#api.readMessage(messageId)
      const shown = this.#threads.view(chatId, messageId)
      this.#threads.replace(chatId, this.#viewOf(message, shown))
    })
  }

  /** Reads all of an answer that ended before its stop came, and that shows only what it showed then. */
  async loadRest(chatId: string, messageId: string): Promise<void> {
    const before = this.#threads.view(chatId, messageId)
    if (!before || !hidesRest(before)) return
    this.#threads.replace(chatId, { ...before, holdsAt: undefined })
    await this.loadMessage(chatId, messageId)
    const read = this.#threads.view(chatId, messageId)
    // The message could not be read: the offer to show the rest stays.
    const isShort = read && textLengthOf(read.message.parts) < before.message.metadata.textLength
    if (isShort) this.#threads.replace(chatId, before)
  }

  /**
   * The view of a message that was read, with the time of its stop here. A message that is being stopped
   * stays as it is shown until its end; if its stop came too late, it shows no more after that either.
   */
  #viewOf(message: Message, shown: AnswerView | undefined): AnswerView {
    const read = viewOf(message)
    const { status, sessionId } = read.message.metadata
    if (shown && isStale(read, shown)) return shown
    const before = shown?.message.metadata.sessionId === sessionId ? shown : undefined
    if (status === 'active') {
      return before && isHeldStill(before) ? before : this.#around.heldStill(read)
    }
    const view = { ...read, stoppedAt: shown?.stoppedAt }
    const holdsAt = before?.holdsAt
    return holdsAt === undefined ? this.#around.heldStill(view) : holdAt(view, holdsAt)
  }

  async #readBackTo(chatId: string, messageId: string | undefined): Promise<ChatWithMessages> {
    const chat = await this.#api.readChat(chatId, { limit: PAGE_SIZE })
    if (messageId === undefined) return chat
    let { messages, before } = chat
    while (before !== null && !messages.some(({ id }) => id === messageId)) {
      const earlier = await this.#api.readChat(chatId, { before })
      messages = [...earlier.messages, ...messages]
      before = earlier.before
    }
    return { ...chat, messages, before }
  }

  /** Runs the readings of a chat one after another. */
  async #whileHolding(chatId: string, read: () => Promise<void>): Promise<void> {
    const before = this.#reading.get(chatId) ?? Promise.resolve()
    const reading = before.then(() => this.#hold(chatId, read))
    this.#reading.set(chatId, reading)
    await reading
    if (this.#reading.get(chatId) === reading) this.#reading.delete(chatId)
  }

  async #hold(chatId: string, read: () => Promise<void>): Promise<void> {
    const held: AnswerPersonEvent[] = []
    this.#held.set(chatId, held)
    try {
      await read()
    } catch (error) {
      if (!(error instanceof FullstopError)) throw error
      this.#fail(chatId, error)
    } finally {
      this.#held.delete(chatId)
      for (const event of held) this.#around.replay(event)
    }
  }

  /** A thread that is shown stays; only one that was never read shows the failure. */
  #fail(chatId: string, error: FullstopError): void {
    const thread = this.#threads.get(chatId)
    if (thread?.status !== 'loading') return
    const status = error.code === 'not_found' || error.code === 'bad_request' ? 'missing' : 'failed'
    this.#threads.set(chatId, { ...thread, status })
  }
}
