import type { AnswerNews, Bus, FollowKind, FollowWish } from '@/lib/bus/bus'
import type { Clock } from '@/lib/platform/clock'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { KEEP_MS } from './followed-answers'

/** How long text waits for more, in milliseconds: what comes meanwhile goes together. */
const TICK_MS = 25

/** A server that has not said for so long, in milliseconds, that it follows is gone, unless it may not be heard. */
const FORGOTTEN_MS = 3 * KEEP_MS

/** The most text in one message, in UTF-16 code units: as JSON it may be several times as long. */
const MOST_TEXT = 100_000

type Follow = {
  stream: RunningStream
  kind: FollowKind
  leave: () => void
  /** How far its server was told. */
  position: number
  hasNews: boolean
  keptAt: number
}

/**
 * The other servers that follow streams of this one. Each counts as one follower of a stream, whatever the
 * number of its readers.
 */
export class FollowingServers {
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #mayBeUnheard: () => boolean
  readonly #find: (messageId: string, sessionId: string) => Promise<RunningStream | undefined>
  /** By server, and then by session. */
  readonly #follows = new Map<string, Map<string, Follow>>()
  /** The follows that are being taken, by server and session: an end or another follow may come first. */
  readonly #takes = new Map<string, object>()
  #isTellingSoon = false
  #stopLooking: (() => void) | undefined

  constructor(options: {
    bus: Bus
    clock: Clock
    /** Whether another server may follow streams of this one, and not be heard. */
    mayBeUnheard: () => boolean
    /** The stream of a session that runs here, or opens. */
    find: (messageId: string, sessionId: string) => Promise<RunningStream | undefined>
  }) {
    this.#bus = options.bus
    this.#clock = options.clock
    this.#mayBeUnheard = options.mayBeUnheard
    this.#find = options.find
  }

  /** A server follows a stream, or asks again for what comes after its position. */
  async follow(serverId: string, wish: FollowWish): Promise<void> {
    const follow = await this.#take(serverId, wish)
    if (!follow) return
    follow.position = Math.min(wish.position, follow.stream.log.end)
    follow.hasNews = true
    this.#tellNews()
  }

  /** A server tells all that it follows. */
  async keep(serverId: string, wishes: readonly FollowWish[]): Promise<void> {
    const named = new Set(wishes.map(({ sessionId }) => sessionId))
    for (const sessionId of this.#follows.get(serverId)?.keys() ?? []) {
      if (!named.has(sessionId)) this.end(serverId, sessionId)
    }
    for (const wish of wishes) await this.#take(serverId, wish)
  }

  /** A server does not follow that session any more. */
  end(serverId: string, sessionId: string): void {
    this.#takes.delete(`${serverId} ${sessionId}`)
    const ofServer = this.#follows.get(serverId)
    ofServer?.get(sessionId)?.leave()
    ofServer?.delete(sessionId)
    if (ofServer?.size === 0) this.#follows.delete(serverId)
  }

  close(): void {
    this.#stopLooking?.()
    for (const [serverId, follows] of this.#follows) {
      for (const sessionId of follows.keys()) this.end(serverId, sessionId)
    }
  }

  async #take(serverId: string, wish: FollowWish): Promise<Follow | undefined> {
    const { messageId, sessionId, position, kind } = wish
    const name = `${serverId} ${sessionId}`
    const take = {}
    this.#takes.set(name, take)
    const stream = await this.#find(messageId, sessionId)
    if (this.#takes.get(name) !== take) return undefined
    this.#takes.delete(name)
    if (!stream || stream.ended) {
      this.#bus.send(serverId, { type: 'answer-ended', sessionId })
      return undefined
    }
    const now = this.#clock.monotonic()
    const ofServer = this.#follows.get(serverId) ?? new Map<string, Follow>()
    this.#follows.set(serverId, ofServer)
    const known = ofServer.get(sessionId)
    if (known?.kind === kind) {
      known.keptAt = now
      return known
    }
    const follow: Follow = {
      stream,
      kind,
      leave: () => {},
      position: Math.min(known?.position ?? position, stream.log.end),
      hasNews: true,
      keptAt: now,
    }
    const onNews = () => {
      this.#hear(serverId, follow)
    }
    follow.leave = kind === 'none' ? stream.hear(onNews) : stream.join(onNews, kind)
    // Only now: the stream must not seem to be left by everybody.
    known?.leave()
    ofServer.set(sessionId, follow)
    this.#tellSoon()
    this.#lookLater()
    return follow
  }

  #hear(serverId: string, follow: Follow): void {
    const { ended, sessionId } = follow.stream
    if (!ended) {
      follow.hasNews = true
      this.#tellSoon()
      return
    }
    this.end(serverId, sessionId)
    this.#bus.send(serverId, { type: 'answer-ended', sessionId })
  }

  #tellSoon(): void {
    if (this.#isTellingSoon) return
    this.#isTellingSoon = true
    this.#clock.after(TICK_MS, () => {
      this.#isTellingSoon = false
      this.#tellNews()
    })
  }

  /** Tells each server in one message what is new of all that it follows. */
  #tellNews(): void {
    for (const [serverId, follows] of this.#follows) {
      const due = [...follows.values()].filter(({ hasNews }) => hasNews)
      if (due.length === 0) continue
      let room = MOST_TEXT
      const answers = due.map((follow) => {
        const before = follow.position
        const news = newsOf(follow, room)
        room -= follow.position - before
        return news
      })
      this.#bus.send(serverId, { type: 'answers-grown', answers })
      if (due.some(({ hasNews }) => hasNews)) this.#tellSoon()
    }
  }

  #lookLater(): void {
    this.#stopLooking ??= this.#clock.after(KEEP_MS, () => {
      this.#stopLooking = undefined
      this.#forget()
      if (this.#follows.size > 0) this.#lookLater()
    })
  }

  #forget(): void {
    const now = this.#clock.monotonic()
    for (const [serverId, follows] of this.#follows) {
      for (const [sessionId, follow] of follows) {
        if (this.#mayBeUnheard()) follow.keptAt = now
        if (now - follow.keptAt >= FORGOTTEN_MS) this.end(serverId, sessionId)
      }
    }
  }
}

/** What is new of a stream, up to so many code units of text; the rest is still to be told. */
function newsOf(follow: Follow, most: number): AnswerNews {
  const { stream } = follow
  const pieces = stream.log.readSome(follow.position, most)
  follow.position = pieces.at(-1)?.end ?? follow.position
  follow.hasNews = follow.position < stream.log.end
  const { sessionId, facts } = stream
  return { sessionId, pieces, end: follow.position, facts }
}
