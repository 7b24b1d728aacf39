import type { UIMessageChunk } from 'ai'
import type { Chat } from './chat'
import type { MessageMetadata } from './message'
import type { PartChunk } from './parts/part-rules'

/** Says that the answer up to the reader's cursor is lost; it follows again from the start. */
type HistoryLostChunk = { type: 'data-history-lost'; data: Record<string, never>; transient: true }

/** Says that the provider is loading the model; true until any of the answer comes. */
type ModelLoadingChunk = {
  type: 'data-model-loading'
  data: Record<string, never>
  transient: true
}

/** The chunks of one answer's stream: those of the AI SDK that we use, by its names, and two of ours. */
export type AnswerChunk =
  | PartChunk
  | Extract<
      UIMessageChunk<MessageMetadata>,
      { type: 'start' | 'message-metadata' | 'finish' | 'abort' | 'error' }
    >
  | HistoryLostChunk
  | ModelLoadingChunk

/** A chunk and the opaque cursor that resumes after it: `session:position`. */
export type AnswerEvent = { cursor: string; chunk: AnswerChunk }

/** The events of `GET /api/events`: each answer's chunks, and changes to chats. */
export type PersonEvent =
  | { messageId: string; chatId: string; cursor: string; chunk: AnswerChunk }
  | { chat: Chat }
  | { chatDeleted: string }

/**
 * An event as it is sent: an ID resumes after it. A reader keeps the last ID through events without
 * one, and knows by their cursors the texts that come again after it.
 */
export type SentPersonEvent = { id?: string; event: PersonEvent }
