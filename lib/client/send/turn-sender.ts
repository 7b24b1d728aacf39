import type { ChatCache } from '@/lib/client/cache/chat-cache'
import type { Api, Turn } from '@/lib/client/calls/api'
import { ApiError } from '@/lib/client/calls/api-error'
import { atMost } from '@/lib/client/clock/at-most'
import type { Stops } from '@/lib/client/stops/stops'
import { isHeldStill } from '@/lib/client/thread/answer-view'
import type { OpenThreads } from '@/lib/client/thread/open-threads'
import {
  activeAnswerOf,
  branchAt,
  emptyThread,
  isAnswering,
  replaceView,
  shows,
  type Thread,
  type UnsentTurn,
} from '@/lib/client/thread/thread'
import { turnAt } from './new-turn'
import type { Outbox } from './outbox'
import { underSameIds } from './same-turn'

/** So long a question waits for the stop before it: the server itself says no later how it went. */
const STOP_WAIT_MS = 3_000

/** Where the text of a turn is kept while that is on its way. */
export type TurnKeeper = Pick<Outbox, 'keep' | 'forget'>

type Surroundings = {
  api: Pick<Api, 'send'>
  chats: Pick<ChatCache, 'get'>
  threads: OpenThreads
  stops: Pick<Stops, 'stop' | 'over'>
  outbox: TurnKeeper
  /** Reads a chat again. */
  load: (chatId: string) => Promise<void>
}

/** What somebody typed for a turn, to be put back where that cannot be sent. */
type Typed = Pick<UnsentTurn, 'text' | 'model'>

/** Sends turns. Each is shown at once, and taken back where it could not be sent. */
export class TurnSender {
  readonly #around: Surroundings
  readonly #sending = new Map<string, Promise<void>>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The send that asks for this answer, while it is under way. */
  sending(messageId: string): Promise<void> | undefined {
    return this.#sending.get(messageId)
  }

  /**
   * Sends a turn, and stops an answer that is arriving in its chat before that. False when it could
   * not be sent: it is the unsent turn of its chat then.
   */
  async send(wished: Turn, typed: Typed): Promise<boolean> {
    const { api, chats, outbox, threads } = this.#around
    const chatId = wished.id
    const turn = underSameIds(wished, threads.get(chatId)?.unsent?.resend?.turn)
    const { assistantMessageId: answerId } = turn
    const placed = turnAt(threads.shown(chatId), turn)
    if (!placed) return false
    const stopped = this.#stopBefore(chatId)
    const before = threads.get(chatId) ?? emptyThread
    const chat = chats.get(chatId)
    const wire: Turn = isAnswering(before, chat) ? { ...turn, options: { supersede: true } } : turn
    const { parentId, views } = placed
    threads.set(chatId, { ...branchAt(before, parentId, views), unsent: undefined })
    outbox.keep(turn, chat === undefined && before.views.length === 0)
    const sent = stopped ? stopped.then(() => api.send(wire)) : api.send(wire)
    this.#sending.set(answerId, sent)
    try {
      await sent
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (this.#hasArrived(turn)) return true
      this.#takeBack(turn, before, { ...typed, error })
      return false
    } finally {
      if (this.#sending.get(answerId) === sent) {
        this.#sending.delete(answerId)
        outbox.forget(answerId)
      }
    }
  }

  /** Whether it has been heard of: only the answer to the send was lost. */
  #hasArrived(turn: Turn): boolean {
    const shown = this.#around.threads.view(turn.id, turn.assistantMessageId)
    return shown !== undefined && shown.isAwaited !== true
  }

  /** Shows the thread as it was before this turn, which could not be sent. */
  #takeBack(turn: Turn, before: Thread, failed: Omit<UnsentTurn, 'resend'>): void {
    const { load, threads } = this.#around
    const thread = threads.shown(turn.id)
    // A turn that somebody has stopped meanwhile is not to be sent by itself any more.
    const isWanted = failed.error.passing && !this.#isStopped(turn)
    const unsent = { ...failed, ...(isWanted && { resend: { turn, byItself: true } }) }
    if (!shows(thread, turn.assistantMessageId)) {
      // It is not there any more: what was read or taken back since is newer.
      threads.set(turn.id, { ...thread, unsent })
      return
    }
    // With all that came of the others meanwhile.
    const others = thread.views.filter(({ message }) => message.id !== turn.assistantMessageId)
    const { views } = others.reduce(replaceView, before)
    threads.set(turn.id, { ...thread, views, unsent })
    const stopped = activeAnswerOf(before)?.message.id
    // An answer that was not shown meanwhile has been stopped unseen.
    if (stopped !== undefined && !shows(thread, stopped)) void load(turn.id)
  }

  #isStopped({ id: chatId, assistantMessageId: answerId }: Turn): boolean {
    const { stops, threads } = this.#around
    const view = threads.view(chatId, answerId)
    return (view !== undefined && isHeldStill(view)) || stops.over(answerId) !== undefined
  }

  /**
   * Stops the answer that is shown arriving, as pressing Stop does: what was seen of it is what is
   * kept. Resolves when that is confirmed, or when it has taken too long to wait for.
   */
  #stopBefore(chatId: string): Promise<void> | undefined {
    const { stops, threads } = this.#around
    const id = activeAnswerOf(threads.shown(chatId))?.message.id
    if (id === undefined) return undefined
    stops.stop({ chatId, messageId: id })
    const over = stops.over(id)
    // What follows on an answer has to come after it, however long that is on its way.
    const sent = this.#sending.get(id)?.catch(() => {}) ?? Promise.resolve()
    return over && sent.then(() => atMost(over, STOP_WAIT_MS))
  }
}
