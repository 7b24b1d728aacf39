import type { Notice } from '@/lib/bus/bus'
import type { Chat } from '@/lib/contract/chat'
import { ENDED, formatCursor } from '@/lib/contract/cursor'
import type { SentPersonEvent } from '@/lib/contract/event'
import type { Clock } from '@/lib/platform/clock'
import type { Feed } from '@/lib/platform/feed'
import { Wakeup } from '@/lib/platform/wakeup'
import { storedAnswer, type AnswerSource } from '@/lib/streams/answer/answer-source'
import { AnswerFollower } from './answer-follower'
import { formatPersonCursor, type PersonCursor } from './person-cursor'
import { OTHER_CLOCKS_MS, ToldEnds } from './told-ends'

/**
 * Text alone is told without a new ID for so long, in milliseconds. An ID names each running answer,
 * and is longer than most of the texts.
 */
const LONGEST_WITHOUT_ID_MS = 250

/**
 * The most text of one reading, in UTF-16 code units, where no single answer has more: a reader writes it in
 * one step, and holds it while it is slow.
 */
const MOST_TEXT = 65_536

/**
 * Everything of one person. The feed queues no text: it holds an offset for each answer and the
 * latest state of each changed chat, and a slow reader costs no more than that.
 */
export class PersonFeed implements Feed<SentPersonEvent> {
  readonly #clock: Clock
  readonly #wakeup = new Wakeup()
  readonly #followers = new Map<string, AnswerFollower>()
  readonly #changedChats = new Map<string, Chat | 'deleted'>()
  /** For each reading of chats, the chats that were heard of meanwhile. */
  readonly #readings = new Set<Set<string>>()
  readonly #cursor: PersonCursor | undefined
  readonly #onLeave: (feed: PersonFeed) => void
  /** The ends that were told: what is read again may bring them again. */
  readonly #told: ToldEnds
  /** For so long, in milliseconds, IDs name ends that were told; 0 where no other server ends answers. */
  readonly #nameEndsMs: number
  #stopListening = () => {}
  #identifiedAt = -Infinity
  #finishing = false
  #left = false

  constructor(options: {
    clock: Clock
    cursor: PersonCursor | undefined
    onLeave: (feed: PersonFeed) => void
    /** Other servers may run answers of this person. */
    isShared?: boolean
  }) {
    this.#clock = options.clock
    this.#cursor = options.cursor
    this.#onLeave = options.onLeave
    this.#told = new ToldEnds(options.cursor, this.#clock.monotonic())
    this.#nameEndsMs = options.isShared ? OTHER_CLOCKS_MS : 0
  }

