import type { PersonEvent } from '@/lib/contract/event'
import { hideChat, showChat } from './chats-query'
import type { Session } from './session'

/** Takes in one of the server's events, everywhere where it shows. */
export function receiveEvent(
  {
    conversations,
    deletions,
    failedPins,
    unseen,
    queryClient,
  }: Pick<Session, 'conversations' | 'deletions' | 'failedPins' | 'unseen' | 'queryClient'>,
  event: PersonEvent,
): void {
  conversations.receive(event)
  unseen.receive(event)
  if ('chat' in event) showChat(queryClient, event.chat)
  if ('chatDeleted' in event) {
    hideChat(queryClient, event.chatDeleted)
    deletions.forget(event.chatDeleted)
    failedPins.forget(event.chatDeleted)
  }
}
