import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { endedAnswerOf } from '@/lib/db/message-view'
import type { MarkedSession } from '@/lib/db/servers'
import { delay, within } from '@/lib/platform/clock'
import { newId } from '@/lib/platform/ids'
import { describeError } from '@/lib/platform/log'
import type { FollowedAnswer } from './followed-answer'
import type { FollowedAnswers } from './followed-answers'
import type { Questions } from './questions'
import type { RemoteSources } from './remote-sources'

/** How long a stop waits for the server of its answer before it is `unconfirmed`, in milliseconds. */
const CONFIRMATION_MS = 3_000

/** How often the database is asked meanwhile whether the answer has ended, in milliseconds. */
const LOOK_MS = 400

/** A person's answer that is to be stopped, in the session that is named or in any. */
export type StoppedAnswer = {
  personId: string
  messageId: string
  sessionId?: string | undefined
}

/** What a stop wants. */
export type StopWish = Omit<CancelMark, 'requestId'>

/** What the server of an answer says: without an outcome, it does not run that session. */
export type CancelReply = { outcome?: CancelOutcome }

type StoppedSession = { messageId: string; sessionId: string; requestId: string }

/** The outcome is undefined where the session has ended and the answer goes on in another one. */
type StopResult = { outcome: CancelOutcome | undefined }

/** Stops answers that other servers run: by a message, which is fast, and by a mark, which is not lost. */
export class RemoteStops {
  readonly #sources: RemoteSources
  readonly #followed: FollowedAnswers
  readonly #questions: Questions<CancelReply>

  constructor(
    sources: RemoteSources,
    followed: FollowedAnswers,
    questions: Questions<CancelReply>,
  ) {
    this.#sources = sources
    this.#followed = followed
    this.#questions = questions
  }

  /** Whether this answer is followed here, so that its server is known without the database. */
  knows(answer: StoppedAnswer): boolean {
    return this.#known(answer) !== undefined
  }

  /**
   * Ends an answer and says what its server confirmed, or the database tells; `unconfirmed` after three
   * seconds. Undefined where no such session is active. Throws what the database throws, unless the
   * server of the answer is known without it.
   */
  async stop(answer: StoppedAnswer, wish: StopWish): Promise<CancelOutcome | undefined> {
    const { clock } = this.#sources
    const mark = { ...wish, requestId: newId() }
    const endsAt = clock.monotonic() + CONFIRMATION_MS
    const known = this.#known(answer)
    if (!known) {
      const session = await this.#mark(answer, mark)
      return session && this.#askAndSee(answer, session, mark, endsAt)
    }
    // Before the database, and without it: a mark may take longer than a stop may.
    const said = this.#ask(answer.messageId, known, mark).then(outcomeIn)
    const looking = new AbortController()
    const seen = this.#markAndSee(answer, known, mark, { endsAt, signal: looking.signal })
    const outcome = await within(clock, CONFIRMATION_MS, firstOf([said, seen]))
    looking.abort()
    return outcome ? outcome.outcome : { outcome: 'unconfirmed', messageId: answer.messageId }
  }

  /** Marks an answer whose server was asked already, and looks whether it has ended. */
  async #markAndSee(
    answer: StoppedAnswer,
    known: FollowedAnswer,
    mark: CancelMark,
    { endsAt, signal }: { endsAt: number; signal: AbortSignal },
  ): Promise<StopResult | undefined> {
    const { log } = this.#sources
    const { messageId } = answer
    const marked = await this.#mark(answer, mark).catch((error: unknown) => {
      log.warn({ messageId, error: describeError(error) }, 'a stop could not be marked')
      return undefined
    })
    if (marked && marked.sessionId !== known.sessionId) {
      return { outcome: await this.#askAndSee(answer, marked, mark, endsAt) }
    }
    const { requestId } = mark
    const session = { messageId, sessionId: known.sessionId, requestId }
    return this.#see(session, endsAt, signal)
  }

  /** Asks the server of a session, and looks whether the database has its end, until one of them tells. */
  async #askAndSee(
    { messageId }: StoppedAnswer,
    session: MarkedSession,
    mark: CancelMark,
    endsAt: number,
  ): Promise<CancelOutcome | undefined> {
    const { sessionId } = session
    const said = this.#ask(messageId, session, mark).then(outcomeIn)
    const looking = new AbortController()
    const stopped = { messageId, sessionId, requestId: mark.requestId }
    const first = await firstOf([said, this.#see(stopped, endsAt, looking.signal)])
    looking.abort()
    return first ? first.outcome : { outcome: 'unconfirmed', messageId }
  }

  #known({ personId, messageId, sessionId }: StoppedAnswer): FollowedAnswer | undefined {
    const followed = this.#followed.find(messageId)
    if (followed?.personId !== personId || followed.ended) return undefined
    return sessionId === undefined || sessionId === followed.sessionId ? followed : undefined
  }

  #ask(
    messageId: string,
    { sessionId, serverId }: { sessionId: string; serverId: string },
    mark: CancelMark,
  ): Promise<CancelReply | undefined> {
    const { bus } = this.#sources
    return this.#questions.ask(mark.requestId, CONFIRMATION_MS, () => {
      const facts = { replyTo: bus.serverId, messageId, sessionId }
      bus.send(serverId, { type: 'cancel-requested', ...facts, ...mark })
    })
  }

  #mark(
    { personId, messageId, sessionId }: StoppedAnswer,
    mark: CancelMark,
  ): Promise<MarkedSession | undefined> {
    const { servers } = this.#sources
    return servers.markCancel({ ownerId: personId, messageId, sessionId }, mark)
  }

  /** Looks again and again whether the session has ended, until `endsAt` or until nobody waits for it. */
  async #see(
    session: StoppedSession,
    endsAt: number,
    signal: AbortSignal,
  ): Promise<StopResult | undefined> {
    const { clock } = this.#sources
    while (clock.monotonic() + LOOK_MS < endsAt) {
      await delay(clock, LOOK_MS)
      if (signal.aborted) return undefined
      const found = await this.#find(session)
      if (found) return found
    }
    return undefined
  }

  /** How the session ended, once it has. */
  async #find({
    messageId,
    sessionId,
    requestId,
  }: StoppedSession): Promise<StopResult | undefined> {
    const { servers, streams, log } = this.#sources
    try {
      const record = await streams.findAnswer(messageId)
      if (record?.sessionId !== sessionId) return { outcome: undefined }
      const ended = endedAnswerOf(record)
      if (!ended) return undefined
      // Several stops may have come, of which one has ended it; or it has ended by itself.
      const isMine = (await servers.stopOf(sessionId)) === requestId
      return { outcome: { outcome: isMine ? 'cancelled' : 'already_ended', ...ended } }
    } catch (error) {
      log.debug({ messageId, error: describeError(error) }, 'a stop cannot be looked up')
      return undefined
    }
  }
}

function outcomeIn(reply: CancelReply | undefined): StopResult | undefined {
  return reply?.outcome && { outcome: reply.outcome }
}

/** The first value that is there, or undefined once none can come. None of the promises may reject. */
function firstOf<Value>(promises: Promise<Value | undefined>[]): Promise<Value | undefined> {
  return new Promise((resolve) => {
    for (const promise of promises) {
      void promise.then((value) => {
        if (value !== undefined) resolve(value)
      })
    }
    void Promise.all(promises).then(() => {
      resolve(undefined)
    })
  })
}
