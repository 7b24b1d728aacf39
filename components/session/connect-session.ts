import type { ConnectionState } from '@/lib/client/events/person-connection'
import { shareConnection } from '@/lib/client/tabs/shared-connection'
import { readChatsAgain } from './chats-query'
import { restoreTexts } from './restore-texts'
import type { Session } from './session'

/** Takes in the server's events until the returned function is called. */
export function connectSession(
  session: Session,
  onState: (state: ConnectionState) => void,
): () => void {
  const { api, conversations, deletions, events, unseen, queryClient, resender } = session
  const shareNoMore = unseen.share()
  // On a first visit there is no person yet to whom kept stops could belong.
  const shareStopsNoMore = conversations.stops.share({ takeUp: !session.isFirstVisit })
  const leavePage = () => {
    conversations.stops.leave()
    deletions.sendAll()
  }
  const tryAgain = () => {
    conversations.stops.tryAll()
    resender.tryNow()
  }
  const resendNoMore = resender.watch()
  const tryAgainWhenShown = () => {
    if (document.visibilityState === 'visible') tryAgain()
  }
  addEventListener('pagehide', leavePage)
  // One of these events tells that a network or a phone has come back.
  addEventListener('online', tryAgain)
  document.addEventListener('visibilitychange', tryAgainWhenShown)
  const leave = shareConnection({
    api,
    onEvent: (event) => {
      events.add(event)
    },
    onState(state) {
      onState(state)
      if (state !== 'open') return
      tryAgain()
      void restoreTexts(session)
      // Reads that failed while the server could not be reached.
      void queryClient.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
      // No event tells of an end or a change from before this connection.
      void conversations.reloadAll()
      void readChatsAgain(queryClient)
    },
  })
  // Other tabs may belong to a new guest, who must not hear the events of this connection.
  const leaveWithGuest = session.problems.subscribe(() => {
    if (session.problems.current() === 'guest ended') leave()
  })
  return () => {
    leaveWithGuest()
    removeEventListener('pagehide', leavePage)
    removeEventListener('online', tryAgain)
    document.removeEventListener('visibilitychange', tryAgainWhenShown)
    resendNoMore()
    shareStopsNoMore()
    shareNoMore()
    leave()
    events.cancel()
  }
}
