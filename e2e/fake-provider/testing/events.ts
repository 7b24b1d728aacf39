import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** The server-sent events of a body, in order. */
export function readEvents(body: string): EventSourceMessage[] {
  const events: EventSourceMessage[] = []
  createParser({ onEvent: (event) => events.push(event) }).feed(body)
  return events
}

/** The texts parsed as JSON. Texts that are not JSON are left out, as clients do. */
export function parseAll(texts: readonly string[]): unknown[] {
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown]
    } catch {
      return []
    }
  })
}
