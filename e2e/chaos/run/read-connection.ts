import type { ConnectionHistory, SeenEvent } from '../history/history'
import type { Seen } from '../history/seen-events'
import type { Visit } from '../plan/plan'

export type ConnectionOptions = {
  /** The event after which the reader goes on. */
  after: string | undefined
  open: (after: string | undefined, signal: AbortSignal) => Promise<Response>
  read: (response: Response) => AsyncGenerator<Seen>
  /** How long the reader stays; to the end unless given. */
  leaves: Visit['leaves'] | undefined
  onOpen: () => void
  onEventId: (id: string) => void
  over: Over | undefined
}

/** An answer that a reader follows has ended. */
type Over = {
  signal: AbortSignal
  /** A reader that saw these events is told of the end. */
  isTold: (seen: SeenEvent[]) => boolean
  /** How long it waits for that, in milliseconds. */
  longestWait: number
}

/** Reads one connection until it is over, breaks off, or it is time to leave. */
export async function readConnection(options: ConnectionOptions): Promise<ConnectionHistory> {
  const { after, over, leaves } = options
  const { milliseconds, patience, events: most = Infinity } = leaves ?? {}
  const requestedAt = Date.now()
  const events: SeenEvent[] = []
  const leaving = new AbortController()
  let openedAt: number | undefined
  let closing: Pick<ConnectionHistory, 'end' | 'closedAt'> | undefined
  let timer: NodeJS.Timeout | undefined

  const close = (end: ConnectionHistory['end']) => (closing ??= { end, closedAt: Date.now() })
  const leaveAfter = (wait: number, end: ConnectionHistory['end']) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      close(end)
      leaving.abort()
    }, wait)
  }
  const stopWaiting = () => {
    if (over?.isTold(events)) leaveAfter(over.longestWait, 'missed')
    else leaveAfter(0, 'left')
  }
  over?.signal.addEventListener('abort', stopWaiting)
  if (over?.signal.aborted) stopWaiting()
  if (patience !== undefined) leaveAfter(patience, 'left')
  try {
    const response = await options.open(after, leaving.signal)
    if (response.ok) openedAt = Date.now()
    else if (response.status === 404) close('gone')
    else throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
    options.onOpen()
    // 204: the reader has been told everything, and need not come back.
    if (response.status === 204) return { ...seen(), ...close('done') }
    if (milliseconds !== undefined) leaveAfter(milliseconds, 'left')
    for await (const { id, event, last } of options.read(response)) {
      if (closing) break
      if (event) events.push({ ...event, at: Date.now() })
      if (id !== undefined) options.onEventId(id)
      if (last) close('done')
      else if (events.length >= most) close('left')
      if (closing) break
    }
    close('ended')
  } catch (error) {
    if (!isBroken(error) && !leaving.signal.aborted) throw error
    close('broken')
  } finally {
    clearTimeout(timer)
    over?.signal.removeEventListener('abort', stopWaiting)
  }
  return { ...seen(), ...close('ended') }

  function seen() {
    return { requestedAt, openedAt, after, events, brokenByLine: false }
  }
}

/** The messages of fetch when a connection fails, or a response breaks off. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message)
}
