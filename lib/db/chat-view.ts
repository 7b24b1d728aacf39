import { UNTITLED, type Chat } from '@/lib/contract/chat'
import { oneLine } from '@/lib/contract/one-line'
import type { ChatRecord } from './chats'

/** A stored chat as the wire shows it. */
export function chatOf(record: ChatRecord): Chat {
  const { ownerId: _o, settings: _s, titleGiven: _t, editedAt: _e, ...shown } = record
  const { createdAt, updatedAt, ...chat } = shown
  return {
    ...chat,
    // Titles are cleaned when they are written; older ones were stored without that.
    title: oneLine(chat.title) || UNTITLED,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