  /** Hears notices until the feed is left; `onStarted` brings the running answer that a notice names. */
  listen(
    subscribe: (listener: (notice: Notice) => void) => () => void,
    onStarted: (messageId: string) => void,
  ): void {
    this.#stopListening = subscribe((notice) => {
      switch (notice.type) {
        case 'stream-started':
          onStarted(notice.messageId)
          break
        // In the same step: the next ID must not be later than an answer still untold.
        case 'answer-stopped-first':
          this.follow(storedAnswer(notice.answer))
          break
        case 'chat-changed':
          this.#hearOf(notice.chat.id, notice.chat)
          break
        case 'chat-deleted':
          this.#hearOf(notice.chatId, 'deleted')
          break
        // The end of the reader's session cuts them off.
        case 'person-deleted':
          break
      }
      this.#wakeup.signal()
    })
  }

  /** Adds an answer, from where the cursor says, else from its start; not one whose end was told. */
  follow(answer: AnswerSource): void {
    if (this.#left || this.#followers.has(answer.sessionId)) return
    if (this.#told.has(answer.sessionId)) return
    const cursor = this.#cursor?.answers.find(
      (candidate) => candidate.sessionId === answer.sessionId,
    )
    const follower = new AnswerFollower(
      answer,
      () => {
        this.#wakeup.signal()
      },
      cursor,
    )
    this.#followers.set(answer.sessionId, follower)
    this.#wakeup.signal()
  }

  /** Brings news of chats as it is read now, but of those that are heard of meanwhile: that is newer. */
  async bringChats(
    read: () => Promise<{ changed: readonly Chat[]; deleted: readonly string[] }>,
  ): Promise<void> {
    const heardOf = new Set<string>()
    this.#readings.add(heardOf)
    try {
      const { changed, deleted } = await read()
      const news = [
        ...changed.map((chat) => [chat.id, chat] as const),
        ...deleted.map((chatId) => [chatId, 'deleted'] as const),
      ]
      for (const [chatId, chat] of news) {
        if (!heardOf.has(chatId)) this.#changedChats.set(chatId, chat)
      }
      this.#wakeup.signal()
    } finally {
      this.#readings.delete(heardOf)
    }
  }

  async read(): Promise<SentPersonEvent[] | undefined> {
    for (;;) {
      if (this.#left) return undefined
      const events = [...this.#takeChats(), ...this.#takeAnswers()]
      if (events.length > 0) return this.#identifyLast(events)
      if (this.#finishing) return undefined
      await this.#wakeup.wait()
    }
  }

  /** Ends the feed once its reader has read the rest. */
  finish(): void {
    this.#finishing = true
    this.#wakeup.signal()
  }

  get isLeft(): boolean {
    return this.#left
  }

  leave(): void {
    if (this.#left) return
    this.#left = true
    this.#onLeave(this)
    this.#stopListening()
    for (const follower of this.#followers.values()) follower.leave()
    this.#followers.clear()
    this.#wakeup.signal()
  }

  #hearOf(chatId: string, chat: Chat | 'deleted'): void {
    this.#changedChats.set(chatId, chat)
    for (const heardOf of this.#readings) heardOf.add(chatId)
  }

  #takeChats(): SentPersonEvent[] {
    const changes = [...this.#changedChats]
    this.#changedChats.clear()
    // Without IDs: the time in one would say of the next chat, too, that its change is known.
    return changes.map(([chatId, chat]) => ({
      event: chat === 'deleted' ? { chatDeleted: chatId } : { chat },
    }))
  }

  #takeAnswers(): SentPersonEvent[] {
    const events: SentPersonEvent[] = []
    let length = 0
    for (const [sessionId, follower] of this.#followers) {
      // The next reading takes the others at once.
      if (length >= MOST_TEXT) break
      const { messageId, chatId } = follower
      const taken = follower.take()
      for (const [index, { cursor, chunk }] of taken.entries()) {
        const event = { messageId, chatId, cursor, chunk }
        if ('delta' in chunk) length += chunk.delta.length
        const isEnd = follower.over && index === taken.length - 1
        const place = isEnd ? formatCursor({ sessionId, position: ENDED }) : cursor
        // An end that came again would pass for news. Of a text, its cursor tells.
        events.push('delta' in chunk ? { event } : { id: this.#id(sessionId, place), event })
      }
      if (follower.over) {
        this.#followers.delete(sessionId)
        this.#told.add(sessionId, this.#clock.monotonic())
      }
    }
    return events
  }

  /** Gives the last of all new events an ID, unless they are texts alone and soon after another ID. */
  #identifyLast(events: SentPersonEvent[]): SentPersonEvent[] {
    const [last] = events.slice(-1)
    const isDue =
      this.#clock.monotonic() - this.#identifiedAt >= LONGEST_WITHOUT_ID_MS || !events.every(isText)
    if (last && isDue) last.id ??= this.#id()
    return events
  }

  /** The reader's place in every answer; in the event's own answer, right after the event. */
  #id(ofSession?: string, cursor?: string): string {
    this.#identifiedAt = this.#clock.monotonic()
    const answers = [...this.#followers].map(([sessionId, follower]) =>
      sessionId === ofSession && cursor !== undefined ? cursor : formatCursor(follower.cursor),
    )
    const told = this.#told.since(this.#identifiedAt - this.#nameEndsMs)
    const ends = told.map((sessionId) => formatCursor({ sessionId, position: ENDED }))
    return formatPersonCursor(this.#clock.now(), [...answers, ...ends])
  }
}

function isText({ event }: SentPersonEvent): boolean {
  return 'chunk' in event && 'delta' in event.chunk
}
