import type { Conversations } from '@/lib/client/chats/conversations'
import type { Deletions } from '@/lib/client/chats/deletions'
import type { FailedPins } from '@/lib/client/chats/failed-pins'
import type { UnseenAnswers } from '@/lib/client/tabs/unseen-answers'
import type { PersonEvent } from '@/lib/contract/event'

type Receivers = {
  conversations: Conversations
  deletions: Deletions
  failedPins: FailedPins
  unseen: UnseenAnswers
}

/** Hands one of the server's events to every part that shows it. */
export function receiveEvent(
  { conversations, deletions, failedPins, unseen }: Receivers,
  event: PersonEvent,
): void {
  conversations.receive(event)
  unseen.receive(event)
  if ('chatDeleted' in event) {
    deletions.forget(event.chatDeleted)
    failedPins.forget(event.chatDeleted)
  }
}
