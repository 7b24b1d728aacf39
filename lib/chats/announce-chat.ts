import { chatOf } from '@/lib/db/chat-view'
import type { ChatRecord } from '@/lib/db/chats'
import type { Bus } from '@/lib/streams/bus/bus'

/** Tells all of a person's tabs and devices how one of their chats is now; nothing of none. */
export function announceChat(bus: Bus, chat: ChatRecord | undefined): void {
  if (chat) bus.publish(chat.ownerId, { type: 'chat-changed', chat: chatOf(chat) })
}
