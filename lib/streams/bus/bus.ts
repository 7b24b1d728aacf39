import type { Chat } from '@/lib/contract/chat'
import type { EndedMessageRecord } from '@/lib/db/messages'

/** A change to something that a person owns. */
export type Notice =
  | { type: 'stream-started'; messageId: string }
  /** A stop arrived before its send: the answer never streamed. */
  | { type: 'answer-stopped-first'; answer: EndedMessageRecord }
  | { type: 'chat-changed'; chat: Chat }
  | { type: 'chat-deleted'; chatId: string }
  | { type: 'person-deleted' }

/** Carries a person's notices to their listeners, for now only within this process. */
export interface Bus {
  publish(personId: string, notice: Notice): void
  subscribe(personId: string, listener: (notice: Notice) => void): () => void
}

export function createBus(): Bus {
  const listeners = new Map<string, Set<(notice: Notice) => void>>()
  return {
    publish(personId, notice) {
      for (const listener of listeners.get(personId) ?? []) listener(notice)
    },
    subscribe(personId, listener) {
      const ofPerson = listeners.get(personId) ?? new Set()
      listeners.set(personId, ofPerson.add(listener))
      return () => {
        ofPerson.delete(listener)
        if (ofPerson.size === 0) listeners.delete(personId)
      }
    },
  }
}
