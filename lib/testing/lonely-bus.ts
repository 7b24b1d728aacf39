import type { Bus } from '@/lib/bus/bus'
import { createInProcessBus } from '@/lib/bus/in-process-bus'
import { createLog } from '@/lib/platform/log'

/** The bus of a server that hears no other, and is not told that it misses anything. */
export function createLonelyBus(serverId = 'test-process'): Bus {
  return createInProcessBus({ serverId, log: createLog('silent') })
}
