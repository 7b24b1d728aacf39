import type { ChatRecord } from '@/lib/db/chats'
import type { MessageRecord } from '@/lib/db/messages'
import { chats, messages } from '@/lib/db/postgres/schema'
import { valuesOf, type JsonRow } from './columns-of'

/** What `chat_record` gives. */
export type ChatRow = JsonRow & {
  active_message_id: string | null
  active_session_id: string | null
}

/** What `message_record` gives. */
export type MessageRow = JsonRow & { sibling_ids: string[] }

export function chatRecordOf(row: ChatRow): ChatRecord {
  return {
    ...valuesOf(chats, row),
    activeMessageId: row.active_message_id,
    activeSessionId: row.active_session_id,
  }
}

export function messageRecordOf(row: MessageRow): MessageRecord {
  const { editOf: _e, seq: _s, ...message } = valuesOf(messages, row)
  return { ...message, siblingIds: row.sibling_ids }
}
