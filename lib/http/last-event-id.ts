/** The ID after which an event stream goes on, as browsers' own EventSource sends it. */
export function lastEventIdOf(request: Request): string | undefined {
  return request.headers.get('last-event-id') ?? undefined
}
