import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@/lib/contract/message'
import { readCall } from '../../fake-provider/books/books'
import type { Call } from '../../fake-provider/books/call.ts'
import type { AnswerHistory } from '../history/history'
import type { Arena } from './arena'
import type { Turn } from './turn'

const END_DEADLINE = 8_000
const CLOSE_DEADLINE = 1_000

/** Resolves when an answer is over or deleted. */
export async function waitForEnd({ guest }: Arena, messageId: string): Promise<void> {
  const giveUpAt = performance.now() + END_DEADLINE
  for (;;) {
    const response = await guest.call(`/api/messages/${messageId}`)
    const message = (await response.json()) as Message
    if (response.status === 404 || message.metadata?.status !== 'active') return
    if (performance.now() > giveUpAt) throw new Error(`P11 ${messageId} did not end`)
    await pause(40)
  }
}

/** A finished answer, as the wire, the database and the provider's books know it. */
export async function collectAnswer(
  arena: Arena,
  turn: Turn,
  seen: Pick<AnswerHistory, 'name' | 'readers'> & Partial<AnswerHistory>,
): Promise<AnswerHistory> {
  const { messageId, directive, key } = turn
  const call = await closedCall(arena, key)
  const response = await arena.guest.call(`/api/messages/${messageId}`)
  return {
    messageId,
    directive,
    providerFaults: [],
    keepGoing: false,
    before: '',
    wishes: [],
    stops: [],
    lateStops: [],
    earlierCall: undefined,
    mostCalls: 1,
    call: call?.number === seen.earlierCall?.number ? undefined : call,
    message: response.ok ? ((await response.json()) as Message) : undefined,
    stored: response.ok ? arena.server.storedMessage(messageId) : undefined,
    ...seen,
  }
}

/** The latest call under a key, once it is closed. After the deadline it may still be open. */
async function closedCall({ providerUrl }: Arena, key: string): Promise<Call | undefined> {
  const giveUpAt = performance.now() + CLOSE_DEADLINE
  for (;;) {
    const call = await readCall(providerUrl, key)
    if (call?.open !== true || performance.now() > giveUpAt) return call
    await pause(5)
  }
}
