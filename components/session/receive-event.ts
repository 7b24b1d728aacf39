import type { QueryClient } from '@tanstack/react-query'
import type { Conversations } from '@/lib/client/conversations'
import type { Deletions } from '@/lib/client/deletions'
import type { FailedPins } from '@/lib/client/failed-pins'
import type { UnseenAnswers } from '@/lib/client/unseen-answers'
import type { PersonEvent } from '@/lib/contract/event'
import { hideChat, showChat } from './chats-query'

type Receivers = {
  conversations: Conversations
  deletions: Deletions
  failedPins: FailedPins
  unseen: UnseenAnswers
  queryClient: QueryClient
}

/** Takes in one of the server's events, everywhere where it shows. */
export function receiveEvent(
  { conversations, deletions, failedPins, unseen, queryClient }: Receivers,
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
