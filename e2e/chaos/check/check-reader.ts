import type { AnswerEvent } from '@/lib/contract/event'
import { withoutRepeats } from '../../harness/without-repeats'
import type { AnswerHistory, ConnectionHistory, ReaderHistory } from '../history/history'
import { quote } from '../history/quote'

/** P6: over all its connections a reader saw every character once, in order, and then the end. */
export function checkReader(answer: AnswerHistory, reader: ReaderHistory): string[] {
  const { name, connections } = reader
  const { text, wasLost, violations } = replay(reader)
  let wasTold = false
  for (const connection of connections) {
    violations.push(...readable(connection.events).map((what) => `P6 ${name} got ${what}`))
    const { end, brokenByLine } = connection
    if (reader.source === 'events' && !goesOnAfterId(connection)) {
      violations.push(`P6 ${name} did not go on after its ID`)
    }
    const brokeOff = end === 'broken' || end === 'ended'
    if (brokeOff && !brokenByLine) violations.push(`P6 ${name} was dropped without a cause`)
    if (end === 'missed') violations.push(`P6 ${name} was never told of the end`)
    if (end === 'gone' && answer.message) violations.push(`P6 ${name} got a 404`)
    const ended = connection.events.some(({ chunk }) => isEnding(chunk.type))
    // A reader who comes back with the ID of the end itself is told nothing more.
    const isTold = ended || (wasTold && connection.events.length === 0)
    if (end === 'done' && !isTold) violations.push(`P6 ${name} was let go without an end`)
    wasTold ||= ended
  }
  return [
    ...violations,
    ...sawWhatWasKept(answer, reader, text),
    ...lostHistory(answer, reader, wasLost),
  ]
}

/** The text that a reader shows in the end. An answer that begins again replaces earlier text. */
function replay({ name, source, had, connections }: ReaderHistory) {
  const violations: string[] = []
  let text = had ?? ''
  let wasLost = false
  let position = had === undefined ? undefined : 'anywhere'
  const told = connections.flatMap(({ events }) => events)
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

/** In the events of a person an answer goes on exactly where the ID says, or begins again. */
function goesOnAfterId({ after = '', events }: ConnectionHistory): boolean {
  const start = events.find(({ chunk }) => chunk.type === 'start')
  return !start || start.cursor.endsWith(':0') || after.split('~').includes(start.cursor)
}

function sawWhatWasKept(
  { before, call, stops, stored }: AnswerHistory,
  { name, connections }: ReaderHistory,
  text: string,
): string[] {
  const sent = before + (call?.text ?? '')
  if (!sent.startsWith(text)) return [`P6 ${name} saw ${quote(text)}, sent was ${quote(sent)}`]
  if (!stored) return []
  const mayCut = stops.some((stop) => stop.mayCut)
  const kept = mayCut ? text.slice(0, stored.text.length) : text
  const isDone = connections.at(-1)?.end === 'done'
  const whole = isDone ? kept === stored.text : stored.text.startsWith(kept)
  return whole ? [] : [`P6 ${name} saw ${quote(text)}, kept was ${quote(stored.text)}`]
}

/** A cursor loses its place only by a cut, or because another session has begun. */
function lostHistory({ stops }: AnswerHistory, reader: ReaderHistory, wasLost: boolean): string[] {
  const { name, connections } = reader
  const cameFromBefore = connections[0]?.after !== undefined
  if (cameFromBefore && !wasLost) return [`P6 ${name} was not told that history is lost`]
  const mayCut = stops.some((stop) => stop.mayCut)
  return wasLost && !cameFromBefore && !mayCut ? [`P6 ${name} was told of a loss`] : []
}

const isEnding = (type: string) => type === 'finish' || type === 'message-metadata'

/** What a client would not understand: parts that were not opened, or chunks in a wrong order. */
function readable(events: readonly AnswerEvent[]): string[] {
  let begun = false
  let ended = false
  let open: string | undefined
  for (const { chunk } of events) {
    const { type } = chunk
    if (type === 'data-history-lost' || type === 'start') {
      if (begun) return [`a ${type} in the middle`]
      begun = type === 'start'
    } else if (!begun) {
      return [`a ${type} before the start`]
    } else if (type === 'abort' || type === 'error') {
      if (!ended) return [`an ${type} before the end`]
    } else if (ended) {
      return [`a ${type} after the end`]
    } else if (isEnding(type)) {
      if (open !== undefined) return ['an end within a part']
      ended = true
    } else if ('id' in chunk) {
      const [kind, step] = type.split('-')
      const part = `${kind} ${chunk.id}`
      if ((step === 'start') !== (open === undefined)) return [`a ${type} in ${open}`]
      if (step !== 'start' && open !== part) return [`a ${type} of ${part} in ${open}`]
      open = step === 'end' ? undefined : part
    }
  }
  return []
}
