import type { AnswerNews, FollowWish } from '@/lib/bus/bus'
import { hasEnded } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import { describeError } from '@/lib/platform/log'
import { endedRecordOf } from '@/lib/streams/answer/ended-record'
import { FollowedAnswer } from './followed-answer'
import type { RemoteSources } from './remote-sources'

/** How often all followed answers are looked at, in milliseconds. */
const LOOK_MS = 250

/** How soon a server is asked again for what is missing, in milliseconds. */
const ASK_AGAIN_MS = 300

/** After so long without a word of an answer, in milliseconds, its server is asked again. */
const SILENT_MS = 1_500

/** After so long the database is read, in milliseconds, and again each second. */
const LOST_MS = 2_500
const READ_AGAIN_MS = 1_000

/** Until a server has first told something of an answer, the database is read so soon, in milliseconds. */
const FIRST_WORD_MS = 500

/** How long readers who are sent on may take to follow from another server, in milliseconds. */
const HAND_OVER_MS = 5_000

/** How often a server is told what is followed there, in milliseconds: see `FollowingServers`. */
export const KEEP_MS = 4_000

type Follow = {
  answer: FollowedAnswer
  /** The kind that its server was told last. */
  kind: FollowedAnswer['kind']
  /** When its server told something, was asked, and when the database was read. */
  heardAt: number
  askedAt: number
  readAt: number
  isMissing: boolean
  isReading: boolean
  /** Its server has said that the end is in the database. */
  isOver: boolean
}

/** What a server is told of an answer that is followed there. */
type Kept = { serverId: string; wish: FollowWish }

/** The answers of other servers that somebody reads on this one. */
export class FollowedAnswers {
  readonly #sources: RemoteSources
  readonly #follows = new Map<string, Follow>()
  /** What is still kept of answers whose readers were sent on, until a time by the monotonic clock. */
  readonly #handedOver = new Map<Kept, number>()
  #areReadersSentOn = false
  #stopLooking: (() => void) | undefined
  #keptAt = 0

  constructor(sources: RemoteSources) {
    this.#sources = sources
  }

