import type { AnswerNews, FollowKind } from '@/lib/bus/bus'
import type { MessageMetadata } from '@/lib/contract/message'
import { metadataOf } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import type { StreamChunk } from '@/lib/db/streams'
import { within, type Clock } from '@/lib/platform/clock'
import { AnswerLog } from '@/lib/streams/answer/answer-log'
import {
  runningMetadata,
  type AnswerSource,
  type FollowerKind,
  type RunningFacts,
} from '@/lib/streams/answer/answer-source'

/**
 * An answer that another server runs, as it is known here: one for all its readers on this server. Its
 * log is a beginning of the log there, and what is stored in the end takes its place.
 */
export class FollowedAnswer implements AnswerSource {
  readonly serverId: string
  readonly sessionId: string
  readonly #onKind: (answer: FollowedAnswer) => void
  readonly #listeners = new Map<() => void, FollowerKind>()
  readonly #watchers = new Set<() => void>()
  #record: MessageRecord
  #log: AnswerLog
  #facts: RunningFacts = {}
  #isHeardOf = false
  #holds = 0

  /** `record` is the answer before this session; `onKind` is called whenever `kind` may have changed. */
  constructor(
    record: MessageRecord & { sessionId: string },
    serverId: string,
    onKind: (answer: FollowedAnswer) => void,
  ) {
    this.serverId = serverId
    this.sessionId = record.sessionId
    this.#record = record
    this.#log = AnswerLog.of(record.parts)
    this.#onKind = onKind
  }

  get messageId(): string {
    return this.#record.id
  }

  get chatId(): string {
    return this.#record.chatId
  }

  get questionId(): string | null {
    return this.#record.parentId
  }

  get personId(): string {
    return this.#record.ownerId
  }

  get record(): MessageRecord {
    return this.#record
  }

  get log(): AnswerLog {
    return this.#log
  }

  get ended(): boolean {
    return this.#record.status !== 'active'
  }

  get modelLoading(): boolean {
    return !this.ended && this.#facts.modelLoading === true
  }

  /** What this server is to the one that runs the answer; undefined where nobody needs it any more. */
  get kind(): FollowKind | undefined {
    const kinds = [...this.#listeners.values()]
    if (kinds.includes('sender')) return 'sender'
    if (kinds.length > 0) return 'other'
    return this.#holds > 0 ? 'none' : undefined
  }

  metadata(): MessageMetadata {
    return this.ended
      ? metadataOf(this.#record)
      : runningMetadata(this.#record, this.#log, this.#facts)
  }

  join(onNews: () => void, kind: FollowerKind = 'other'): () => void {
    const own = () => {
      onNews()
    }
    this.#listeners.set(own, kind)
    this.#onKind(this)
    return () => {
      if (this.#listeners.delete(own)) this.#onKind(this)
    }
  }

  /** Keeps the answer up to date, without a reader, until the result is called. */
  hold(): () => void {
    this.#holds += 1
    this.#onKind(this)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holds -= 1
      this.#onKind(this)
    }
  }

  /** Adds what its server tells; false where something before that is missing. */
  grow({ pieces, end, facts }: AnswerNews): boolean {
    if (this.ended) return true
    const isWhole = this.#log.continueWith(pieces) && this.#log.end >= end
    this.#facts = facts
    this.#isHeardOf = true
    this.#tell()
    return isWhole
  }

  /** Adds text that is saved, as far as nothing before it is missing. */
  growBySaved(chunks: readonly StreamChunk[]): void {
    if (this.ended) return
    this.#isHeardOf = true
    if (chunks.every((chunk) => this.#log.continueWithText(chunk)) && chunks.length > 0)
      this.#tell()
  }

  /** The answer has ended, as it is stored. */
  settle(record: EndedMessageRecord): void {
    this.#record = record
    this.#log = AnswerLog.of(record.parts)
    this.#tell()
    this.#listeners.clear()
    this.#onKind(this)
  }

  /** Resolves once something is known of this session, up to `position` of its log; or in time. */
  async known(position: number, clock: Clock, milliseconds: number): Promise<void> {
    const isKnown = () => this.ended || (this.#isHeardOf && this.#log.end >= position)
    if (isKnown()) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const leave = this.#watch(() => {
      if (isKnown()) resolve()
    })
    await within(clock, milliseconds, promise)
    leave()
  }

  #watch(onNews: () => void): () => void {
    this.#watchers.add(onNews)
    return () => this.#watchers.delete(onNews)
  }

  #tell(): void {
    for (const onNews of [...this.#watchers, ...this.#listeners.keys()]) onNews()
  }
}
