import type { Bus } from '@/lib/bus/bus'
import { readMissed } from '@/lib/bus/read-missed'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { chatOf } from '@/lib/db/chat-view'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { storedAnswer, type AnswerSource } from '@/lib/streams/answer/answer-source'
import { parsePersonCursor } from './person-cursor'
import { PersonFeed } from './person-feed'

/** More changed chats than a short absence brings; a reader who missed more reads the list again. */
const MOST_CHANGED_CHATS = 50

type PersonFeedSources = {
  database: Database
  bus: Bus
  clock: Clock
  log: Log
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
  { database, bus, clock, log, find, running, onLeave }: PersonFeedSources,
  personId: string,
  lastEventId: string | undefined,
): Promise<PersonFeed> {
  const cursor = lastEventId === undefined ? undefined : parsePersonCursor(lastEventId)
  if (lastEventId !== undefined && !cursor) {
    const field = 'Last-Event-ID'
    throw new FullstopError('bad_request', 'The cursor is not valid.', { field })
  }
  const feed = new PersonFeed({ clock, cursor, onLeave })
  feed.listen((listener) => {
    const stops = [
      bus.subscribe(personId, listener),
      // Whenever they changed: a new title does not count as a change of its chat.
      readMissed({ bus, clock, log }, () => bringChats(0)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, find)
  for (const answer of running()) feed.follow(answer)
  try {
    await bus.subscribed(personId)
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
    await bringChats(cursor.time)
  }

  /** The chats that changed at `since` or later, the latest ones of many. */
  function bringChats(since: number): Promise<void> {
    return feed.bringChats(async () => {
      const changed = await database.chats.changedSince(personId, since, MOST_CHANGED_CHATS)
      return changed.map(chatOf)
    })
  }
}
