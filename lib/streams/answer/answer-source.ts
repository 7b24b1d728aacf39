import { formatCursor } from '@/lib/contract/cursor'
import type { MessageMetadata } from '@/lib/contract/message'
import { metadataOf } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import { AnswerLog } from './answer-log'

/** An answer that can be followed, whether it runs or has ended. */
export interface AnswerSource {
  readonly messageId: string
  readonly chatId: string
  readonly sessionId: string
  readonly log: AnswerLog
  /** Nothing more will come, and the end is saved. */
  readonly ended: boolean
  /** The provider is loading the model. Apart from `metadata()`, because it is asked for often. */
  readonly modelLoading: boolean
  metadata(): MessageMetadata
  /** Counts as a follower and hears of news, until the returned function is called. */
  join(onNews: () => void, kind?: FollowerKind): () => void
}

/** What only the server of a running answer knows of it, beside its text. */
export type RunningFacts = Pick<MessageMetadata, 'firstTokenMs' | 'thoughtMs' | 'modelLoading'>

/** The metadata of an answer that runs, with its text so far. */
export function runningMetadata(
  record: MessageRecord,
  log: AnswerLog,
  facts: RunningFacts,
): MessageMetadata {
  return {
    ...metadataOf(record),
    textLength: log.textLength,
    cursor: formatCursor({ sessionId: sessionIdOf(record), position: log.end }),
    ...facts,
  }
}

/** `sender`: the response to the send itself. A grace that the send names is counted from its end. */
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
