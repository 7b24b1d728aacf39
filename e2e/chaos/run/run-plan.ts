import { setTimeout as pause } from 'node:timers/promises'
import type { StreamInfo } from '@/lib/contract/stream-info'
import type { AnswerHistory, History, StopHistory } from '../history/history'
import type { Plan } from '../plan/plan'
import type { Arena } from './arena'
import { collectAnswer, waitForEnd } from './collect'
import { goOn } from './go-on'
import { letHappen } from './let-happen'
import type { Reader } from './reader'
import { newTurn, startSender, type Turn } from './turn'

/** Carries out a plan on one answer and returns everything that was seen of it. */
export async function runPlan(plan: Plan, arena: Arena): Promise<History> {
  const turn = await prepare(plan, arena)
  const neighbour = plan.neighbour ? startNeighbour(arena) : undefined
  const { stops, readers, next, deletion, refusals } = await letHappen(plan, arena, turn)
  const answer = await collectAnswer(arena, turn, {
    name: 'the answer',
    readers,
    stops,
    keepGoing: plan.keepGoing,
    providerFaults: plan.providerFaults,
    wishes: [
      ...wishesOf(stops),
      ...(next ? [{ reason: 'superseded' as const, askedAt: next.send.askedAt }] : []),
      ...(deletion ? [{ reason: 'deleted' as const, askedAt: deletion.askedAt }] : []),
    ],
  })
  const beside = [
    ...(neighbour ? [await collectOther('its neighbour', neighbour, arena, stops)] : []),
    ...(next?.started ? [await collectOther('the next answer', next.started, arena, [])] : []),
  ]
  const { answers: later, sibling } = await goOn(plan, arena, turn, answer)
  return {
    plan,
    conditions: arena.site.conditions,
    answers: [answer, ...beside, ...later],
    next: next?.send,
    deletion,
    refusals,
    sibling,
    listed: await listed(arena),
  }
}

/** The answers that the server says are running. */
async function listed({ guest, site }: Arena): Promise<string[]> {
  const { pace, servers } = site.conditions
  const giveUpAt = performance.now() + pace.late
  for (;;) {
    const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
    // Another server sees an end in the database a moment before the one that has written it.
    if (streams.length === 0 || servers === 1 || performance.now() > giveUpAt) {
      return streams.map(({ messageId }) => messageId)
    }
    await pause(50)
  }
}

async function prepare(plan: Plan, { providerLine, faultyModel, guest }: Arena): Promise<Turn> {
  const { directive, providerFaults, keepGoing } = plan
  providerLine.prepare({ faults: [providerFaults], oldHttp: true })
  const model = providerFaults.length > 0 ? faultyModel : plan.model
  const turn = newTurn({ directive, model })
  if (keepGoing) {
    await guest.post('/api/chats', { id: turn.chatId })
    await guest.call(`/api/chats/${turn.chatId}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ keepGoing }),
    })
  }
  return turn
}

/** Another answer of the same person. Only a stop of all answers may end it. */
function startNeighbour({ guest }: Arena): { turn: Turn; reader: Reader } {
  const turn = newTurn({ directive: 'tokens=12 rate=60' })
  return { turn, reader: startSender(guest, turn) }
}

async function collectOther(
  name: string,
  { turn, reader }: { turn: Turn; reader: Reader },
  arena: Arena,
  stops: StopHistory[],
): Promise<AnswerHistory> {
  const ofAll = stops.filter(({ of }) => of === 'person')
  const readers = [await reader.finished]
  await waitForEnd(arena, turn.messageId)
  return collectAnswer(arena, turn, { name, readers, stops: ofAll, wishes: wishesOf(ofAll) })
}

function wishesOf(stops: readonly StopHistory[]): AnswerHistory['wishes'] {
  return stops.map(({ askedAt }) => ({ reason: 'user', askedAt }))
}
