import type { Broadcast, ServerMessage } from '@/lib/bus/bus'
import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { StreamInfo } from '@/lib/contract/stream-info'
import type { MessageRecord } from '@/lib/db/messages'
import type { RunningSession } from '@/lib/db/servers'
import { newId } from '@/lib/platform/ids'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { isSelected, type StreamSelection } from '@/lib/streams/run/stream-table'
import type { FollowedAnswer } from './followed-answer'
import { FollowedAnswers } from './followed-answers'
import { FollowingServers } from './following-servers'
import { Questions } from './questions'
import type { RemoteSources } from './remote-sources'
import { RemoteStops, type CancelReply, type StoppedAnswer, type StopWish } from './remote-stops'
import { StopsForOthers } from './stops-for-others'

/** How long another server may take to say what it knows, in milliseconds. */
const ANSWER_MS = 500

/** How long a reader waits until an answer has come as far as they have it, in milliseconds. */
const KNOWN_MS = 3_000

/** The streams of this server, for others. */
export type StreamsHere = {
  /** Whether another server may follow one of them, and not be heard. */
  mayBeUnheard: () => boolean
  /** The stream of a session that runs here, or opens. */
  find: (messageId: string, sessionId: string) => Promise<RunningStream | undefined>
  list: (personId: string) => StreamInfo[]
  cancel: (
    session: { messageId: string; sessionId: string },
    mark: CancelMark,
  ) => Promise<CancelOutcome | undefined>
}

/** An answer that stays up to date until it is released, even while nobody reads it. */
export type HeldAnswer = { answer: FollowedAnswer; release: () => void }

/** The streams that other servers run: followed, stopped and listed from here, and the same for them. */
export class RemoteStreams {
  readonly #sources: RemoteSources
  readonly #here: StreamsHere
  readonly #cancels: Questions<CancelReply>
  readonly #lists: Questions<StreamInfo[]>
  readonly #followed: FollowedAnswers
  readonly #following: FollowingServers
  readonly #stops: RemoteStops
  readonly #stopsForOthers: StopsForOthers
  readonly #stopReceiving: () => void

