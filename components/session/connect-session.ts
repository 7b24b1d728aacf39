import type { ConnectionState } from '@/lib/client/events/person-connection'
import { shareConnection } from '@/lib/client/tabs/shared-connection'
import { readChatsAnew } from './chats-query'
import { restoreTexts } from './restore-texts'
import type { Session } from './session'

/** Takes in the server's events until the returned function is called. */
export function connectSession(
  session: Session,
  onState: (state: ConnectionState) => void,
): () => void {
  const { api, conversations, deletions, events, unseen, queryClient, resender } = session
  const shareNoMore = unseen.share()
  // Without a session there is nobody whose stops they could be.
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
  // A network or a phone that comes back tells of itself by one of these.
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
      // What could not be read because nobody could be asked.
      void queryClient.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
      // What ended or changed before the events began to come would never be told.
      void conversations.reloadAll()
      void readChatsAnew(queryClient)
    },
  })
  // Other tabs may be of a new guest: they must not hear what this one's connection tells.
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
