import type { ConnectionState } from '@/lib/client/person-connection'
import { shareConnection } from '@/lib/client/shared-connection'
import { readChatsAnew } from './chats-query'
import type { Session } from './session'

/** Takes in the server's events until the returned function is called. */
export function connectSession(
  session: Session,
  onState: (state: ConnectionState) => void,
): () => void {
  const { api, conversations, deletions, events, unseen, queryClient } = session
  const shareNoMore = unseen.share()
  const leavePage = () => {
    deletions.sendAll()
  }
  addEventListener('pagehide', leavePage)
  const leave = shareConnection({
    api,
    onEvent: (event) => {
      events.add(event)
    },
    onState(state) {
      onState(state)
      if (state !== 'open') return
      // What ended or changed before the events began to come would never be told.
      void conversations.reloadAll()
      void readChatsAnew(queryClient)
    },
  })
  return () => {
    removeEventListener('pagehide', leavePage)
    shareNoMore()
    leave()
    events.cancel()
  }
}
