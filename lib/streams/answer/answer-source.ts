import type { MessageMetadata } from '@/lib/contract/message'
import { metadataOf } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import { AnswerLog } from './answer-log'

/** What can be followed: an answer that is running, or one that has ended. */
export interface AnswerSource {
  readonly messageId: string
  readonly chatId: string
  readonly sessionId: string
  readonly log: AnswerLog
  /** Nothing more will come, and the end is saved. */
  readonly ended: boolean
  /** The provider is loading the model; told apart from the rest, for it is asked often. */
  readonly modelLoading: boolean
  metadata(): MessageMetadata
  /** Counts as a follower and hears of news, until the returned function is called. */
  join(onNews: () => void, kind?: FollowerKind): () => void
}

/** `sender`: the response to the send itself, from which the grace is counted that a send may name. */
export type FollowerKind = 'sender' | 'other'

/** The session that the cursors of a stored answer name. */
export function sessionIdOf({ id, sessionId }: MessageRecord): string {
  return sessionId ?? id
}

/** An answer that has ended, as its record tells it. */
export function storedAnswer(record: EndedMessageRecord): AnswerSource {
  return {
    messageId: record.id,
    chatId: record.chatId,
    sessionId: sessionIdOf(record),
    log: AnswerLog.of(record.parts),
    ended: true,
    modelLoading: false,
    metadata: () => metadataOf(record),
    join: () => () => {},
  }
}
