/**
 * The ID after which an event stream goes on, as browsers' own EventSource sends it. An empty one is
 * none: readers begin with it, and keep it until an event with an ID comes.
 */
export function lastEventIdOf(request: Request): string | undefined {
  const id = request.headers.get('last-event-id')
  return id === null || id === '' ? undefined : id
}

/** An input with the event after which its stream goes on. An input that is not an object stays as it is. */
export function withLastEventId(input: unknown, request: Request): unknown {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  return isObject ? { ...input, lastEventId: lastEventIdOf(request) } : input
}
