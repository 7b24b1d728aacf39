import type { Call } from './signed-in'

/** A download that is written as it is read, for as long as its reader may. */
export function fileResponse(
  { whenRevoked }: Pick<Call<Record<never, string>>, 'whenRevoked'>,
  pieces: AsyncGenerator<string, void>,
  name: string,
  type: string,
): Response {
  const encoder = new TextEncoder()
  let stopWatching = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stopWatching = whenRevoked(() => {
        controller.error(new Error('the session has ended'))
      })
    },
    async pull(controller) {
      const next: IteratorResult<string, void> = await pieces.next()
      if (next.done !== true) {
        controller.enqueue(encoder.encode(next.value))
        return
      }
      stopWatching()
      controller.close()
    },
    async cancel() {
      stopWatching()
      await pieces.return()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })
}
