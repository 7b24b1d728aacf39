import type { AnswerHistory, ConnectionHistory, History, StopHistory } from './history'
import { quote } from './quote'

type Line = { at: number; what: string }

/** What happened in a history and around it, in order, in milliseconds from its first request. */
export function traceOf({ answers, conditions, next, deletion }: History): string[] {
  const lines: Line[] = [
    ...answers.flatMap(linesOfAnswer),
    ...(next ? [{ at: next.askedAt, what: `the next question, answered ${next.status}` }] : []),
    ...(deletion
      ? [{ at: deletion.askedAt, what: `a deletion, answered ${deletion.status}` }]
      : []),
  ]
  const begin = Math.min(...lines.map(({ at }) => at))
  const last = Math.max(...lines.map(({ at }) => at))
  const troubles = conditions.troubles
    .filter(({ from, to }) => from <= last && to >= begin)
    .flatMap(({ kind, server, from, to }) => {
      const part = server === undefined ? kind : `server ${server} ${kind}`
      return [
        { at: from, what: `*** ${part}` },
        { at: to, what: `*** ready again after: ${part}` },
      ]
    })
  return [...lines, ...troubles]
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, what }) => `${String(Math.round(at - begin)).padStart(7)} ${what}`)
}

function linesOfAnswer(answer: AnswerHistory): Line[] {
  const { name, message, call, readers, stops, lateStops, server, directive } = answer
  const { startedAt, endedAt, endReason, textLength } = message?.metadata ?? {}
  const own: Line[] = [
    ...(startedAt === undefined
      ? []
      : [{ at: Date.parse(startedAt), what: `started on server ${server}: ${directive}` }]),
    ...(endedAt === undefined
      ? []
      : [
          { at: Date.parse(endedAt), what: `ended for ${endReason} with ${textLength} characters` },
        ]),
    ...(call ? [{ at: call.startedAt, what: `call ${call.attempt} to the provider` }] : []),
    ...(call?.closedAt ? [{ at: call.closedAt, what: 'the call was closed by its client' }] : []),
    ...(call?.finishedAt ? [{ at: call.finishedAt, what: 'the call was finished' }] : []),
  ]
  return [
    ...own,
    ...stops.flatMap((stop) => linesOfStop(stop, 'stop')),
    ...lateStops.flatMap((stop) => linesOfStop(stop, 'late stop')),
    ...readers.flatMap((reader) =>
      reader.connections.flatMap((connection) => linesOfConnection(reader.name, connection)),
    ),
  ].map(({ at, what }) => ({ at, what: `${name}: ${what}` }))
}

function linesOfStop(stop: StopHistory, which: string): Line[] {
  const { of, mode, moment, askedAt, answeredAt, status, outcome, won, unconfirmed } = stop
  const said = outcome?.outcome ?? `won ${won.length}, unconfirmed ${unconfirmed.length}`
  const repeated = stop.wasRepeated ? ', after more than one try' : ''
  return [
    { at: askedAt, what: `${which} of ${of}, ${mode}, ${moment}` },
    { at: answeredAt, what: `${which} answered ${status} ${said}${repeated}` },
  ]
}

function linesOfConnection(name: string, connection: ConnectionHistory): Line[] {
  const { requestedAt, openedAt, closedAt, after, events, end, brokenByLine } = connection
  const text = events.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')
  const by = brokenByLine ? ' by its line' : ''
  return [
    { at: requestedAt, what: `${name} asks${after === undefined ? '' : ` after ${after}`}` },
    ...(openedAt === undefined ? [] : [{ at: openedAt, what: `${name} is let in` }]),
    { at: closedAt, what: `${name} is ${end}${by}, had read ${quote(text)}` },
  ]
}
