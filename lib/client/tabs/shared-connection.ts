import type { Api } from '@/client/api'
import { keepReadingEvents, type ConnectionState } from '@/lib/client/events/person-connection'
import type { PersonEvent } from '@/lib/contract/event'
import { electOneTab } from './election'
import { openTabChannel } from './tab-channel'

const NAME = 'fullstop-events'

/** The messages of the tab that holds the connection, and the question of a new tab. */
type TabMessage =
  | { type: 'event'; id: string | undefined; event: PersonEvent }
  | { type: 'state'; state: ConnectionState }
  | { type: 'state-wanted' }

/**
 * Shares one connection among all tabs, since a browser has only six to a server over HTTP/1.1. The tab
 * with the lock reads the events and passes them on; when it closes, the next goes on after the last ID
 * that it heard. The returned function leaves.
 */
export function shareConnection(options: {
  api: Api
  onEvent: (event: PersonEvent) => void
  onState: (state: ConnectionState) => void
}): () => void {
  const { api, onEvent, onState } = options
  const closed = new AbortController()
  let lastEventId: string | undefined
  let leadingState: ConnectionState | undefined
  let knownState: ConnectionState | undefined
  const changeState = (state: ConnectionState) => {
    if (state === knownState) return
    knownState = state
    onState(state)
  }
  const channel = openTabChannel<TabMessage>(NAME, (message) => {
    if (message.type === 'state-wanted') {
      if (leadingState) channel?.tell({ type: 'state', state: leadingState })
      return
    }
    // Where no tab can be elected, each reads the events itself.
    if (leadingState) return
    if (message.type === 'state') {
      changeState(message.state)
      return
    }
    lastEventId = message.id ?? lastEventId
    onEvent(message.event)
  })
  channel?.tell({ type: 'state-wanted' })

  const lead = (signal: AbortSignal) =>
    keepReadingEvents({
      api,
      signal,
      lastEventId: () => lastEventId,
      onEvent(id, event) {
        lastEventId = id ?? lastEventId
        channel?.tell({ type: 'event', id, event })
        onEvent(event)
      },
      onState(state) {
        leadingState = state
        channel?.tell({ type: 'state', state })
        changeState(state)
      },
    }).finally(() => {
      leadingState = undefined
    })
  // Without a channel no other tab can pass the events on, so this tab reads them itself.
  void (channel ? electOneTab(NAME, closed.signal, lead) : lead(closed.signal))

  return () => {
    closed.abort()
    channel?.close()
  }
}
