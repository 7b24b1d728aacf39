import type { Inspector } from '../harness/server/inspector'
import { countObjects, type ObjectCounts } from './count-objects'

/** The holdings of a server at rest, after garbage collection. Memory is in KB. */
export type Measurement = ObjectCounts & {
  /** The resources that keep the process alive. */
  handles: number
  heap: number
  /** Memory that belongs to objects but lies outside the heap. */
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
 * The measurement that later ones are compared with. A timer that is armed again between the
 * listing and the counting of objects is missed, so the highest count of three looks is right.
 */
export async function measureFirst(inspector: Inspector): Promise<Measurement> {
  const first = await measure(inspector)
  const more = [await measure(inspector), await measure(inspector)]
  return { ...first, timers: Math.max(...[first, ...more].map(({ timers }) => timers)) }
}

/** The sockets that are still in memory, open or not, without standard output and error. */
export async function countSockets(inspector: Inspector): Promise<number> {
  const { sockets } = await inspector.ofAllObjects(countObjects)
  return sockets - 2
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024)
}
