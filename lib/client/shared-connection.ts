import type { PersonEvent } from '@/lib/contract/event'
import type { Api } from './api'
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
        onState(data.state)
        break
      case 'state-wanted':
        if (leadingState) tell({ type: 'state', state: leadingState })
        break
    }
  })
  tell({ type: 'state-wanted' })

  const lead = () =>
    keepReadingEvents({
      api,
      signal: closed.signal,
      lastEventId: () => lastEventId,
      onEvent(id, event) {
        lastEventId = id
        tell({ type: 'event', id, event })
        onEvent(event)
      },
      onState(state) {
        leadingState = state
        tell({ type: 'state', state })
        onState(state)
      },
    })
  void leadWhenElected(lead, closed.signal)

  return () => {
    closed.abort()
    channel.close()
  }
}

async function leadWhenElected(lead: () => Promise<void>, signal: AbortSignal): Promise<void> {
  // Browsers have locks on https and localhost only; elsewhere each tab reads for itself.
  if (!('locks' in navigator)) return lead()
  try {
    await navigator.locks.request(NAME, { signal }, lead)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
