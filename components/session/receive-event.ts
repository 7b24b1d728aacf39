import type { PersonEvent } from '@/lib/contract/event'
import type { Session } from './session'

/** Takes in one of the server's events, everywhere where it shows. */
export function receiveEvent(
  {
    conversations,
    deletions,
    failedPins,
    unseen,
  }: Pick<Session, 'conversations' | 'deletions' | 'failedPins' | 'unseen'>,
  event: PersonEvent,
): void {
  conversations.receive(event)
  unseen.receive(event)
  if ('chatDeleted' in event) {
    deletions.forget(event.chatDeleted)
    failedPins.forget(event.chatDeleted)
  }
}
