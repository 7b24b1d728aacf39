import { createParser, type EventSourceMessage } from 'eventsource-parser'

/**
 * Reads the events of a response. Ends when it ends, throws when it breaks off. `onBytes` hears of
 * everything that comes, comments too: who hears nothing for long has lost the connection.
 */
export async function* readServerSentEvents(
  response: Response,
  onBytes: () => void = () => {},
): AsyncGenerator<EventSourceMessage> {
  if (!response.body) return
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      onBytes()
      parser.feed(read.value)
      yield* events.splice(0)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
