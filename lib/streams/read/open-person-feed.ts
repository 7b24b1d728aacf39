import type { Bus } from '@/lib/bus/bus'
import { readMissed } from '@/lib/bus/read-missed'
import { ENDED } from '@/lib/contract/cursor'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { chatOf } from '@/lib/db/chat-view'
import type { Database } from '@/lib/db/database'
import { hasEnded } from '@/lib/db/message-view'
import { delay, type Clock } from '@/lib/platform/clock'
import { fewAtOnce } from '@/lib/platform/few-at-once'
import { describeError, type Log } from '@/lib/platform/log'
import { storedAnswer, type AnswerSource } from '@/lib/streams/answer/answer-source'
import type { RemoteStreams } from '@/lib/streams/remote/remote-streams'
import { parsePersonCursor } from './person-cursor'
import { PersonFeed } from './person-feed'
import { OTHER_CLOCKS_MS } from './told-ends'

/** More changed chats than a short absence brings; a reader who missed more reads the list again. */
const MOST_CHATS = 50

/**
 * How many feeds of this server read what they have missed at a time: the rest of the connections is for the
 * text, ends and stops of answers, however many people are here.
 */
const inLine = fewAtOnce(3)

/** How often an answer is looked up that has ended, or gone on in another session, at each look. */
const MOST_LOOKS = 3

/** How often the database is read while no other server is heard, in milliseconds. */
const DEAF_EVERY_MS = 2_000

/** How long to wait before trying again what has failed, in milliseconds. */
const AGAIN_MS = 1_000

type PersonFeedSources = {
  database: Database
  bus: Bus
  clock: Clock
  log: Log
  /** The answers that run here. */
  find: (messageId: string) => AnswerSource | undefined
  running: () => Iterable<AnswerSource>
  /** The streams of other servers, where there may be others. */
  remote: RemoteStreams | undefined
  onLeave: (feed: PersonFeed) => void
}

/**
 * Opens the feed of everything of a person: the running answers, from their start or after
 * `lastEventId`, and the answers that ended and the chats that changed since that event. Throws
 * `bad_request` on a malformed ID.
 */
export async function openPersonFeed(
  { database, bus, clock, log, find, running, remote, onLeave }: PersonFeedSources,
  personId: string,
  lastEventId: string | undefined,
): Promise<PersonFeed> {
  const cursor = lastEventId === undefined ? undefined : parsePersonCursor(lastEventId)
  if (lastEventId !== undefined && !cursor) {
    const field = 'Last-Event-ID'
    throw new FullstopError('bad_request', 'The cursor is not valid.', { field })
  }
  /** What was written a little earlier, here or by another server, may be seen only now. */
  const overlapMs = database.servers ? OTHER_CLOCKS_MS : 0
  const wasRunning = (cursor?.answers ?? [])
    .filter(({ position }) => position !== ENDED)
    .map(({ sessionId }) => sessionId)
  const feed = new PersonFeed({ clock, cursor, onLeave, isShared: remote !== undefined })
  feed.listen((listener) => {
    const stops = [
      bus.subscribe(personId, listener),
      readMissed({ bus, clock, log }, (deafFor) => bringMissedNews(clock.now() - deafFor), {
        ...(remote && { deafEveryMs: DEAF_EVERY_MS }),
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, bringStarted)
  for (const answer of running()) feed.follow(answer)
  try {
    await bus.subscribed(personId)
    await bringAnswers(cursor?.time, wasRunning)
    if (cursor) await bringChats(cursor.time)
    return feed
  } catch (error) {
    feed.leave()
    throw error
  }

  async function bringMissedNews(since: number): Promise<void> {
    const running = await inLine(async () => {
      if (feed.isLeft) return []
      const runningElsewhere = await bringEnded(remote && since, [])
      await bringChats(since)
      return runningElsewhere
    })
    // Not in line: another server may take its time to answer.
    await followAll(running)
  }

  /** Brings what other servers run, and, with a time, what has ended since then. */
  async function bringAnswers(since: number | undefined, sessionIds: string[]): Promise<void> {
    await followAll(await bringEnded(since, sessionIds))
  }

  async function followAll(messageIds: readonly string[]): Promise<void> {
    await Promise.all(messageIds.map(followElsewhere))
  }

  /** Brings what has ended since a time, if one is given; tells what other servers run. */
  async function bringEnded(since: number | undefined, sessionIds: string[]): Promise<string[]> {
    const running = (await remote?.sessionsOf(personId)) ?? []
    // In this order: what ends in between has ended since then.
    if (since !== undefined) {
      const ended = await database.streams.endedSince(personId, since - overlapMs, sessionIds)
      for (const record of ended) feed.follow(storedAnswer(record))
    }
    return running.map(({ messageId }) => messageId)
  }

  function bringStarted(messageId: string): void {
    const answer = find(messageId)
    if (answer) feed.follow(answer)
    else if (remote) void bringLater(() => followElsewhere(messageId))
  }

  async function followElsewhere(messageId: string): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const record = await database.streams.findAnswer(messageId)
      if (record?.ownerId !== personId) return
      if (hasEnded(record)) {
        feed.follow(storedAnswer(record))
        return
      }
      const position = cursor?.answers.find(
        ({ sessionId }) => sessionId === record.sessionId,
      )?.position
      const held = await remote?.open(record, position)
      if (held) {
        feed.follow(held.answer)
        held.release()
        return
      }
    }
  }

  /** Of this no other news may come, so it is tried until it is brought or the reader has left. */
  async function bringLater(bring: () => Promise<void>): Promise<void> {
    for (let tries = 0; !feed.isLeft; tries += 1) {
      try {
        await bring()
        return
      } catch (error) {
        const facts = { error: describeError(error) }
        if (tries === 0) log.warn(facts, 'an answer of another server could not be brought yet')
        await delay(clock, AGAIN_MS)
      }
    }
  }

  /** What has become of chats at `since` or later; of many, the latest ones. */
  function bringChats(since: number): Promise<void> {
    return feed.bringChats(async () => {
      const from = Math.max(0, since - overlapMs)
      const { changed, deleted } = await database.chats.newsSince(personId, from, MOST_CHATS)
      return { changed: changed.map(chatOf), deleted }
    })
  }
}
