import type { EndedAnswer, SentenceEstimate } from '@/lib/contract/cancel-outcome'
import { parseCursor, type Cursor } from '@/lib/contract/cursor'
import { callsOf } from '@/lib/contract/earlier-calls'
import type { AnswerChunk } from '@/lib/contract/event'
import type { Message, MessageMetadata, MessagePart } from '@/lib/contract/message'
import { cutParts, textLengthOf } from '@/lib/contract/message-text'
import { isMessagePart, isPartChunk } from '@/lib/contract/parts/part-kinds'
import type { PartChunk } from '@/lib/contract/parts/part-rules'
import { arrive, closedParts } from './arriving-parts'
import { shownPartsOf } from './shown-parts'

/**
 * A message as this browser shows it. `position` says how much of its session's log is in it, so that
 * text that comes twice is shown once and a gap is noticed.
 */
export type AnswerView = {
  readonly message: ShownMessage
  readonly position: number
  /**
   * The longest text to show since Stop was pressed, in UTF-16 code units: an active answer stands still.
   * An answer that had ended before its stop keeps the limit until somebody asks for the rest.
   */
  readonly holdsAt?: number | undefined
  /** Whether the server has yet to tell of the session, which this browser named with its send. */
  readonly isAwaited?: boolean
  /** The parts that an answer showed before it went on: its new session brings all of them again. */
  readonly partsBefore?: readonly MessagePart[]
  /** When Stop was pressed in this tab, in milliseconds since 1970: for a moment it can be undone. */
  readonly stoppedAt?: number | undefined
  /** Whether the answer was asked here to end with its sentence, and goes on until then. */
  readonly endsWithSentence?: boolean
  /** The likely cost of that, once the server has told it. */
  readonly sentenceEstimate?: SentenceEstimate | undefined
}

export type ShownMessage = Omit<Message, 'parts' | 'metadata'> & {
  parts: readonly MessagePart[]
  metadata: MessageMetadata
}

/** The result of an event: `gap` when something before it has not come, or more was kept. */
export type Applied = { view: AnswerView; gap: boolean }

/** The view of a message as the server tells it. */
export function viewOf(message: Message): AnswerView {
  const { id, role, parts, metadata } = message
  if (!metadata) throw new Error('a message of this server has metadata')
  const shown = parts.filter(isMessagePart)
  const position = parseCursor(metadata.cursor ?? '')?.position ?? 0
  return { message: { id, role, parts: shown, metadata }, position }
}

/** Takes in one chunk of the answer's stream. Pure: the same events give the same view. */
export function applyChunk(view: AnswerView, cursor: string, chunk: AnswerChunk): Applied {
  const ended = view.message.metadata.status !== 'active'
  const told = parseCursor(cursor)
  // The last text of a session may come after this person has asked for the answer to go on.
  if (!told || (!('messageMetadata' in chunk) && isOfAnother(view, told))) {
    return { view, gap: false }
  }
  if (isPartChunk(chunk)) {
    return ended || isHeldStill(view) ? { view, gap: false } : addPart(view, told.position, chunk)
  }
  switch (chunk.type) {
    case 'start':
      return { view: begin(view, chunk.messageMetadata), gap: false }
    case 'data-history-lost':
      if (ended || isHeldStill(view)) return { view, gap: false }
      return { view: { ...view, position: 0, message: { ...view.message, parts: [] } }, gap: false }
    case 'data-model-loading': {
      if (ended) return { view, gap: false }
      const metadata = { ...view.message.metadata, modelLoading: true as const }
      return { view: { ...view, message: { ...view.message, metadata } }, gap: false }
    }
    case 'message-metadata':
    case 'finish':
      return endBy(view, chunk.messageMetadata)
    case 'abort':
    case 'error':
      return { view, gap: false }
  }
}

/**
 * Holds the text still as it is shown, for Stop was pressed: in this tab at `now`, or in another tab that
 * showed `holdsAt` code units of it.
 */
export function freeze(
  view: AnswerView,
  now: number | undefined,
  holdsAt = textLengthOf(shownPartsOf(view)),
): AnswerView {
  const parts = closedParts(cutParts(shownPartsOf(view), holdsAt))
  const { partsBefore: _before, ...still } = view
  return {
    ...still,
    stoppedAt: now,
    holdsAt,
    message: { ...view.message, parts },
  }
}

/** An ended answer that shows no more than was shown when Stop was pressed. */
export function holdAt(view: AnswerView, holdsAt: number | undefined): AnswerView {
  const { parts, metadata } = view.message
  if (holdsAt === undefined || metadata.textLength <= holdsAt) return view
  return { ...view, holdsAt, message: { ...view.message, parts: cutParts(parts, holdsAt) } }
}

/** Whether Stop was pressed and the end has not come yet: the text does not grow any more. */
export function isHeldStill({ message, holdsAt }: AnswerView): boolean {
  return holdsAt !== undefined && message.metadata.status === 'active'
}

