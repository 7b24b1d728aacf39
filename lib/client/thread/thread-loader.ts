import type { ChatCache } from '@/lib/client/cache/chat-cache'
import type { Api } from '@/lib/client/calls/api'
import { ApiError } from '@/lib/client/calls/api-error'
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
  /** A message that was read, held still where it is being stopped. */
  heldStill(view: AnswerView): AnswerView
  /** Takes in an event that was held while something loaded. */
  replay(event: PersonEvent): void
}

type AnswerPersonEvent = Extract<PersonEvent, { messageId: string }>

/** More messages than a screen has, and no more than can be drawn at once without a wait. */
const PAGE_SIZE = 20

/**
 * Reads chats and messages. Events that come meanwhile are held and follow after what was read,
 * whose cursor says which of them are news.
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

  /** Reads the end of a chat, and all from this message on; what is shown before that stays. */
  async load(chatId: string, messageId?: string): Promise<void> {
    if (!this.#threads.get(chatId)) this.#threads.set(chatId, loadingThread)
    await this.#whileHolding(chatId, () => this.#read(chatId, messageId))
  }

  /** Reads the end of a chat that has been moved to another branch, unless a reading before this one has. */
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
    // Its end is shown by now: nothing is to be followed.
    this.#chats.takeRead([chat], askedAt)
  }

  async loadEarlier(chatId: string): Promise<void> {
    const { before } = this.#threads.shown(chatId)
    if (before === null) return
    await this.#whileHolding(chatId, async () => {
      // Somebody else has read it meanwhile.
      if (this.#threads.get(chatId)?.before !== before) return
      const earlier = await this.#api.readChat(chatId, { before, limit: PAGE_SIZE })
      const thread = this.#threads.get(chatId)
      // The chat was left meanwhile, with what this comes before.
      if (thread?.before !== before) return
      const read = earlier.messages.map((message) => this.#viewOf(message, undefined))
      const views = [...read, ...thread.views]
      this.#threads.set(chatId, { ...thread, views, before: earlier.before })
    })
  }

  /** Keeps of a chat what it would open with: all that one has read back is long to draw. */
  forgetEarlier(chatId: string): void {
    const thread = this.#threads.get(chatId)
    if (thread) this.#threads.set(chatId, endOf(thread, PAGE_SIZE))
  }

  /** Reads one message again: something of it was missed, or it was stopped. */
  async loadMessage(chatId: string, messageId: string): Promise<void> {
    await this.#whileHolding(chatId, async () => {
      const message = await this.#api.readMessage(messageId)
      const shown = this.#threads.view(chatId, messageId)
      this.#threads.replace(chatId, this.#viewOf(message, shown))
    })
  }

  /** Reads all of an answer that is shown as far as it was when its stop came, too late. */
  async loadRest(chatId: string, messageId: string): Promise<void> {
    const before = this.#threads.view(chatId, messageId)
    if (!before || !hidesRest(before)) return
    this.#threads.replace(chatId, { ...before, holdsAt: undefined })
    await this.loadMessage(chatId, messageId)
    const read = this.#threads.view(chatId, messageId)
    // It could not be read: the offer stays.
    const isShort = read && textLengthOf(read.message.parts) < before.message.metadata.textLength
    if (isShort) this.#threads.replace(chatId, before)
  }

  /**
   * The message as it was read, and when it was stopped here. One that is being stopped stays as it
   * is shown until it has ended, and no more is shown then of one that its stop came too late for.
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

  /** One reading of a chat after the other. */
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
      if (!(error instanceof ApiError)) throw error
      this.#fail(chatId, error)
    } finally {
      this.#held.delete(chatId)
      for (const event of held) this.#around.replay(event)
    }
  }

  /** A thread that is shown stays: only one that was never read has nothing to show. */
  #fail(chatId: string, error: ApiError): void {
    const thread = this.#threads.get(chatId)
    if (thread?.status !== 'loading') return
    const status = error.code === 'not_found' || error.code === 'bad_request' ? 'missing' : 'failed'
    this.#threads.set(chatId, { ...thread, status })
  }
}
