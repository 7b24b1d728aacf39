import { setTimeout as pause } from 'node:timers/promises'
import type { StopHistory } from '../history/history'
import { seenOfAnswer, seenOfPerson } from '../history/seen-events'
import type { Plan, PlannedReader, PlannedStop } from '../plan/plan'
import { wayOf, type Arena } from './arena'
import { waitForEnd } from './collect'
import { deleteAsPlanned, sendNext, stopAsStranger, tryAsStranger } from './disturb'
import { Reader, type ReaderOptions } from './reader'
import { stopAsPlanned } from './stop'
import { follow, followPerson, newReaderHistory, startSender, type Turn } from './turn'

/** Sends the question of a plan, and does everything to its answer that the plan says. */
export async function letHappen(plan: Plan, arena: Arena, turn: Turn) {
  const { next, deletion, stranger } = plan
  const over = new AbortController()
  const longestWait = arena.site.conditions.pace.waits.word
  const start = (planned: PlannedReader, index: number) =>
    startReader(planned, {
      arena,
      turn,
      over: { signal: over.signal, longestWait },
      index: index + 1,
      isDeleted: deletion !== undefined,
    })
  const stopAt = (...moments: PlannedStop['moment'][]) => carryOut(plan, moments, turn, arena)

  const strangersStop = stranger?.stopsFirst ? [await stopAsStranger(arena, turn)] : []
  const stopsBefore = await stopAt('before-send')
  const readers = new Map<number, Reader>()
  for (const [index, planned] of plan.readers.entries()) {
    if (planned.comes === 'before-send') readers.set(index, start(planned, index))
  }
  await Promise.all([...readers.values()].map(({ opened }) => opened))

  const { guest, line } = wayOf(plan.sender, 0, arena)
  const sender = startSender(guest, turn, { visits: plan.sender.visits, line })
  const onceAnswered = async <Result>(after: number, work: () => Result | Promise<Result>) => {
    await sender.opened
    await pause(after)
    return work()
  }
  const coming = plan.readers.map((planned, index) => {
    const { comes } = planned
    if (comes === 'before-send') return undefined
    return onceAnswered(comes, () => readers.set(index, start(planned, index)))
  })
  const [stopsWhile, strangers, nextSend, deleted] = await Promise.all([
    stopAt('running', 'last-token'),
    stranger && onceAnswered(stranger.after, () => tryAsStranger(arena, turn)),
    next && onceAnswered(next.after, () => sendNext(next.supersede, turn, arena)),
    deletion && onceAnswered(deletion.after, () => deleteAsPlanned(deletion.of, turn, arena)),
    sender.finished,
    ...coming,
  ])
  await waitForEnd(arena, turn.messageId)
  over.abort()
  return {
    readers: await Promise.all([sender, ...readers.values()].map(({ finished }) => finished)),
    stops: [...stopsBefore, ...stopsWhile, ...(await stopAt('ended'))],
    refusals: [...strangersStop, ...(strangers ?? []), ...(deleted?.refusals ?? [])],
    next: nextSend,
    deletion: deleted?.deletion,
  }
}

async function carryOut(
  { stops }: Plan,
  moments: readonly PlannedStop['moment'][],
  turn: Turn,
  arena: Arena,
): Promise<StopHistory[]> {
  const due = stops.filter(({ moment }) => moments.includes(moment))
  return (await Promise.all(due.map((stop) => stopAsPlanned(stop, turn, arena)))).flat()
}

type ReaderPlace = {
  arena: Arena
  turn: Turn
  index: number
  over: NonNullable<ReaderOptions['over']>
  isDeleted: boolean
}

function startReader(
  planned: PlannedReader,
  { arena, turn, index, over, isDeleted }: ReaderPlace,
): Reader {
  const { source, visits, comes } = planned
  const { messageId } = turn
  const { guest, line } = wayOf(planned, index, arena)
  const history = newReaderHistory(`reader ${index}`, {
    source,
    isThereFirst: comes === 'before-send',
  })
  return source === 'answer'
    ? new Reader({
        history,
        visits,
        line,
        open: (after, signal) => follow(guest, messageId, after, signal),
        read: seenOfAnswer,
      })
    : new Reader({
        history,
        visits,
        line,
        over,
        isDeleted,
        open: (after, signal) => followPerson(guest, after, signal),
        read: (response) => seenOfPerson(response, messageId),
      })
}
