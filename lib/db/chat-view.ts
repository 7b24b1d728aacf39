import type { Chat } from '@/lib/contract/chat'
import type { ChatRecord } from './database'

/** A stored chat as the wire shows it. */
export function chatOf(record: ChatRecord): Chat {
  const { ownerId: _owner, settings: _settings, createdAt, updatedAt, ...chat } = record
  return {
    ...chat,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
