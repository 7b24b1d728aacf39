import type { Bus } from '@/lib/bus/bus'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { chatOf } from '@/lib/db/chat-view'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { storedAnswer, type AnswerSource } from '@/lib/streams/answer/answer-source'
import { parsePersonCursor } from './person-cursor'
import { PersonFeed } from './person-feed'

/** More changed chats than a short absence brings; a reader who missed more reads the list again. */
const MOST_CHANGED_CHATS = 50

type PersonFeedSources = {
  database: Database
  bus: Bus
  clock: Clock
  find: (messageId: string) => AnswerSource | undefined
  running: () => Iterable<AnswerSource>
  onLeave: (feed: PersonFeed) => void
}

/**
 * Opens the feed of everything of a person: the running answers, from their start or after
 * `lastEventId`, and the answers that ended and the chats that changed since that event. Throws
 * `bad_request` on a malformed ID.
 */
export async function openPersonFeed(
  { database, bus, clock, find, running, onLeave }: PersonFeedSources,
  personId: string,
  lastEventId: string | undefined,
): Promise<PersonFeed> {
  const cursor = lastEventId === undefined ? undefined : parsePersonCursor(lastEventId)
  if (lastEventId !== undefined && !cursor) {
    const field = 'Last-Event-ID'
    throw new FullstopError('bad_request', 'The cursor is not valid.', { field })
  }
  const feed = new PersonFeed({ clock, cursor, onLeave })
  feed.listen((listener) => bus.subscribe(personId, listener), find)
  for (const answer of running()) feed.follow(answer)
  try {
    await bringWhatWasMissed()
    return feed
  } catch (error) {
    feed.leave()
    throw error
  }

  async function bringWhatWasMissed(): Promise<void> {
    if (!cursor) return
    const sessionIds = cursor.answers.map((answer) => answer.sessionId)
    const ended = await database.streams.endedSince(personId, cursor.time, sessionIds)
    for (const record of ended) feed.follow(storedAnswer(record))
    const changed = await database.chats.changedSince(personId, cursor.time, MOST_CHANGED_CHATS)
    for (const chat of changed) feed.changeChat(chatOf(chat))
  }
}
