import { ENDED, formatCursor, type Cursor } from '@/lib/contract/cursor'
import type { AnswerChunk, AnswerEvent } from '@/lib/contract/event'
import { rulesOf } from '@/lib/contract/parts/part-kinds'
import type { LogPiece, OpenPart } from '@/lib/streams/answer/answer-log'
import type { AnswerSource, FollowerKind } from '@/lib/streams/answer/answer-source'
import { endingChunks } from '@/lib/streams/answer/ending-chunks'

/**
 * One reader of one answer: an offset into its log. First view and resume are the same code; a
 * reader that comes seldom gets bigger pieces.
 */
export class AnswerFollower {
  readonly #answer: AnswerSource
  readonly #leave: () => void
  /** The cursor to resume from names another session, or a position beyond the saved text. */
  readonly #historyLost: boolean
  #position: number
  #openPart: OpenPart | undefined
  #begun = false
  #loadingTold = false
  #over = false

  /** With a `cursor` the answer resumes after it; without one it comes from its start. */
  constructor(answer: AnswerSource, onNews: () => void, cursor?: Cursor, kind?: FollowerKind) {
    const known = cursor !== undefined && isKnown(cursor, answer)
    this.#answer = answer
    this.#historyLost = cursor !== undefined && !known
    this.#position = known ? Math.min(cursor.position, answer.log.end) : 0
    this.#leave = answer.join(onNews, kind)
  }

  get messageId(): string {
    return this.#answer.messageId
  }

  get chatId(): string {
    return this.#answer.chatId
  }

  /** The cursor after the events that were taken last. */
  get cursor(): Cursor {
    return { sessionId: this.#answer.sessionId, position: this.#position }
  }

  /** The ending was taken. */
  get over(): boolean {
    return this.#over
  }

  /** Everything new since the last call, in one synchronous step with the position it covers. */
  take(): AnswerEvent[] {
    if (this.#over) return []
    const events = this.#begun ? [] : this.#begin()
    for (const piece of this.#answer.log.read(this.#position)) {
      this.#position = piece.end
      this.#openPart = piece.type === 'close' ? undefined : piece
      events.push(this.#event(chunkOf(piece)))
    }
    if (this.#answer.modelLoading && !this.#loadingTold) {
      this.#loadingTold = true
      events.push(this.#event({ type: 'data-model-loading', data: {}, transient: true }))
    }
    if (this.#answer.ended) events.push(...this.#end())
    return events
  }

  leave(): void {
    this.#leave()
  }

  #begin(): AnswerEvent[] {
    this.#begun = true
    const { log, messageId } = this.#answer
    const events: AnswerEvent[] = []
    if (this.#historyLost) {
      events.push(this.#event({ type: 'data-history-lost', data: {}, transient: true }))
    }
    events.push(this.#event({ type: 'start', messageId, messageMetadata: this.#answer.metadata() }))
    this.#openPart = log.openPartAt(this.#position)
    if (this.#openPart) events.push(this.#event(openingOf(this.#openPart)))
    return events
  }

  #end(): AnswerEvent[] {
    this.#over = true
    this.#leave()
    // A cut can take the end of an open part away from a reader who was further on.
    const closing: AnswerChunk[] = this.#openPart ? [closingOf(this.#openPart)] : []
    return [...closing, ...endingChunks(this.#answer.metadata())].map((chunk) => this.#event(chunk))
  }

  #event(chunk: AnswerChunk): AnswerEvent {
    return { cursor: formatCursor(this.cursor), chunk }
  }
}

function isKnown({ sessionId, position }: Cursor, answer: AnswerSource): boolean {
  if (sessionId !== answer.sessionId) return false
  return position <= answer.log.end || (position === ENDED && answer.ended)
}

function openingOf({ part, kind }: OpenPart): AnswerChunk {
  return rulesOf(kind).openChunk(String(part))
}

function closingOf({ part, kind }: OpenPart): AnswerChunk {
  return rulesOf(kind).closeChunk(String(part))
}

function chunkOf(piece: LogPiece): AnswerChunk {
  switch (piece.type) {
    case 'open':
      return openingOf(piece)
    case 'close':
      return closingOf(piece)
    case 'text':
      return rulesOf(piece.kind).growChunk(String(piece.part), piece.text)
  }
}
