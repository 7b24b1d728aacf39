/** A server-sent event whose data are JSON. */
export function serverSentEvent(data: object, name?: string): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`
}

export const SERVER_SENT_EVENTS = 'text/event-stream; charset=utf-8'

/** A server-sent event whose data are not JSON. */
export const SERVER_SENT_GARBAGE = 'data: {"this is": not JSON\n\n'
