import type { Inspector } from '../harness/server/inspector'
import { countObjects, type ObjectCounts } from './count-objects'

/** What a server at rest holds, all garbage freed. Memory is in KB. */
export type Measurement = ObjectCounts & {
  /** What keeps the process awake. */
  handles: number
  heap: number
  /** What belongs to objects but lies outside the heap. */
  external: number
  rss: number
}

export async function measure(inspector: Inspector): Promise<Measurement> {
  await inspector.collectGarbage()
  const { heapUsed, external, rss } =
    await inspector.evaluate<NodeJS.MemoryUsage>('process.memoryUsage()')
  const handles = await inspector.evaluate<string[]>('process.getActiveResourcesInfo()')
  return {
    handles: handles.length,
    ...(await inspector.ofAllObjects(countObjects)),
    heap: kilobytes(heapUsed),
    external: kilobytes(external),
    rss: kilobytes(rss),
  }
}

/**
 * What later measurements are compared with. A timer that is armed anew after the objects were
 * listed and before they are counted is in no single look, so the most that three find is right.
 */
export async function measureFirst(inspector: Inspector): Promise<Measurement> {
  const first = await measure(inspector)
  const more = [await measure(inspector), await measure(inspector)]
  return { ...first, timers: Math.max(...[first, ...more].map(({ timers }) => timers)) }
}

/** The sockets that are still in memory, open or not, its standard output and error left out. */
export async function countSockets(inspector: Inspector): Promise<number> {
  const { sockets } = await inspector.ofAllObjects(countObjects)
  return sockets - 2
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024)
}
