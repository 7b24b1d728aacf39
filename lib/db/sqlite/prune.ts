import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import { StepSize } from '@/lib/platform/step-size'
import { nextTurn } from '@/lib/platform/turns'
import type { Pruned } from '../database'
import type { Connection } from './file/connection'
import { given, prepared } from './file/prepared'
import type { WaitWhileBusy } from './file/wait-while-busy'
import {
  cancelRequests,
  chats,
  deletedChats,
  messages,
  sessions,
  streamSessions,
  tokenSpending,
  users,
} from './schema'

/** How many sessions a step deletes at first, and at most: they lie all over a large file. */
const FIRST_SESSIONS = 20
const MOST_SESSIONS = 200

/** How many rows one step deletes: with all that hangs on them, that takes a few milliseconds. */
const MESSAGES_A_STEP = 20
const CHATS_A_STEP = 100

type Guest = Pick<typeof users.$inferSelect, 'id'> & { createdAt: number }

/** A place before that of every guest. */
const BEFORE_ALL: Guest = { id: '', createdAt: Number.MIN_SAFE_INTEGER }

/**
 * Deletes rows from before a time: ended stream sessions (their messages stay), stops that waited for a
 * send, the spending of earlier days, the IDs of deleted chats, and guests who have done nothing since, with
 * everything that is theirs. Each step is a transaction; everybody else has a turn between two of them.
 */
export async function prune(
  connection: Connection,
  before: number,
  waitWhileBusy: WaitWhileBusy,
): Promise<Pruned> {
  const step = (work: () => number) =>
    waitWhileBusy(async () => connection.transaction(work, { behavior: 'immediate' }))
  await step(() => deleteExpired(connection, before))
  const sessionsAStep = new StepSize(FIRST_SESSIONS, MOST_SESSIONS)
  const endedSessions = await untilNothingIsLeft(() =>
    sessionsAStep.run(() => step(() => deleteSessions(connection, before, sessionsAStep.size))),
  )
  let idleGuests = 0
  for (let guest = BEFORE_ALL; ;) {
    const next = nextGuest(connection).get({ ...guest, before })
    if (!next) return { endedSessions, idleGuests }
    guest = next
    await untilNothingIsLeft(() => step(() => deleteSomeOf(connection, next.id, before)))
    idleGuests += await step(() => deleteGuest(connection, next.id, before))
    await nextTurn()
  }
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
  const deleted = connection.delete(deletedChats).where(lt(deletedChats.deletedAt, before))
  return requests.run().changes + spending.run().changes + deleted.run().changes
}

function deleteSessions(connection: Connection, before: number, most: number): number {
  const some = connection
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(lt(streamSessions.endedAt, before))
    .orderBy(asc(streamSessions.endedAt))
    .limit(most)
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

/** The guest who came next after a guest, and before a time; in the words of the index, as with the active sessions. */
const nextGuest = prepared((connection) =>
  connection
    .select({ id: users.id, createdAt: sql<number>`${users.createdAt}` })
    .from(users)
    .where(
      sql`${users.isAnonymous} = 1 AND ${users.createdAt} < ${given('before')}
        AND (${users.createdAt}, ${users.id}) > (${given('createdAt')}, ${given('id')})`,
    )
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1)
    .prepare(),
)
