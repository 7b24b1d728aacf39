import { createParser, type EventSourceMessage } from 'eventsource-parser'

type Listeners = {
  /** Hears of everything that comes, comments too: long silence means that the connection is lost. */
  onBytes?: () => void
  /** Hears how long the server asks to wait before the next connection, in milliseconds. */
  onRetry?: (milliseconds: number) => void
}

/** Reads the events of a response. Ends with the response, and throws when that breaks off. */
export async function* readServerSentEvents(
  response: Response,
  { onBytes, onRetry }: Listeners = {},
): AsyncGenerator<EventSourceMessage> {
  if (!response.body) return
  const events: EventSourceMessage[] = []
  const parser = createParser({
    onEvent: (event) => events.push(event),
    ...(onRetry && { onRetry }),
  })
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      onBytes?.()
      parser.feed(read.value)
      yield* events.splice(0)
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
