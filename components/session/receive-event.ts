import type { PersonEvent } from '@/lib/contract/event'
import { dropChat, putChat } from './chat-pages'
import { changeChatPages } from './chats-query'
import type { Session } from './session'

/** Takes in one of the server's events, everywhere where it shows. */
export function receiveEvent(
  { conversations, queryClient }: Pick<Session, 'conversations' | 'queryClient'>,
  event: PersonEvent,
): void {
  conversations.receive(event)
  if ('chat' in event) changeChatPages(queryClient, (pages) => putChat(pages, event.chat))
  if ('chatDeleted' in event) {
    changeChatPages(queryClient, (pages) => dropChat(pages, event.chatDeleted))
  }
}
