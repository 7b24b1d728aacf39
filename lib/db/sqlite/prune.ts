import { and, eq, gte, inArray, isNotNull, lt } from 'drizzle-orm'
import { nextTurn } from '@/lib/platform/turns'
import type { Pruned } from '../database'
import type { Connection } from './file/connection'
import type { WaitWhileBusy } from './file/wait-while-busy'
import {
  cancelRequests,
  chats,
  messages,
  sessions,
  streamSessions,
  tokenSpending,
  users,
} from './schema'

/** How many rows one step deletes: with all that hangs on them, that takes a few milliseconds. */
const SESSIONS_A_STEP = 200
const MESSAGES_A_STEP = 20
const CHATS_A_STEP = 100

/**
 * Deletes rows from before a time: ended stream sessions (their messages stay), stops that waited for a
 * send, the spending of earlier days, and guests who have done nothing since, with everything that is
 * theirs. Each step is a transaction; everybody else has a turn between two of them.
 */
export async function prune(
  connection: Connection,
  before: number,
  waitWhileBusy: WaitWhileBusy,
): Promise<Pruned> {
  const step = (work: () => number) =>
    waitWhileBusy(async () => connection.transaction(work, { behavior: 'immediate' }))
  await step(() => deleteExpired(connection, before))
  const endedSessions = await untilNothingIsLeft(() =>
    step(() => deleteSessions(connection, before)),
  )
  let idleGuests = 0
  for (const { id } of guestsFrom(connection, before)) {
    await untilNothingIsLeft(() => step(() => deleteSomeOf(connection, id, before)))
    idleGuests += await step(() => deleteGuest(connection, id, before))
    await nextTurn()
  }
  return { endedSessions, idleGuests }
}

/** Repeats a step until it deletes nothing. Says how many rows all the steps have deleted. */
async function untilNothingIsLeft(step: () => Promise<number>): Promise<number> {
  let sum = 0
  for (;;) {
    const deleted = await step()
    if (deleted === 0) return sum
    sum += deleted
    await nextTurn()
  }
}

function deleteExpired(connection: Connection, before: number): number {
  const day = new Date(before).toISOString().slice(0, 'YYYY-MM-DD'.length)
  const requests = connection.delete(cancelRequests).where(lt(cancelRequests.createdAt, before))
  const spending = connection.delete(tokenSpending).where(lt(tokenSpending.day, day))
  return requests.run().changes + spending.run().changes
}

function deleteSessions(connection: Connection, before: number): number {
  const some = connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(isNotNull(streamSessions.endedAt), lt(streamSessions.endedAt, before)))
    .limit(SESSIONS_A_STEP)
  return connection.delete(streamSessions).where(inArray(streamSessions.id, some)).run().changes
}

/** Deletes some of an idle guest's messages, then of their chats; nothing once they have come back. */
function deleteSomeOf(connection: Connection, guestId: string, before: number): number {
  if (!isIdle(connection, guestId, before)) return 0
  const someMessages = connection
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.ownerId, guestId))
    .limit(MESSAGES_A_STEP)
  const { changes } = connection.delete(messages).where(inArray(messages.id, someMessages)).run()
  if (changes > 0) return changes
  const someChats = connection
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.ownerId, guestId))
    .limit(CHATS_A_STEP)
  return connection.delete(chats).where(inArray(chats.id, someChats)).run().changes
}

function deleteGuest(connection: Connection, guestId: string, before: number): number {
  if (!isIdle(connection, guestId, before)) return 0
  return connection.delete(users).where(eq(users.id, guestId)).run().changes
}

/** Guests who came before that time. */
function guestsFrom(connection: Connection, before: number): { id: string }[] {
  return connection
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.isAnonymous, true), lt(users.createdAt, new Date(before))))
    .all()
}

/** Whether a guest has neither been seen nor chatted since. */
function isIdle(connection: Connection, guestId: string, before: number): boolean {
  const seen = connection
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, guestId), gte(sessions.updatedAt, new Date(before))))
  const chatting = connection
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.ownerId, guestId), gte(chats.updatedAt, before)))
  // A person who has made an account meanwhile is no guest any more.
  const guest = connection
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, guestId), eq(users.isAnonymous, true)))
  return !seen.limit(1).get() && !chatting.limit(1).get() && guest.get() !== undefined
}
