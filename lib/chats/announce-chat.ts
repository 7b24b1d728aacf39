import type { Bus } from '@/lib/bus/bus'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatRecord } from '@/lib/db/chats'

/** Tells all of a person's tabs and devices how a chat of theirs is now. Without a chat it tells nothing. */
export function announceChat(bus: Bus, chat: ChatRecord | undefined): void {
  if (chat) bus.publish(chat.ownerId, { type: 'chat-changed', chat: chatOf(chat) })
}
