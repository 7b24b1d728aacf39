import type { AnswerEvent } from '@/lib/contract/event'
import type { Conditions } from '../history/conditions'
import type { AnswerHistory, ConnectionHistory, ReaderHistory } from '../history/history'
import { quote } from '../history/quote'
import { couldBeDropped, mayLoseText } from './check-loss'
import { isGoneFromSome } from './excuses'
import { replay } from './replay'

/** P6: over all its connections a reader saw every character once, in order, and then the end. */
export function checkReader(
  answer: AnswerHistory,
  reader: ReaderHistory,
  conditions: Conditions,
): string[] {
  const { name, connections } = reader
  const { text, wasLost, violations } = replay(reader)
  let wasTold = false
  for (const connection of connections) {
    violations.push(...readable(connection.events).map((what) => `P6 ${name} got ${what}`))
    const { end, brokenByLine, closedAt } = connection
    if (reader.source === 'events' && !goesOnAfterId(connection)) {
      violations.push(`P6 ${name} did not go on after its ID`)
    }
    const brokeOff = end === 'broken' || end === 'ended'
    const hasCause = brokenByLine || couldBeDropped(closedAt, conditions)
    if (brokeOff && !hasCause) violations.push(`P6 ${name} was dropped without a cause`)
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
    ...lostHistory(answer, reader, { wasLost, conditions }),
  ]
}

/** In the events of a person an answer goes on exactly where the ID says, or begins again. */
function goesOnAfterId({ after = '', events }: ConnectionHistory): boolean {
  const start = events.find(({ chunk }) => chunk.type === 'start')
  return !start || start.cursor.endsWith(':0') || after.split('~').includes(start.cursor)
}

function sawWhatWasKept(
  answer: AnswerHistory,
  { name, connections }: ReaderHistory,
  text: string,
): string[] {
  const { before, call, stored } = answer
  const sent = before + (call?.text ?? '')
  if (!sent.startsWith(text)) return [`P6 ${name} saw ${quote(text)}, sent was ${quote(sent)}`]
  if (!stored) return []
  const kept = mayCutText(answer) ? text.slice(0, stored.text.length) : text
  const isDone = connections.at(-1)?.end === 'done'
  const whole = isDone ? kept === stored.text : stored.text.startsWith(kept)
  return whole ? [] : [`P6 ${name} saw ${quote(text)}, kept was ${quote(stored.text)}`]
}

/** Whether less may be kept than was seen: a stop asked for that, or the server was lost. */
function mayCutText(answer: AnswerHistory): boolean {
  return answer.stops.some((stop) => stop.mayCut) || mayLoseText(answer)
}

/** A cursor loses its place only by a cut, or because another session has begun. */
function lostHistory(
  answer: AnswerHistory,
  reader: ReaderHistory,
  { wasLost, conditions }: { wasLost: boolean; conditions: Conditions },
): string[] {
  const { name, connections } = reader
  const cameFromBefore = connections[0]?.after !== undefined
  if (cameFromBefore && !wasLost) return [`P6 ${name} was not told that history is lost`]
  const mayBeLost = cameFromBefore || mayCutText(answer) || isGoneFromSome(answer, conditions)
  const isWrong = wasLost && !mayBeLost
  return isWrong ? [`P6 ${name} was told of a loss`] : []
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
