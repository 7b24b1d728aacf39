import type { AnswerHistory, History } from '../history/history'
import { seenOfAnswer } from '../history/seen-events'
import type { Plan, PlannedStop } from '../plan/plan'
import type { Arena } from './arena'
import { collectAnswer, waitForEnd } from './collect'
import { Reader } from './reader'
import { stopAsPlanned } from './stop'
import { follow, newReaderHistory, newSessionId, newTurn, startSender, type Turn } from './turn'

/** A stop of the session before, which the network held back until now. */
const lateStop: PlannedStop = {
  moment: 'running',
  after: 20,
  of: 'answer',
  mode: 'now',
  seenPart: 0,
  named: true,
  atOnce: 1,
}

type GoneOn = { answers: AnswerHistory[]; sibling: History['sibling'] }

/** After the end: nothing, or the answer goes on, or another one is asked for. */
export async function goOn(
  plan: Plan,
  arena: Arena,
  turn: Turn,
  ended: AnswerHistory,
): Promise<GoneOn> {
  // The planned faults were for the first session's connection only.
  arena.providerLine.prepare({ oldHttp: true })
  switch (plan.afterwards.kind) {
    case 'nothing':
      return { answers: [], sibling: undefined }
    case 'regenerate':
      return regenerate(plan, arena, turn, ended)
    case 'continue':
      return { answers: [await continueAnswer(plan, arena, turn, ended)], sibling: undefined }
  }
}

/** Asks for another answer to the same question. The existing answer stays as it was. */
async function regenerate(
  { keepGoing }: Plan,
  arena: Arena,
  turn: Turn,
  ended: AnswerHistory,
): Promise<GoneOn> {
  const { guest, site } = arena
  const { chatId, directive, key } = turn
  const another = newTurn({ chatId, directive, key })
  const sender = startSender(guest, another, {
    send: () =>
      guest.post('/api/chat', {
        id: chatId,
        messageId: turn.messageId,
        assistantMessageId: another.messageId,
        trigger: 'regenerate-message',
      }),
  })
  const reader = await sender.finished
  await waitForEnd(arena, another.messageId)
  const answer = await collectAnswer(arena, another, {
    name: 'its sibling',
    readers: [reader],
    earlierCall: ended.call,
    mostCalls: callsOf(ended) + 1,
    keepGoing,
  })
  const { text = '' } = ended.stored ?? {}
  return {
    answers: [answer],
    sibling: { before: text, after: (await site.storedMessage(turn.messageId)).text },
  }
}

/** Begins a new session of the same message, in which cursors of the old session are lost. */
async function continueAnswer(
  plan: Plan,
  arena: Arena,
  turn: Turn,
  ended: AnswerHistory,
): Promise<AnswerHistory> {
  const { guest } = arena
  const { chatId, messageId } = turn
  const before = ended.stored?.text ?? ''
  const again = { ...turn, sessionId: newSessionId() }
  const { stop, lateStops = 0 } = plan.afterwards
  const stopsBefore = stop?.moment === 'before-send' ? await stopAsPlanned(stop, again, arena) : []
  const response = await guest.post('/api/chat', {
    id: chatId,
    messageId,
    trigger: 'continue-message',
    sessionId: again.sessionId,
  })
  const sender = startSender(guest, again, {
    history: newReaderHistory('who goes on with it', { had: before }),
    send: () => Promise.resolve(response),
  })
  const after = ended.readers[0]?.connections.at(-1)?.events.at(-1)?.cursor
  const returning = new Reader({
    history: newReaderHistory('who comes with an old cursor'),
    open: (cursor, signal) => follow(guest, messageId, cursor, signal),
    read: seenOfAnswer,
    after,
  })
  const [late, stopsWhile] = await Promise.all([
    stopAsPlanned({ ...lateStop, atOnce: lateStops }, turn, arena),
    stop?.moment === 'running' ? stopAsPlanned(stop, again, arena) : [],
  ])
  const stops = [...stopsBefore, ...stopsWhile]
  const readers = await Promise.all([sender.finished, returning.finished])
  await waitForEnd(arena, messageId)
  // A try whose caller has given up may be carried out only now.
  const earlier = ended.stops.filter(({ wasRepeated }) => wasRepeated)
  return collectAnswer(arena, again, {
    name: 'the answer that went on',
    before,
    earlierCall: ended.call,
    mostCalls: callsOf(ended) + 1,
    readers,
    stops,
    lateStops: late,
    wishes: [...stops, ...earlier].map(({ askedAt }) => ({ reason: 'user', askedAt })),
    keepGoing: plan.keepGoing,
  })
}

/** At least 1: a call that was dropped at once may reach the books only later. */
function callsOf({ call }: AnswerHistory): number {
  return call?.attempt ?? 1
}
