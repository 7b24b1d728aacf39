import { setTimeout as pause } from 'node:timers/promises'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Message } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { readCall } from '../fake-provider/books'
import type { Call } from '../fake-provider/call.ts'
import type { AppServer } from '../harness/app-server'
import { turnOf, type Guest } from '../harness/guest'
import { newAnswerId } from '../harness/new-answer-id'
import type { History, ReaderHistory, StopHistory } from './history'
import type { Plan, PlannedStop } from './plan'
import { readAsPlanned, readResponse } from './reader'

/** About how long a token of the fake provider is. */
const TOKEN_LENGTH = 9
const END_DEADLINE = 8_000

export type Arena = { server: AppServer; providerUrl: string; guest: Guest; stranger: Guest }

/** Lets a plan happen to one answer and returns all that was seen of it. */
export async function runPlan(plan: Plan, arena: Arena): Promise<History> {
  const { guest, stranger, server } = arena
  const messageId = newAnswerId()
  const key = messageId.slice(0, 40)
  const stopBeforeSend = plan.stopBeforeSend ? (await stop(arena, messageId)).outcome : undefined

  const sender: ReaderHistory = { name: 'the sender', chunks: [], done: false }
  const sending = send(plan, arena, { messageId, key }, sender)
  const stopping = plan.stops.map(async (planned) => {
    await pause(planned.after)
    return stop(arena, messageId, planned, plan)
  })
  const reading = plan.readers.map((planned, index) =>
    readAsPlanned(guest, messageId, planned, `reader ${index + 1}`),
  )
  await sending
  const ended = await waitForEnd(guest, messageId)
  const [stops, readers] = await Promise.all([Promise.all(stopping), Promise.all(reading)])
  const calls = await callsOf(arena, key, [])
  const history: History = {
    plan,
    messageId,
    stopBeforeSend: stopBeforeSend ?? stops.find(isPending)?.outcome,
    stops,
    readers: [sender, ...readers],
    calls,
    sent: calls[0]?.text ?? '',
    laterCalls: [],
    sibling: undefined,
    message: ended,
    stored: server.storedMessage(messageId),
    stranger: await Promise.all([
      stranger.call(`/api/messages/${messageId}`).then(({ status }) => status),
      stranger.post(`/api/messages/${messageId}/cancel`, {}).then(({ status }) => status),
    ]),
  }
  return goOn(history, arena, key)
}

function isPending({ outcome }: StopHistory): boolean {
  return outcome.outcome === 'pending'
}

async function send(
  plan: Plan,
  { guest }: Arena,
  { messageId, key }: { messageId: string; key: string },
  sender: ReaderHistory,
): Promise<void> {
  const leaving = new AbortController()
  const response = await guest.call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      ...turnOf(`[[key=${key} ${plan.directive}]]`),
      assistantMessageId: messageId,
    }),
    signal: leaving.signal,
  })
  if (!response.ok) throw new Error(`send: ${response.status} ${await response.text()}`)
  if (plan.senderLeavesAfter !== undefined) {
    setTimeout(() => {
      leaving.abort()
    }, plan.senderLeavesAfter)
  }
  await readResponse(response, sender)
}

async function stop(
  { guest }: Arena,
  messageId: string,
  planned?: PlannedStop,
  plan?: Plan,
): Promise<StopHistory> {
  const seen = planned?.seenPart
  const response = await guest.post(`/api/messages/${messageId}/cancel`, {
    beforeStart: true,
    ...(planned && { mode: planned.mode }),
    ...(seen !== undefined &&
      plan && { seenTextLength: Math.round(seen * plan.totalTokens * TOKEN_LENGTH) }),
  })
  const outcome = (await response.json()) as CancelOutcome
  const readAfter =
    response.status === 200 ? await guest.json<Message>(`/api/messages/${messageId}`) : undefined
  return { outcome, status: response.status, readAfter }
}

/** What comes after the end: nothing, or the answer goes on, or another one is asked for. */
async function goOn(history: History, arena: Arena, key: string): Promise<History> {
  const { plan, messageId, message, stored } = history
  const { guest, server } = arena
  if (plan.afterwards === 'nothing') return history
  const response = await guest.post('/api/chat', {
    id: message.metadata?.chatId,
    messageId,
    trigger: plan.afterwards === 'continue' ? 'continue-message' : 'regenerate-message',
  })
  const answerId = response.headers.get('x-message-id') ?? ''
  await response.text()
  await waitForEnd(guest, answerId)
  const calls = await callsOf(arena, key, history.calls)
  const after = server.storedMessage(messageId)
  if (plan.afterwards === 'regenerate') {
    return {
      ...history,
      laterCalls: calls.slice(history.calls.length),
      sibling: { before: stored.text, after: after.text },
    }
  }
  const last = calls.length > history.calls.length ? (calls.at(-1)?.text ?? '') : ''
  const { readers: _, ...rest } = history
  return {
    ...rest,
    readers: [],
    stops: [],
    stopBeforeSend: undefined,
    calls,
    sent: stored.text + last,
    message: await guest.json<Message>(`/api/messages/${messageId}`),
    stored: after,
  }
}

async function waitForEnd(guest: Guest, messageId: string): Promise<Message> {
  const giveUpAt = performance.now() + END_DEADLINE
  while (true) {
    const message = await guest.json<Message>(`/api/messages/${messageId}`)
    if (message.metadata && message.metadata.status !== 'active') return message
    if (performance.now() > giveUpAt) throw new Error(`P11 ${textOf(message.parts)} did not end`)
    await pause(15)
  }
}

/** The calls under a key, the latest one closed; the books know the latest only. */
async function callsOf({ providerUrl }: Arena, key: string, before: Call[]): Promise<Call[]> {
  const giveUpAt = performance.now() + 1_000
  let call = await readCall(providerUrl, key)
  while (call?.open && performance.now() < giveUpAt) {
    await pause(5)
    call = await readCall(providerUrl, key)
  }
  return call && call.number !== before.at(-1)?.number ? [...before, call] : before
}
