import { withoutRepeats } from '../../harness/without-repeats'
import type { ReaderHistory } from '../history/history'

/**
 * The text that a reader shows in the end, or at a time, in epoch milliseconds. An answer that begins
 * again replaces earlier text.
 */
export function replay(
  { name, source, had, connections }: ReaderHistory,
  until = Infinity,
): { text: string; wasLost: boolean; violations: string[] } {
  const violations: string[] = []
  let text = had ?? ''
  let wasLost = false
  let position = had === undefined ? undefined : 'anywhere'
  const told = connections.flatMap(({ events }) => events).filter(({ at }) => at <= until)
  for (const { cursor, chunk } of source === 'events' ? withoutRepeats(told) : told) {
    switch (chunk.type) {
      case 'data-history-lost':
        wasLost = true
        text = ''
        break
      case 'start':
        if (cursor.endsWith(':0')) text = ''
        else if (position !== cursor && position !== 'anywhere') {
          violations.push(`P6 ${name} went on at ${cursor}, was at ${position}`)
        }
        break
      case 'text-delta':
        text += chunk.delta
        break
      default:
        break
    }
    position = cursor
  }
  return { text, wasLost, violations }
}
