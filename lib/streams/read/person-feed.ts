import type { Chat } from '@/lib/contract/chat'
import { formatCursor } from '@/lib/contract/cursor'
import type { IdentifiedPersonEvent } from '@/lib/contract/event'
import type { Clock } from '@/lib/platform/clock'
import type { Feed } from '@/lib/platform/feed'
import { Wakeup } from '@/lib/platform/wakeup'
import { storedAnswer, type AnswerSource } from '@/lib/streams/answer/answer-source'
import type { Notice } from '@/lib/streams/bus/bus'
import { AnswerFollower } from './answer-follower'
import { formatPersonCursor, type PersonCursor } from './person-cursor'

/**
 * Everything of one person. The feed queues no text: it holds an offset for each answer and the
 * latest state of each changed chat, and a slow reader costs no more than that.
 */
export class PersonFeed implements Feed<IdentifiedPersonEvent> {
  readonly #clock: Clock
  readonly #wakeup = new Wakeup()
  readonly #followers = new Map<string, AnswerFollower>()
  readonly #changedChats = new Map<string, Chat | 'deleted'>()
  readonly #cursor: PersonCursor | undefined
  readonly #onLeave: (feed: PersonFeed) => void
  #stopListening = () => {}
  #finishing = false
  #left = false

  constructor(options: {
    clock: Clock
    cursor: PersonCursor | undefined
    onLeave: (feed: PersonFeed) => void
  }) {
    this.#clock = options.clock
    this.#cursor = options.cursor
    this.#onLeave = options.onLeave
  }

  /** Hears notices until the feed is left; `find` returns the running answer that a notice names. */
  listen(
    subscribe: (listener: (notice: Notice) => void) => () => void,
    find: (messageId: string) => AnswerSource | undefined,
  ): void {
    this.#stopListening = subscribe((notice) => {
      switch (notice.type) {
        case 'stream-started': {
          const answer = find(notice.messageId)
          if (answer) this.follow(answer)
          break
        }
        // In the same step: the next event's ID must not be later than an answer still untold.
        case 'answer-stopped-first':
          this.follow(storedAnswer(notice.answer))
          break
        case 'chat-changed':
          this.changeChat(notice.chat)
          break
        case 'chat-deleted':
          this.#changedChats.set(notice.chatId, 'deleted')
          break
        // The end of the reader's session cuts them off.
        case 'person-deleted':
          break
      }
      this.#wakeup.signal()
    })
  }

  /** Adds an answer, from where the cursor says, else from its start. */
  follow(answer: AnswerSource): void {
    if (this.#left || this.#followers.has(answer.sessionId)) return
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

  changeChat(chat: Chat): void {
    this.#changedChats.set(chat.id, chat)
  }

  async read(): Promise<IdentifiedPersonEvent[] | undefined> {
    for (;;) {
      if (this.#left) return undefined
      const events = [...this.#takeChats(), ...this.#takeAnswers()]
      if (events.length > 0) return events
      if (this.#finishing) return undefined
      await this.#wakeup.wait()
    }
  }

  /** Ends the feed once its reader has read the rest. */
  finish(): void {
    this.#finishing = true
    this.#wakeup.signal()
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

  #takeChats(): IdentifiedPersonEvent[] {
    const changes = [...this.#changedChats]
    this.#changedChats.clear()
    return changes.map(([chatId, chat]) => ({
      id: this.#id(),
      event: chat === 'deleted' ? { chatDeleted: chatId } : { chat },
    }))
  }

  #takeAnswers(): IdentifiedPersonEvent[] {
    const events: IdentifiedPersonEvent[] = []
    for (const [sessionId, follower] of this.#followers) {
      const { messageId, chatId } = follower
      for (const { cursor, chunk } of follower.take()) {
        events.push({
          id: this.#id(sessionId, cursor),
          event: { messageId, chatId, cursor, chunk },
        })
      }
      if (follower.over) this.#followers.delete(sessionId)
    }
    return events
  }

  /** The reader's place in every answer; in the event's own answer, right after the event. */
  #id(ofSession?: string, cursor?: string): string {
    const answers = [...this.#followers].map(([sessionId, follower]) =>
      sessionId === ofSession && cursor !== undefined ? cursor : formatCursor(follower.cursor),
    )
    return formatPersonCursor(this.#clock.now(), answers)
  }
}
