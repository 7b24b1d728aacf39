import type { ConnectionState } from '@/lib/client/person-connection'
import { shareConnection } from '@/lib/client/shared-connection'
import { dropChat, putChat } from './chat-pages'
import { changeChatPages, chatsKey } from './chats-query'
import type { Session } from './session'

/** Takes in the server's events until the returned function is called. */
export function connectSession(
  session: Session,
  onState: (state: ConnectionState) => void,
): () => void {
  const { api, conversations, queryClient } = session
  return shareConnection({
    api,
    onEvent(event) {
      conversations.receive(event)
      if ('chat' in event) changeChatPages(queryClient, (pages) => putChat(pages, event.chat))
      if ('chatDeleted' in event) {
        changeChatPages(queryClient, (pages) => dropChat(pages, event.chatDeleted))
      }
    },
    onState(state) {
      onState(state)
      if (state !== 'open') return
      // What ended or changed before the events began to come would never be told.
      void conversations.reloadAll()
      void queryClient.invalidateQueries({ queryKey: chatsKey })
    },
  })
}
