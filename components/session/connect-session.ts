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
  // Without a session there is nobody whose stops they could be.
  const shareStopsNoMore = conversations.stops.share({ takeUp: !session.isFirstVisit })
  const leavePage = () => {
    conversations.stops.leave()
    deletions.sendAll()
  }
  const tryStops = () => {
    conversations.stops.tryAll()
  }
  const tryStopsWhenShown = () => {
    if (document.visibilityState === 'visible') tryStops()
  }
  addEventListener('pagehide', leavePage)
  // A network or a phone that comes back tells of itself by one of these.
  addEventListener('online', tryStops)
  document.addEventListener('visibilitychange', tryStopsWhenShown)
  const leave = shareConnection({
    api,
    onEvent: (event) => {
      events.add(event)
    },
    onState(state) {
      onState(state)
      if (state !== 'open') return
      conversations.stops.tryAll()
      // What ended or changed before the events began to come would never be told.
      void conversations.reloadAll()
      void readChatsAnew(queryClient)
    },
  })
  return () => {
    removeEventListener('pagehide', leavePage)
    removeEventListener('online', tryStops)
    document.removeEventListener('visibilitychange', tryStopsWhenShown)
    shareStopsNoMore()
    shareNoMore()
    leave()
    events.cancel()
  }
}