  constructor(sources: RemoteSources, here: StreamsHere) {
    const { bus, clock } = sources
    this.#sources = sources
    this.#here = here
    this.#cancels = new Questions(clock)
    this.#lists = new Questions(clock)
    this.#followed = new FollowedAnswers(sources)
    this.#following = new FollowingServers({ bus, clock, ...here })
    this.#stops = new RemoteStops(sources, this.#followed, this.#cancels)
    this.#stopsForOthers = new StopsForOthers(sources, here.cancel)
    this.#stopReceiving = bus.receive((message) => {
      this.#receive(message)
    })
  }

  /**
   * The session of an answer that another server runs, as far as that is known there, or at least up to
   * `position` of its log if that is known in time. Undefined where none is active.
   */
  async open(record: MessageRecord, position = 0): Promise<HeldAnswer | undefined> {
    const { servers, streams, clock } = this.#sources
    const session = await servers.runningOf(record.id)
    if (!session) return undefined
    const { sessionId, serverId } = session
    const isCurrent = record.sessionId === sessionId
    const current = isCurrent ? record : await streams.findAnswer(record.id)
    if (current?.sessionId !== sessionId) return undefined
    const answer = this.#followed.open({ ...current, sessionId }, serverId)
    const release = answer.hold()
    await answer.known(position, clock, KNOWN_MS)
    return { answer, release }
  }

  /** The sessions of a person that other servers run. */
  async sessionsOf(personId: string): Promise<RunningSession[]> {
    const { servers, bus } = this.#sources
    const sessions = await servers.runningOfPerson(personId)
    return sessions.filter(({ serverId }) => serverId !== bus.serverId)
  }

  /** The same as their servers see them; of a server that does not answer, as far as the database knows. */
  async list(personId: string): Promise<StreamInfo[]> {
    const sessions = await this.sessionsOf(personId)
    const serverIds = new Set(sessions.map(({ serverId }) => serverId))
    const told = await Promise.all(
      Array.from(serverIds, async (id) => (await this.#askForList(id, personId)) ?? []),
    )
    const infos = new Map(told.flat().map((info) => [info.sessionId, info]))
    return sessions.map((session) => infos.get(session.sessionId) ?? infoOf(session))
  }

  /** How many follow this answer of a person; one at least, where its server does not answer. */
  async followersOf(personId: string, messageId: string): Promise<number> {
    const sessions = await this.sessionsOf(personId)
    const session = sessions.find((candidate) => candidate.messageId === messageId)
    if (!session) return 0
    const told = await this.#askForList(session.serverId, personId)
    if (!told) return 1
    return told.find(({ sessionId }) => sessionId === session.sessionId)?.followers ?? 0
  }

  /** Whether this answer is followed here, so that it can be stopped without the database. */
  follows(answer: StoppedAnswer): boolean {
    return this.#stops.knows(answer)
  }

  /** Stops an answer, as {@link RemoteStops.stop} does. */
  stop(answer: StoppedAnswer, wish: StopWish): Promise<CancelOutcome | undefined> {
    return this.#stops.stop(answer, wish)
  }

  /** The selected answers that are followed here, so that they can be stopped without the database. */
  followed({ personId, ...selection }: StreamSelection): FollowedAnswer[] {
    return this.#followed.ofPerson(personId).filter((answer) => isSelected(answer, selection))
  }

  /** Stops the selected answers all at once: those that are followed here in this step. */
  async stopAll(
    selection: StreamSelection,
    reason: CancelMark['reason'],
  ): Promise<(CancelOutcome | undefined)[]> {
    const { personId } = selection
    const stop = ({ messageId, sessionId }: { messageId: string; sessionId: string }) =>
      this.stop({ personId, messageId, sessionId }, { reason })
    const followed = this.followed(selection)
    const stops = followed.map(stop)
    const asked = new Set(followed.map(({ sessionId }) => sessionId))
    const sessions = await this.sessionsOf(personId)
    const others = sessions.filter(
      (session) => isSelected(session, selection) && !asked.has(session.sessionId),
    )
    return Promise.all([...stops, ...others.map(stop)])
  }

  /** The readers here are about to be sent to other servers. */
  sendReadersOn(): void {
    this.#followed.sendReadersOn()
  }

  close(): void {
    this.#stopReceiving()
    this.#stopsForOthers.close()
    this.#following.close()
    this.#followed.close()
  }

  /** Undefined where the server does not answer in time. */
  #askForList(serverId: string, personId: string): Promise<StreamInfo[] | undefined> {
    const { bus } = this.#sources
    const requestId = newId()
    return this.#lists.ask(requestId, ANSWER_MS, () => {
      bus.send(serverId, { type: 'streams-wanted', requestId, replyTo: bus.serverId, personId })
    })
  }

  #receive(message: ServerMessage | Broadcast): void {
    const { bus } = this.#sources
    switch (message.type) {
      case 'cancel-requested':
        void this.#stopsForOthers.carryOut(message)
        break
      case 'cancel-answered':
        this.#cancels.answer(message.requestId, message)
        break
      case 'streams-wanted': {
        const { requestId, replyTo, personId } = message
        const streams = this.#here.list(personId)
        bus.send(replyTo, { type: 'streams-told', requestId, streams })
        break
      }
      case 'streams-told':
        this.#lists.answer(message.requestId, message.streams)
        break
      case 'follow-wanted':
        void this.#following.follow(message.replyTo, message)
        break
      case 'follows-kept':
        void this.#following.keep(message.replyTo, message.follows)
        break
      case 'follow-ended':
        this.#following.end(message.replyTo, message.sessionId)
        break
      case 'answers-grown':
        this.#followed.grow(message.answers)
        break
      case 'answer-ended':
        this.#followed.end(message.sessionId)
        break
      // These are for others on this server.
      case 'credentials-ended':
      case 'guest-moved':
      case 'keep-going-changed':
        break
    }
  }
}

/** A stream of which the database alone tells. */
function infoOf({ sessionId, messageId, chatId, model, startedAt }: RunningSession): StreamInfo {
  const time = new Date(startedAt).toISOString()
  const known = { messageId, chatId, sessionId, model, startedAt: time, lastUpdateAt: time }
  return { ...known, chunkCount: 0, textLength: 0, followers: 0 }
}
