import type { EndReason, EndStatus, Status } from '@/lib/contract/end-reason'
import type { AnswerError, EarlierCall, MessagePart, Receipt } from '@/lib/contract/message'
import type { MessageFacts } from './message-facts'

/**
 * A message as it is stored, with its siblings (itself among them) in the order they were made. Times
 * are milliseconds since the epoch.
 */
export type MessageRecord = {
  id: string
  chatId: string
  ownerId: string
  parentId: string | null
  siblingIds: string[]
  role: 'user' | 'assistant'
  parts: MessagePart[]
  status: Status
  endReason: EndReason | null
  textLength: number
  model: string | null
  sessionId: string | null
  /** The calls before the last one; null where there is one only. */
  earlierCalls: EarlierCall[] | null
  receipt: Receipt | null
  error: AnswerError | null
  createdAt: number
  startedAt: number | null
  firstTokenMs: number | null
  endedAt: number | null
} & MessageFacts

/** A message that no longer streams. */
export type EndedMessageRecord = MessageRecord & { status: EndStatus }

/** A message without its siblings. */
export type LoneMessage = Omit<MessageRecord, 'siblingIds'>

/** A message as a model is shown it. */
export type ConversationMessage = Pick<MessageRecord, 'id' | 'parentId' | 'role' | 'parts'>

/** The most of a path that is read. */
export type PathLimit = { messages: number; bytes: number }

/** Messages of one person's chats. */
export interface MessageStore {
  find(ownerId: string, messageId: string): Promise<MessageRecord | undefined>
  /** The latest answer to a question, if there is one. */
  findNewestAnswer(ownerId: string, question: LoneMessage): Promise<MessageRecord | undefined>
  /** The newest question that replaced `messageId` in this chat, or that message itself. */
  findNewestEdit(
    ownerId: string,
    chatId: string,
    messageId: string,
  ): Promise<MessageRecord | undefined>
  /**
   * The path that ends at `leafId`, root first; of a longer one the last messages: at most `messages`,
   * back to the one with which they reach `bytes`, but at least two.
   */
  path(ownerId: string, leafId: string, most: PathLimit): Promise<MessageRecord[]>
  /** The same path with no more of each message than a model is shown. */
  conversation(ownerId: string, leafId: string, most: PathLimit): Promise<ConversationMessage[]>
  /** The output tokens of the completed answers of this model among the person's latest 500 answers. */
  completedOutputTokens(ownerId: string, model: string): Promise<number[]>
  /** The same of everybody's latest 500 of this model: counts alone, without their owners. */
  everyonesOutputTokens(model: string): Promise<number[]>
  /** This message and all that follow from it. */
  descendantIds(ownerId: string, messageId: string): Promise<string[]>
  /** The newest of the messages that follow from this one, or itself where none does: always a leaf. */
  newestLeafId(ownerId: string, messageId: string): Promise<string | undefined>
  /** The IDs of all messages of a chat, of every branch, in the order they were made. */
  idsOfChat(ownerId: string, chatId: string): Promise<string[]>
  /** The IDs of the whole path that ends at `leafId`, root first. */
  idsOfPath(ownerId: string, leafId: string): Promise<string[]>
  /** How many messages that path has. */
  lengthOfPath(ownerId: string, leafId: string): Promise<number>
  /** These messages in this order, read without their siblings, which may be many. */
  withIds(ownerId: string, ids: readonly string[]): Promise<LoneMessage[]>
  /**
   * Deletes some of these messages and gives their IDs: none once none is left. Of a message and those
   * that follow from it the last go first, after the leaf of the chat has moved to its parent.
   */
  deleteSome(ownerId: string, those: { chatId?: string; messageId?: string }): Promise<string[]>
}
