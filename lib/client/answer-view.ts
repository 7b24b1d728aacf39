import type { EndedAnswer, SentenceEstimate } from '@/lib/contract/cancel-outcome'
import type { AnswerChunk } from '@/lib/contract/event'
import type { Message, MessageMetadata, MessagePart } from '@/lib/contract/message'
import { cutParts, textLengthOf } from '@/lib/contract/message-text'
import { shownPartsOf } from './shown-parts'

/**
 * A message as this browser shows it. `position` says how much of its session's log is in it, so
 * that what comes twice is seen once and what is missing is noticed.
 */
export type AnswerView = {
  readonly message: ShownMessage
  readonly position: number
  /** Stop was pressed: nothing grows any more. `retrying`: the server was not reached yet. */
  readonly stop: 'stopping' | 'retrying' | undefined
  /** When Stop was pressed in this tab, in milliseconds since 1970: for a moment it can be undone. */
  readonly stoppedAt?: number | undefined
  /** It was asked here to end with its sentence, and goes on until then. */
  readonly endsWithSentence?: boolean
  /** What that may still cost, once the server has told. */
  readonly sentenceEstimate?: SentenceEstimate | undefined
}

export type ShownMessage = Omit<Message, 'parts' | 'metadata'> & {
  parts: readonly MessagePart[]
  metadata: MessageMetadata
}

/** What became of an event: `gap` when something before it has not come, or more was kept. */
export type Applied = { view: AnswerView; gap: boolean }

/** The view of a message that the server told. */
export function viewOf(message: Message): AnswerView {
  const { id, role, parts, metadata } = message
  if (!metadata) throw new Error('a message of this server has metadata')
  const shown = parts.filter((part) => part.type === 'text' || part.type === 'reasoning')
  const position = metadata.cursor === undefined ? 0 : positionOf(metadata.cursor)
  return { message: { id, role, parts: shown, metadata }, position, stop: undefined }
}

/** Takes in one chunk of the answer's stream. Pure: the same events give the same view. */
export function applyChunk(view: AnswerView, cursor: string, chunk: AnswerChunk): Applied {
  const ended = view.message.metadata.status !== 'active'
  const position = positionOf(cursor)
  switch (chunk.type) {
    case 'start':
      return { view: begin(view, chunk.messageMetadata), gap: false }
    case 'data-history-lost':
      if (ended || isFrozen(view)) return { view, gap: false }
      return { view: { ...view, position: 0, message: { ...view.message, parts: [] } }, gap: false }
    case 'text-start':
    case 'reasoning-start': {
      if (ended || isFrozen(view) || position <= view.position) return { view, gap: false }
      // An open part that opens was reopened for a reader who is further on than this view.
      const reopened = view.message.parts.at(-1)?.state === 'streaming'
      if (reopened || position > view.position + 1) return { view, gap: true }
      const type = chunk.type === 'text-start' ? 'text' : 'reasoning'
      const parts = [...view.message.parts, { type, text: '', state: 'streaming' } as const]
      return { view: { ...view, position, message: { ...view.message, parts } }, gap: false }
    }
    case 'text-delta':
    case 'reasoning-delta':
      if (ended || isFrozen(view) || position <= view.position) return { view, gap: false }
      return grow(view, position, chunk.delta)
    case 'text-end':
    case 'reasoning-end': {
      if (ended || isFrozen(view) || position <= view.position) return { view, gap: false }
      if (position > view.position + 1) return { view, gap: true }
      const parts = settled(view.message.parts)
      return { view: { ...view, position, message: { ...view.message, parts } }, gap: false }
    }
    case 'message-metadata':
    case 'finish':
      return chunk.messageMetadata ? end(view, chunk.messageMetadata) : { view, gap: false }
    case 'abort':
    case 'error':
      return { view, gap: false }
  }
}

/** Keeps the text as it is shown from now on: the person pressed Stop. */
export function freeze(view: AnswerView, now: number): AnswerView {
  const parts = settled(shownPartsOf(view))
  return { ...view, stop: 'stopping', stoppedAt: now, message: { ...view.message, parts } }
}

/** An ended answer that was asked to go on: its text stays, and its new session brings it again. */
export function goingOn(view: AnswerView): AnswerView {
  const {
    endReason: _reason,
    receipt: _receipt,
    error: _error,
    ...metadata
  } = view.message.metadata
  const active = { ...metadata, status: 'active', canCancel: true } as const
  const message = { ...view.message, metadata: active }
  return { ...view, stop: undefined, stoppedAt: undefined, endsWithSentence: false, message }
}

/** Takes in what a cancel answered, when no event has told of the end yet. */
export function settleStop(view: AnswerView, ended: EndedAnswer): Applied {
  const { metadata } = view.message
  if (metadata.status !== 'active') return { view, gap: false }
  const { status, endReason, text, receipt, usage } = ended
  return end(view, {
    ...metadata,
    status,
    endReason,
    canCancel: false,
    textLength: text.length,
    ...(receipt && { receipt }),
    ...(usage && { usage }),
  })
}

function isFrozen(view: AnswerView): boolean {
  return view.stop !== undefined
}

function begin(view: AnswerView, metadata: MessageMetadata | undefined): AnswerView {
  if (!metadata || metadata.sessionId === view.message.metadata.sessionId) return view
  const fresh = { ...view.message, metadata, parts: isFrozen(view) ? view.message.parts : [] }
  return { ...view, position: 0, endsWithSentence: false, message: fresh }
}

function grow(view: AnswerView, position: number, delta: string): Applied {
  const from = position - delta.length
  const last = view.message.parts.at(-1)
  if (from > view.position || !last) return { view, gap: true }
  const news = delta.slice(view.position - from)
  const parts = [...view.message.parts.slice(0, -1), { ...last, text: last.text + news }]
  return { view: { ...view, position, message: { ...view.message, parts } }, gap: false }
}

/** The ending: a viewer that shows more than was kept cuts; one that shows less has to read it. */
function end(view: AnswerView, metadata: MessageMetadata): Applied {
  const parts = settled(cutParts(view.message.parts, metadata.textLength))
  const gap = textLengthOf(parts) < metadata.textLength
  return { view: { ...view, stop: undefined, message: { ...view.message, parts, metadata } }, gap }
}

function settled(parts: readonly MessagePart[]): MessagePart[] {
  return parts.map((part) => (part.state === 'streaming' ? { ...part, state: 'done' } : part))
}

/** The position in a cursor, `session:position`. */
function positionOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf(':') + 1))
}
