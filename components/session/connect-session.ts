import type { ConnectionState } from '@/lib/client/person-connection'
import { shareConnection } from '@/lib/client/shared-connection'
import type { PersonEvent } from '@/lib/contract/event'
import { dropChat, putChat } from './chat-pages'
import { changeChatPages, chatsKey } from './chats-query'
import { onceAFrame } from './once-a-frame'
import type { Session } from './session'

/** Takes in the server's events until the returned function is called. */
export function connectSession(
  session: Session,
  onState: (state: ConnectionState) => void,
): () => void {
  const { api, conversations, queryClient } = session
  const events = onceAFrame<PersonEvent>((gathered) => {
    for (const event of gathered) receive(session, event)
  })
  const leave = shareConnection({
    api,
    onEvent: events.add,
    onState(state) {
      onState(state)
      if (state !== 'open') return
      // What ended or changed before the events began to come would never be told.
      void conversations.reloadAll()
      void queryClient.invalidateQueries({ queryKey: chatsKey })
    },
  })
  return () => {
    leave()
    events.cancel()
  }
}

function receive({ conversations, queryClient }: Session, event: PersonEvent): void {
  conversations.receive(event)
  if ('chat' in event) changeChatPages(queryClient, (pages) => putChat(pages, event.chat))
  if ('chatDeleted' in event) {
    changeChatPages(queryClient, (pages) => dropChat(pages, event.chatDeleted))
  }
}
