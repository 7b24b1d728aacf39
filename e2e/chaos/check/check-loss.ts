import type { Conditions, Trouble } from '../history/conditions'
import type { AnswerHistory } from '../history/history'
import { isTroubled, isWithoutPostgres, lossOf, spanOf, troublesOfItsServer } from './excuses'
import { latenessOf } from './lateness'
import { replay } from './replay'

/** Text that a viewer saw within this time before its server was lost may be missing, in milliseconds. */
const LOST = 250

/** The lease of a server, and how long the others may take to look for those without one. */
const LEASE = 4_000
const LOOK = 1_000

/** How long a server must have reached the database before it may call another one dead. */
const WITNESS = 4_500

/** P9, P10: an answer whose server is lost is interrupted in time, with its text, and no other one is. */
export function checkLoss(answer: AnswerHistory, conditions: Conditions): string[] {
  const span = spanOf(answer)
  const { endReason } = answer.message?.metadata ?? {}
  if (!span || !endReason) return []
  if (endReason === 'shutdown') {
    const wasAsked = troublesOfItsServer(answer, conditions).some(
      ({ kind, from, to }) => kind === 'ended' && from <= span.to && to >= span.to,
    )
    return wasAsked ? [] : ['P10 its server shut down, and nobody asked for that']
  }
  if (endReason !== 'crash') return []
  const loss = lossOf(answer, conditions)
  if (!loss) return ['P9 it was interrupted, and its server was there']
  return [
    ...interruptedInTime(span.to, loss, conditions),
    ...keptWhatWasSeen(answer, loss, conditions),
  ]
}

function interruptedInTime(end: number, loss: Trouble, conditions: Conditions): string[] {
  const others = conditions.troubles.filter(
    (trouble) => trouble !== loss && trouble.from <= end && trouble.to >= loss.from - WITNESS,
  )
  const since = Math.max(loss.from, ...others.map(({ to }) => Math.min(to, end)))
  const most = LEASE + LOOK + conditions.pace.late + (others.length > 0 ? WITNESS : 0)
  return end - since > most ? [`P9 it was interrupted ${end - loss.from} ms after the loss`] : []
}

function keptWhatWasSeen(
  answer: AnswerHistory,
  { kind, from }: Trouble,
  conditions: Conditions,
): string[] {
  const { readers, stored } = answer
  // A text goes to the database and its confirmation back, on a machine that is as late as for its readers.
  const due = from - LOST - 2 * latenessOf(answer, from)
  // Nothing can be saved meanwhile, and while an end by a signal takes its time, text still comes.
  const couldSave = !isWithoutPostgres(conditions, { from: due, to: from })
  if (!stored || !couldSave || kind === 'ended') return []
  return readers.flatMap((reader) => {
    const { text } = replay(reader, due)
    const missing = text.length - stored.text.length
    return missing > 0 ? [`P9 ${missing} characters that ${reader.name} had seen are missing`] : []
  })
}

/** Whether the text of an answer may end before what its readers have seen. */
export function mayLoseText({ message }: AnswerHistory): boolean {
  return message?.metadata?.endReason === 'crash'
}

/** Whether a reader could have been dropped because its own server was lost or ended. */
export function couldBeDropped(at: number, conditions: Conditions): boolean {
  // A reader on a machine that is late notices it late.
  const span = { from: at - conditions.pace.late, to: at }
  return isTroubled(conditions, span, { kinds: ['killed', 'ended'], after: 0 })
}
