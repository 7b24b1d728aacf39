import type { Call } from '@/lib/http/session/signed-in'
import type { Clock } from '@/lib/platform/clock'

/** A reader that takes nothing for this long, in milliseconds, is given up. */
const STALL_MS = 60_000

type Reader = Pick<Call<Record<never, string>>, 'whenRevoked'> & { runtime: { clock: Clock } }

type File = {
  pieces: AsyncGenerator<string, void>
  name: string
  mediaType: string
  /** Called once, when the file is read or given up. */
  onOver: () => void
}

/** A download that is made as it is read, for as long as the session of its reader lasts. */
export function fileResponse(
  { runtime, whenRevoked }: Reader,
  { pieces, name, mediaType, onOver }: File,
): Response {
  const encoder = new TextEncoder()
  let stopWatching = () => {}
  let forgetStall = () => {}
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    stopWatching()
    forgetStall()
    onOver()
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stopWatching = whenRevoked(() => {
        breakOff(controller, 'the session has ended')
      })
    },
    async pull(controller) {
      forgetStall()
      try {
        const next: IteratorResult<string, void> = await pieces.next()
        if (isOver) return
        if (next.done !== true) {
          controller.enqueue(encoder.encode(next.value))
          forgetStall = runtime.clock.after(STALL_MS, () => {
            breakOff(controller, 'nobody reads it')
          })
          return
        }
      } catch (error) {
        end()
        throw error
      }
      end()
      controller.close()
    },
    async cancel() {
      end()
      await pieces.return()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': `${mediaType}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })

  function breakOff(controller: ReadableStreamDefaultController, why: string): void {
    controller.error(new Error(why))
    end()
  }
}
