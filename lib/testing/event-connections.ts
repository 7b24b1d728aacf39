import type { Api } from '@/client/api'
import type { PersonEvent } from '@/lib/contract/event'

/** The server's end of one `GET /api/events`. */
export type EventConnection = {
  readonly lastEventId: string | undefined
  readonly aborted: boolean
  /** Sends an event, with an ID or without. */
  send(id: string | undefined, event: PersonEvent): void
  /** Sends a comment line: the server lives. */
  comment(): void
  /** Asks for so long a wait before the next connection. */
  retry(milliseconds: number): void
  end(): void
  breakOff(): void
}

/** An `events` call whose connections the test holds at the other end. */
export function createEventConnections() {
  const connections: EventConnection[] = []
  const events: Api['events'] = (signal, lastEventId) => {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>(undefined, {
      highWaterMark: Infinity,
    })
    const writer = writable.getWriter()
    const ignoreGone = () => {}
    const write = (text: string) => {
      writer.write(new TextEncoder().encode(text)).catch(ignoreGone)
    }
    signal.addEventListener('abort', () => {
      writer.abort(signal.reason).catch(ignoreGone)
    })
    connections.push({
      lastEventId,
      get aborted() {
        return signal.aborted
      },
      send(id, event) {
        write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`)
      },
      comment() {
        write(': still here\n\n')
      },
      retry(milliseconds) {
        write(`retry: ${milliseconds}\n\n`)
      },
      end() {
        writer.close().catch(ignoreGone)
      },
      breakOff() {
        writer.abort(new TypeError('network error')).catch(ignoreGone)
      },
    })
    const headers = { 'Content-Type': 'text/event-stream' }
    return Promise.resolve(new Response(readable, { headers }))
  }
  return { events, connections }
}
