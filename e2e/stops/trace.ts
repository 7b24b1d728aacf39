import type { History, StopHistory, TabHistory } from './history'
import { pressOf } from './press-of'

/** How many events of a tab are told, from the press on: faults begin there. */
const MOST_EVENTS = 12

/** The events around each stop, in milliseconds from the press, for a report that is read later. */
export function traceOf({ stops, tabs }: History): string[] {
  return stops.flatMap((stop) => {
    const pressedAt = pressOf(stop, tabs)?.at ?? stop.backAt
    const calls = stop.cancels.map(({ fault, cameAt, passedAt, answered, body }) => {
      const passed = passedAt.map((at) => at - pressedAt).join(', ')
      const answer = answered ? `${answered.status} at ${answered.at - pressedAt}` : 'none'
      return `cancel ${fault.kind} at ${cameAt - pressedAt}, passed at ${passed}, answered ${answer}: ${body}`
    })
    return [stop.name, ...calls, ...tabs.map((tab) => eventsOf(tab, stop, pressedAt))]
  })
}

function eventsOf({ name, events }: TabHistory, stop: StopHistory, pressedAt: number): string {
  const from = events.findIndex(({ at }) => at >= pressedAt)
  const told = events.slice(Math.max(0, from - 1), from + MOST_EVENTS).map((event) => {
    const at = event.at - pressedAt
    if (event.kind === 'press') return `${at} press ${event.label}`
    const which = event.messageId === stop.messageId ? '' : ' of another answer'
    return `${at} ${event.state} ${event.length}${which}`
  })
  return `${name}: ${told.join('; ')}`
}
