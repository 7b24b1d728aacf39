import type { AppServer } from './app-server.ts'
import { Inspector } from './inspector.ts'

/**
 * Measures the standstills of a server's event loop from now on, those that are longer than a beat. On
 * Linux, the time that its thread waited for a processor is not counted: it is the machine's doing. The
 * returned function gives the standstills since its last call in milliseconds, the longest first.
 */
export async function watchEventLoop(
  server: AppServer,
  beatMs = 5,
): Promise<() => Promise<number[]>> {
  await Inspector.look(server, (inspector) =>
    inspector.evaluate(`(${watch.toString()})(${beatMs})`),
  )
  return () =>
    Inspector.look(server, async (inspector) => {
      const standstills = await inspector.evaluate<number[]>('globalThis.standstills.splice(0)')
      return standstills.toSorted((one, other) => other - one)
    })
}

/** Runs in the server, so it uses only globals. */
function watch(beatMs: number): void {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  /** How long this thread has waited for a processor, in milliseconds. */
  const queuedSoFar = () => {
    try {
      const [, nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')
      return Number(nanoseconds) / 1e6
    } catch {
      return 0
    }
  }
  const standstills: number[] = []
  Object.assign(globalThis, { standstills })
  let beatAt = performance.now()
  let queued = queuedSoFar()
  setInterval(() => {
    const [now, queuedNow] = [performance.now(), queuedSoFar()]
    const stood = now - beatAt - (queuedNow - queued) - beatMs
    if (stood > beatMs) standstills.push(stood)
    beatAt = now
    queued = queuedNow
  }, beatMs).unref()
}
