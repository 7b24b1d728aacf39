import type { PersonEvent } from '@/lib/contract/event'
import type { Api } from './api'
import { electOneTab } from './election'
import { keepReadingEvents, type ConnectionState } from './person-connection'

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
  const channel = new BroadcastChannel(NAME)
  let lastEventId: string | undefined
  let leadingState: ConnectionState | undefined
  let knownState: ConnectionState | undefined
  const changeState = (state: ConnectionState) => {
    if (state === knownState) return
    knownState = state
    onState(state)
  }
  const tell = (message: TabMessage) => {
    channel.postMessage(message)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    switch (data.type) {
      case 'event':
        lastEventId = data.id
        onEvent(data.event)
        break
      case 'state':
        changeState(data.state)
        break
      case 'state-wanted':
        if (leadingState) tell({ type: 'state', state: leadingState })
        break
    }
  })
  tell({ type: 'state-wanted' })

  void electOneTab(NAME, closed.signal, (signal) =>
    keepReadingEvents({
      api,
      signal,
      lastEventId: () => lastEventId,
      onEvent(id, event) {
        lastEventId = id
        tell({ type: 'event', id, event })
        onEvent(event)
      },
      onState(state) {
        leadingState = state
        tell({ type: 'state', state })
        changeState(state)
      },
    }).finally(() => {
      leadingState = undefined
    }),
  )

  return () => {
    closed.abort()
    channel.close()
  }
}
