import type { UIMessageChunk } from 'ai'
import type { Chat } from './chat'
import type { MessageMetadata } from './message'
import type { PartChunk } from './parts/part-rules'

/** Says that what came before the cursor is lost; everything follows again from the start. */
type HistoryLostChunk = { type: 'data-history-lost'; data: Record<string, never>; transient: true }

/** Says that the provider is loading the model, until something of the answer comes. */
type ModelLoadingChunk = {
  type: 'data-model-loading'
  data: Record<string, never>
  transient: true
}

/** What a stream of one answer is made of: the AI SDK's chunks that we use, by its names. */
export type AnswerChunk =
  | PartChunk
  | Extract<
      UIMessageChunk<MessageMetadata>,
      { type: 'start' | 'message-metadata' | 'finish' | 'abort' | 'error' }
    >
  | HistoryLostChunk
  | ModelLoadingChunk

/** A chunk and the opaque cursor that follows on from it: `session:position`. */
export type AnswerEvent = { cursor: string; chunk: AnswerChunk }

/** What `GET /api/events` carries: each answer's chunks, and changes to chats. */
export type PersonEvent =
  | { messageId: string; chatId: string; cursor: string; chunk: AnswerChunk }
  | { chat: Chat }
  | { chatDeleted: string }

/** Such an event with the ID from which one can go on after it. */
export type IdentifiedPersonEvent = { id: string; event: PersonEvent }
