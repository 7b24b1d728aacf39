import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '@/lib/contract/message'
import { readCall } from '../../fake-provider/books/books'
import type { Call } from '../../fake-provider/books/call.ts'
import type { AnswerHistory } from '../history/history'
import type { Arena } from './arena'
import type { Turn } from './turn'

/** Resolves when an answer is over or deleted. */
export async function waitForEnd({ guest, site }: Arena, messageId: string): Promise<void> {
  const giveUpAt = performance.now() + site.conditions.pace.waits.end
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
  const { messageId, directive, key, sessionId } = turn
  const { guest, site } = arena
  const call = await closedCall(arena, key)
  const response = await guest.call(`/api/messages/${messageId}`)
  const message = response.ok ? ((await response.json()) as Message) : undefined
  return {
    messageId,
    directive,
    providerFaults: [],
    keepGoing: false,
    server: site.serverOf(message?.metadata?.sessionId ?? sessionId),
    before: '',
    wishes: [],
    stops: [],
    lateStops: [],
    earlierCall: undefined,
    mostCalls: 1,
    call: call?.number === seen.earlierCall?.number ? undefined : call,
    message,
    stored: message ? await site.storedMessage(messageId) : undefined,
    ...seen,
  }
}

/** The latest call under a key, once it is closed. After the deadline it may still be open. */
async function closedCall({ providerUrl, site }: Arena, key: string): Promise<Call | undefined> {
  const giveUpAt = performance.now() + site.conditions.pace.waits.close
  for (;;) {
    const call = await readCall(providerUrl, key)
    if (call?.open !== true || performance.now() > giveUpAt) return call
    await pause(5)
  }
}