/** Whether the answer had ended before its stop came: more was kept than is shown. */
export function hidesRest({ message, holdsAt }: AnswerView): boolean {
  return holdsAt !== undefined && message.metadata.status !== 'active'
}

/**
 * An ended answer that was asked to go on in a new session, at an ISO 8601 time. Its text stays, and the
 * session brings that again.
 */
export function goingOn(
  view: AnswerView,
  { sessionId, startedAt }: { sessionId: string; startedAt: string },
): AnswerView {
  const {
    endReason: _reason,
    receipt: _receipt,
    error: _error,
    modelLoading: _loading,
    ...metadata
  } = view.message.metadata
  const active = {
    ...metadata,
    earlierCalls: callsOf(view.message.metadata),
    sessionId,
    startedAt,
    status: 'active',
    canCancel: true,
  } as const
  return {
    ...view,
    stoppedAt: undefined,
    holdsAt: undefined,
    endsWithSentence: false,
    isAwaited: true,
    message: { ...view.message, metadata: active },
  }
}

/** Takes in the answer to a cancel, when no event has told of the end yet. */
export function settleStop(view: AnswerView, ended: EndedAnswer): Applied {
  const { metadata } = view.message
  if (metadata.status !== 'active') return { view, gap: false }
  const { status, endReason, text, receipt, usage, sessionId = metadata.sessionId } = ended
  return end(view, {
    ...metadata,
    ...(sessionId !== undefined && { sessionId }),
    status,
    endReason,
    canCancel: false,
    textLength: text.length,
    ...(receipt && { receipt }),
    ...(usage && { usage }),
  })
}

function begin(before: AnswerView, metadata: MessageMetadata | undefined): AnswerView {
  const { isAwaited = false, partsBefore: _before, ...view } = before
  if (!metadata || isOlder(metadata, before)) return before
  const isKnown = metadata.sessionId === view.message.metadata.sessionId
  if (isKnown && !isAwaited) return before
  const { parts } = view.message
  // A stop may have overtaken the send. A stop of an earlier session is over: somebody wants more.
  if (isAwaited && isHeldStill(view)) return { ...view, message: { ...view.message, metadata } }
  return {
    ...view,
    position: 0,
    holdsAt: undefined,
    endsWithSentence: false,
    ...(parts.length > 0 && { partsBefore: parts }),
    message: { ...view.message, metadata, parts: [] },
  }
}

function addPart(view: AnswerView, position: number, chunk: PartChunk): Applied {
  const before = { parts: view.message.parts, position: view.position }
  const arrived = arrive(before, position, chunk)
  if (!arrived || arrived === before) return { view, gap: !arrived }
  const message = { ...view.message, parts: arrived.parts }
  return { view: { ...view, position, message }, gap: false }
}

/** Whether this metadata is of an earlier session of the message than the one that is shown. */
function isOlder(told: MessageMetadata, { message }: AnswerView): boolean {
  const shown = message.metadata
  if (told.sessionId === shown.sessionId) return false
  const calls = (told.earlierCalls?.length ?? 0) - (shown.earlierCalls?.length ?? 0)
  // The list of calls has a longest length; times alone are not enough, since a clock may be set back.
  return calls < 0 || (calls === 0 && isBefore(told.startedAt, shown.startedAt))
}

/** Compares ISO 8601 times; false where one is unknown. */
function isBefore(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && Date.parse(one) < Date.parse(other)
}

/**
 * Whether a message that was read is older than the view of it: from before its session began or ended,
 * or with less of its text.
 */
export function isStale({ message, position }: AnswerView, shown: AnswerView): boolean {
  const { sessionId, status } = message.metadata
  if (isOlder(message.metadata, shown)) return true
  const isSame = sessionId === shown.message.metadata.sessionId && shown.isAwaited !== true
  if (!isSame || status !== 'active') return false
  return shown.message.metadata.status !== 'active' || position < shown.position
}

function endBy(view: AnswerView, metadata: MessageMetadata | undefined): Applied {
  // The end of the last session may come after this person has asked for the answer to go on.
  return metadata && !isOlder(metadata, view) ? end(view, metadata) : { view, gap: false }
}

/**
 * Ends the answer. A view that shows more than was kept is cut. A view that shows less has a gap, unless
 * the answer was stopped here: then it stays as it is.
 */
function end(before: AnswerView, metadata: MessageMetadata): Applied {
  const { partsBefore: _before, ...view } = before
  const parts = closedParts(cutParts(view.message.parts, metadata.textLength))
  const isTooLate = view.holdsAt !== undefined && metadata.textLength > view.holdsAt
  const gap = !isTooLate && textLengthOf(parts) < metadata.textLength
  const holdsAt = isTooLate ? view.holdsAt : undefined
  const message = { ...view.message, parts, metadata }
  return { view: { ...view, holdsAt, message }, gap }
}

/** Whether a cursor belongs to another session than the one that is shown. */
function isOfAnother({ message }: AnswerView, told: Cursor): boolean {
  const { sessionId } = message.metadata
  return sessionId !== undefined && told.sessionId !== sessionId
}
