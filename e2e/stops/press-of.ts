import type { StopHistory, TabHistory } from './history'
import type { PressEvent } from './watch-answers'

/** The press that began a stop, as its page told it. */
export function pressOf(
  { pressed }: StopHistory,
  tabs: readonly TabHistory[],
): PressEvent | undefined {
  return tabs
    .find(({ name }) => name === pressed.tab)
    ?.events.slice(pressed.from)
    .find((event): event is PressEvent => event.kind === 'press')
}
