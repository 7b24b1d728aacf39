import type { Api } from '@/lib/client/calls/api'
import { keepReadingEvents, type ConnectionState } from '@/lib/client/events/person-connection'
import type { PersonEvent } from '@/lib/contract/event'
import { electOneTab } from './election'
import { openTabChannel } from './tab-channel'

const NAME = 'fullstop-events'

/** What the tab that holds the connection tells the others, and a new tab asks. */
type TabMessage =
  | { type: 'event'; id: string; event: PersonEvent }
  | { type: 'state'; state: ConnectionState }
  | { type: 'state-wanted' }

/**
 * One connection for all tabs of this browser, which over HTTP/1.1 has only six to a server: the
 * tab that gets the lock reads the events and passes them on; when it closes, the next one goes
 * on after the last event it heard of. Returns how to leave.
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
    // Where no tab can be elected, each reads for itself.
    if (leadingState) return
    if (message.type === 'state') {
      changeState(message.state)
      return
    }
    lastEventId = message.id
    onEvent(message.event)
  })
  channel?.tell({ type: 'state-wanted' })

  const lead = (signal: AbortSignal) =>
    keepReadingEvents({
      api,
      signal,
      lastEventId: () => lastEventId,
      onEvent(id, event) {
        lastEventId = id
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
  // A tab that nobody can tell anything has to hear it by itself.
  void (channel ? electOneTab(NAME, closed.signal, lead) : lead(closed.signal))

  return () => {
    closed.abort()
    channel?.close()
  }
}
