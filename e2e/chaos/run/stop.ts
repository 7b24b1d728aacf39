import { setTimeout as pause } from 'node:timers/promises'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Message } from '@/lib/contract/message'
import type { CancelledStreams } from '@/lib/contract/stream-info'
import { readCall, releaseCall } from '../../fake-provider/books/books'
import { wasRepeated } from '../../harness/cluster/patient-fetch'
import type { StopHistory } from '../history/history'
import { wholeAnswer } from '../history/whole-answer'
import type { PlannedStop } from '../plan/plan'
import type { Arena } from './arena'
import type { Turn } from './turn'

/** Carries a stop out once its moment has come: one call, or several in the same instant. */
export async function stopAsPlanned(
  planned: PlannedStop,
  turn: Turn,
  arena: Arena,
): Promise<StopHistory[]> {
  const { moment, after, atOnce } = planned
  const isHeld = moment === 'last-token' && (await isHeldBeforeItsEnd(turn, arena))
  if (moment === 'running') await pause(after)
  const stops = Array.from({ length: atOnce }, () => stop(planned, turn, arena))
  if (isHeld) {
    await pause(after)
    await releaseCall(arena.providerUrl, turn.key)
  }
  return Promise.all(stops)
}

/** True once the provider has sent everything but the end; false if the answer is over before. */
async function isHeldBeforeItsEnd(
  { messageId, key }: Turn,
  { providerUrl, guest }: Arena,
): Promise<boolean> {
  for (;;) {
    const call = await readCall(providerUrl, key)
    if (call?.held === true) return true
    const response = await guest.call(`/api/messages/${messageId}`)
    const message = (await response.json()) as Message
    if (response.status === 404 ? call?.open === false : message.metadata?.status !== 'active') {
      return false
    }
    await pause(20)
  }
}

async function stop(planned: PlannedStop, turn: Turn, { guest }: Arena): Promise<StopHistory> {
  const { moment, mode, seenPart, of, named } = planned
  const { messageId, chatId, sessionId } = turn
  const seenTextLength =
    of === 'answer' && seenPart !== undefined ? seenLength(seenPart, turn) : undefined
  const askedAt = Date.now()
  const response =
    of === 'answer'
      ? await guest.post(`/api/messages/${messageId}/cancel`, {
          mode,
          ...(moment !== 'ended' && { beforeStart: true }),
          ...(named && { sessionId }),
          ...(seenTextLength !== undefined && { seenTextLength }),
        })
      : await guest.post('/api/streams/cancel', of === 'chat' ? { chatId } : {})
  const told = of === 'answer' ? ofOne(await response.json()) : ofMany(await response.json())
  const answeredAt = Date.now()
  const { status } = response
  const readAfter = status === 200 ? await guest.call(`/api/messages/${messageId}`) : undefined
  return {
    moment,
    of,
    mode,
    askedAt,
    answeredAt,
    status,
    wasRepeated: wasRepeated(response),
    mayCut: of === 'answer' && (seenPart !== undefined || mode === 'sentence'),
    seenTextLength: mode === 'now' ? seenTextLength : undefined,
    readAfter: readAfter?.ok ? ((await readAfter.json()) as Message) : undefined,
    ...told,
  }
}

type Told = Pick<StopHistory, 'won' | 'unconfirmed' | 'outcome'>

function ofOne(body: unknown): Told {
  const outcome = body as CancelOutcome | { outcome?: undefined }
  if (outcome.outcome === undefined) return { won: [], unconfirmed: [], outcome: undefined }
  const told = (which: CancelOutcome['outcome']) =>
    outcome.outcome === which ? [outcome.messageId] : []
  return { won: told('cancelled'), unconfirmed: told('unconfirmed'), outcome }
}

function ofMany(body: unknown): Told {
  const { cancelled, unconfirmed } = body as CancelledStreams
  return { won: cancelled, unconfirmed, outcome: undefined }
}

function seenLength(part: number, { directive }: Turn): number {
  return Math.round(part * wholeAnswer(directive).text.length)
}