  /** The answer that is followed in this session, or begins to be. The caller holds it or joins it at once. */
  open(record: MessageRecord & { sessionId: string }, serverId: string): FollowedAnswer {
    const known = this.#follows.get(record.sessionId)
    if (known) return known.answer
    const answer = new FollowedAnswer(record, serverId, (changed) => {
      this.#changeKind(changed)
    })
    const now = this.#sources.clock.monotonic()
    this.#follows.set(record.sessionId, {
      answer,
      kind: undefined,
      heardAt: now - LOST_MS + FIRST_WORD_MS,
      askedAt: now,
      readAt: -Infinity,
      isMissing: false,
      isReading: false,
      isOver: false,
    })
    this.#lookLater()
    return answer
  }

  /** The answer of this message that is followed now. */
  find(messageId: string): FollowedAnswer | undefined {
    return [...this.#follows.values()].find(({ answer }) => answer.messageId === messageId)?.answer
  }

  /** The answers of a person that are followed now and run. */
  ofPerson(personId: string): FollowedAnswer[] {
    return Array.from(this.#follows.values(), ({ answer }) => answer).filter(
      (answer) => answer.personId === personId && !answer.ended,
    )
  }

  /** A server tells what is new. */
  grow(news: readonly AnswerNews[]): void {
    const now = this.#sources.clock.monotonic()
    for (const each of news) {
      const follow = this.#follows.get(each.sessionId)
      if (!follow) continue
      follow.heardAt = now
      follow.isMissing = !follow.answer.grow(each)
      if (follow.isMissing && now - follow.askedAt >= ASK_AGAIN_MS) this.#ask(follow)
    }
  }

  /** A server tells that the end of this session is in the database. */
  end(sessionId: string): void {
    const follow = this.#follows.get(sessionId)
    if (!follow) return
    follow.isOver = true
    void this.#read(follow)
  }

  /** From now on readers who leave go on at other servers: until then their answers are not left. */
  sendReadersOn(): void {
    this.#areReadersSentOn = true
  }

  close(): void {
    this.#stopLooking?.()
    this.#follows.clear()
  }

  #changeKind(answer: FollowedAnswer): void {
    const follow = this.#follows.get(answer.sessionId)
    if (follow?.answer !== answer) return
    const { kind } = answer
    if (kind === undefined || answer.ended) this.#drop(follow)
    else if (kind !== follow.kind) this.#ask(follow)
  }

  #drop({ answer, kind }: Follow): void {
    const { bus } = this.#sources
    this.#follows.delete(answer.sessionId)
    if (answer.ended || kind === undefined) return
    if (this.#areReadersSentOn) {
      const { serverId, wish } = keptOf(answer)
      const until = this.#sources.clock.monotonic() + HAND_OVER_MS
      this.#handedOver.set({ serverId, wish: { ...wish, kind } }, until)
      return
    }
    const { serverId, sessionId } = answer
    bus.send(serverId, { type: 'follow-ended', replyTo: bus.serverId, sessionId })
  }

  #ask(follow: Follow): void {
    const { bus, clock } = this.#sources
    const { answer } = follow
    follow.kind = answer.kind
    follow.askedAt = clock.monotonic()
    const { serverId, wish } = keptOf(answer)
    bus.send(serverId, { type: 'follow-wanted', replyTo: bus.serverId, ...wish })
  }

  #lookLater(): void {
    this.#stopLooking ??= this.#sources.clock.after(LOOK_MS, () => {
      this.#stopLooking = undefined
      this.#look()
      if (this.#follows.size > 0) this.#lookLater()
    })
  }

  #look(): void {
    const now = this.#sources.clock.monotonic()
    for (const follow of this.#follows.values()) {
      const silentFor = now - follow.heardAt
      const isDue = follow.isMissing ? ASK_AGAIN_MS : SILENT_MS
      const isSilent = follow.isMissing || silentFor >= SILENT_MS
      if (isSilent && now - follow.askedAt >= isDue) this.#ask(follow)
      const isLost = follow.isOver || silentFor >= LOST_MS
      if (isLost && now - follow.readAt >= READ_AGAIN_MS) void this.#read(follow)
    }
    if (now - this.#keptAt >= KEEP_MS) this.#keep(now)
  }

  /** Tells each server all that is followed there: what it was told before may have been lost. */
  #keep(now: number): void {
    this.#keptAt = now
    const { bus } = this.#sources
    for (const [kept, until] of this.#handedOver) if (now >= until) this.#handedOver.delete(kept)
    const followed = Array.from(this.#follows.values(), ({ answer }) => keptOf(answer))
    const all = [...followed, ...this.#handedOver.keys()]
    for (const [serverId, ofServer] of Map.groupBy(all, (kept) => kept.serverId)) {
      const follows = ofServer.map(({ wish }) => wish)
      bus.send(serverId, { type: 'follows-kept', replyTo: bus.serverId, follows })
    }
  }

  /** Reads from the database what is saved, or how the answer ended. */
  async #read(follow: Follow): Promise<void> {
    if (follow.isReading) return
    follow.isReading = true
    const { servers, streams, clock, log } = this.#sources
    const { answer } = follow
    follow.readAt = clock.monotonic()
    try {
      const chunks = await servers.chunksFrom(answer.sessionId, answer.log.end)
      const record = await streams.findAnswer(answer.messageId)
      if (record?.sessionId === answer.sessionId && !hasEnded(record)) answer.growBySaved(chunks)
      else {
        const session = await streams.findSession(answer.sessionId)
        // What has no session any more, and goes on, was taken for dead long ago.
        const sessionEnd = session?.endReason ?? 'crash'
        answer.settle(endedRecordOf(answer, record, { endedAt: clock.now(), sessionEnd }))
      }
    } catch (error) {
      log.debug({ error: describeError(error) }, 'reading a followed answer failed, trying again')
    } finally {
      follow.isReading = false
    }
  }
}

function keptOf({ serverId, messageId, sessionId, log, kind }: FollowedAnswer): Kept {
  return { serverId, wish: { messageId, sessionId, position: log.end, kind: kind ?? 'none' } }
}
