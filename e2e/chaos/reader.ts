import { setTimeout as pause } from 'node:timers/promises'
import type { AnswerChunk } from '@/lib/contract/event'
import { eventsOf, type Guest } from '../harness/guest'
import type { ReaderHistory } from './history'
import type { PlannedReader } from './plan'

/** Reads one connection into a history; returns the last event's ID. Leaves after so many events. */
export async function readResponse(
  response: Response,
  history: ReaderHistory,
  leaveAfter = Infinity,
): Promise<string | undefined> {
  let lastEventId: string | undefined
  let seen = 0
  try {
    for await (const { id, data } of eventsOf(response)) {
      if (data === '[DONE]') {
        history.done = true
        break
      }
      // Our own server speaks the contract.
      history.chunks.push(data as AnswerChunk)
      lastEventId = id ?? lastEventId
      seen += 1
      if (seen >= leaveAfter) break
    }
  } catch (error) {
    // Who leaves by aborting ends here, too; anything else is missed as an end that was not seen.
    if (!(error instanceof DOMException)) throw error
  }
  return lastEventId
}

/** Follows an answer to its end, leaving and coming back with its cursor as planned. */
export async function readAsPlanned(
  guest: Guest,
  messageId: string,
  { after, breaks }: PlannedReader,
  name: string,
): Promise<ReaderHistory> {
  const history: ReaderHistory = { name, chunks: [], done: false }
  await pause(after)
  let lastEventId: string | undefined
  for (const leaveAfter of [...breaks, Infinity]) {
    const response = await open(guest, messageId, lastEventId)
    lastEventId = (await readResponse(response, history, leaveAfter)) ?? lastEventId
    if (history.done) break
  }
  return history
}

/** A reader may come before the send has arrived. */
async function open(guest: Guest, messageId: string, lastEventId: string | undefined) {
  const headers: Record<string, string> =
    lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
  for (let attempt = 0; ; attempt += 1) {
    const response = await guest.call(`/api/messages/${messageId}/stream`, { headers })
    if (response.ok) return response
    if (response.status !== 404 || attempt > 100) throw new Error(`follow: ${response.status}`)
    await response.body?.cancel()
    await pause(20)
  }
}
