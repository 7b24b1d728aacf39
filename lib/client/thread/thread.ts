import type { Turn } from '@/client/api'
import type { FullstopError } from '@/client/error'
import type { Chat } from '@/lib/contract/chat'
import type { PersonEvent } from '@/lib/contract/event'
import type { MessageMetadata } from '@/lib/contract/message'
import { applyChunk, isHeldStill, viewOf, type AnswerView } from './answer-view'

/** A turn that could not be sent, with the error and the turn to send again. */
export type UnsentTurn = {
  text: string
  model: string | undefined
  error: FullstopError
  /** The turn itself, where the server may have it: it is then sent again under the same IDs. */
  resend?: {
    turn: Turn
    /** Whether it is sent without being asked, once the server is back and does not have it. */
    isAutomatic: boolean
  }
}

/** The shown messages of a chat: its current path, root first. The cache has the chat itself. */
export type Thread = {
  readonly status: 'loading' | 'ready' | 'missing' | 'failed'
  readonly views: readonly AnswerView[]
  /** The message before which to read further back; null when the root is here. */
  readonly before: string | null
  readonly unsent: UnsentTurn | undefined
}

export const loadingThread: Thread = {
  status: 'loading',
  views: [],
  before: null,
  unsent: undefined,
}

/** A chat that has no messages yet. */
export const emptyThread: Thread = { ...loadingThread, status: 'ready' }

/** The answer of this thread that streams now, if one does. */
export function activeAnswerOf(thread: Thread): AnswerView | undefined {
  return thread.views.findLast((view) => view.message.metadata.status === 'active')
}

/** The answer that the chat is giving, also in a branch that is not shown. */
export function runningAnswerId(thread: Thread, chat: Chat | undefined): string | undefined {
  const shown = activeAnswerOf(thread)
  if (shown) return shown.message.id
  const activeId = chat?.activeMessageId ?? undefined
  // A shown answer has newer news of itself than the chat has.
  return activeId === undefined || shows(thread, activeId) ? undefined : activeId
}

/** Whether the chat is giving an answer, also in a branch that is not shown. */
export function isAnswering(thread: Thread, chat: Chat | undefined): boolean {
  return runningAnswerId(thread, chat) !== undefined
}

/** Whether the chat is giving an answer that nobody has stopped here: text may still come. */
export function isArriving(thread: Thread, chat: Chat | undefined): boolean {
  const active = activeAnswerOf(thread)
  if (active) return !isHeldStill(active) && thread.status !== 'missing'
  return isAnswering(thread, chat)
}

/** Whether another tab or device has moved the chat to a branch that is not shown here. Pure. */
export function leadsElsewhere(thread: Thread, before: Chat | undefined, chat: Chat): boolean {
  if (!before || chat.leafId === null || chat.leafId === before.leafId) return false
  // An answer that has just begun is added by its own start event.
  const begins = chat.leafId === chat.activeMessageId && chat.leafId !== before.activeMessageId
  return !begins && !shows(thread, chat.leafId)
}

/** Whether this message is shown. */
export function shows({ views }: Thread, messageId: string): boolean {
  return views.some(({ message }) => message.id === messageId)
}

export function replaceView(thread: Thread, view: AnswerView): Thread {
  const views = thread.views.map((old) => (old.message.id === view.message.id ? view : old))
  return { ...thread, views }
}

/** The last `count` messages of the thread, and more if one before them is active. Pure. */
export function endOf(thread: Thread, count: number): Thread {
  const { views } = thread
  const isBusy = ({ message }: AnswerView) => message.metadata.status === 'active'
  const start = views.findIndex((view, index) => index >= views.length - count || isBusy(view))
  const first = views[start]
  if (!first || start === 0) return thread
  return { ...thread, views: views.slice(start), before: first.message.id }
}

/** The thread up to `parentId`, then these views; the messages after it were another branch. */
export function branchAt(
  thread: Thread,
  parentId: string | null,
  views: readonly AnswerView[],
): Thread {
  const end = thread.views.findIndex((view) => view.message.id === parentId) + 1
  return { ...thread, views: [...thread.views.slice(0, end), ...views] }
}

/**
 * `reload`: the thread lacks messages that the event builds on; `gap`: this message lacks something;
 * `began`: the answer, or this session of it, is new; `ended`: the answer no longer streams.
 */
export type ThreadChange = {
  thread: Thread
  reload?: boolean
  gap?: string
  began?: AnswerView
  ended?: AnswerView
}

type AnswerPersonEvent = Extract<PersonEvent, { messageId: string }>

/** Takes in one event of one of the thread's answers. Pure. */
export function applyAnswerEvent(thread: Thread, event: AnswerPersonEvent): ThreadChange {
  const { messageId, cursor, chunk } = event
  const view = thread.views.find((candidate) => candidate.message.id === messageId)
  if (!view) {
    if (chunk.type !== 'start' || !chunk.messageMetadata) return { thread }
    return addAnswer(thread, messageId, chunk.messageMetadata)
  }
  const applied = applyChunk(view, cursor, chunk)
  const changed = applied.view === view ? thread : replaceView(thread, applied.view)
  const { status, sessionId } = applied.view.message.metadata
  const hasEnded = status !== 'active'
  return {
    thread: changed,
    ...(sessionId !== view.message.metadata.sessionId && { began: applied.view }),
    ...(hasEnded && { ended: applied.view }),
    ...(applied.gap && { gap: messageId }),
  }
}

/** Adds an answer that began elsewhere below its question, if that is here. */
function addAnswer(thread: Thread, id: string, metadata: MessageMetadata): ThreadChange {
  const { parentId, status } = metadata
  // The person has left the answer's branch: the answer is read when they come back.
  if (isShownOtherwise(thread, id)) return { thread }
  const hasParent = thread.views.some((view) => view.message.id === parentId)
  if (!hasParent) return { thread, reload: status === 'active' }
  if (status !== 'active') return { thread, reload: true }
  const began = { ...viewOf({ id, role: 'assistant', parts: [], metadata }), position: 0 }
  return { thread: branchAt(thread, parentId, [began]), began }
}

/** Whether another version of this message is shown in its place. */
function isShownOtherwise({ views }: Thread, id: string): boolean {
  return views.some(({ message }) => message.metadata.siblingIds.includes(id))
}
