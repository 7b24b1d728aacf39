import type { Api, Turn } from '@/client/api'
import { FullstopError } from '@/client/error'
import type { ChatCache } from '@/lib/client/cache/chat-cache'
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

/** The longest that a question waits for the stop before it: by then the server has said how it went. */
const STOP_WAIT_MS = 3_000

/** Keeps the text of a turn that is on its way. */
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

/** The text and model of a turn, put back where it cannot be sent. */
type Typed = Pick<UnsentTurn, 'text' | 'model'>

/** Sends turns. Each is shown at once, and taken back if it cannot be sent. */
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
   * Stops an answer that is arriving in the chat, and then sends the turn. False when it could not be
   * sent: it is then the unsent turn of its chat.
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
      if (!(error instanceof FullstopError)) throw error
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

  /** Whether the turn has been heard of: then only the response to its send was lost. */
  #hasArrived(turn: Turn): boolean {
    const shown = this.#around.threads.view(turn.id, turn.assistantMessageId)
    return shown !== undefined && shown.isAwaited !== true
  }

  /** Shows the thread as it was before this turn, which could not be sent. */
  #takeBack(turn: Turn, before: Thread, failed: Omit<UnsentTurn, 'resend'>): void {
    const { load, threads } = this.#around
    const thread = threads.shown(turn.id)
    // A turn that was stopped meanwhile must not be sent again unasked.
    const isWanted = failed.error.passing && !this.#isStopped(turn)
    const unsent = { ...failed, ...(isWanted && { resend: { turn, isAutomatic: true } }) }
    if (!shows(thread, turn.assistantMessageId)) {
      // The turn is not shown any more: the thread was read or taken back since, and is newer.
      threads.set(turn.id, { ...thread, unsent })
      return
    }
    // The other messages keep what came of them meanwhile.
    const others = thread.views.filter(({ message }) => message.id !== turn.assistantMessageId)
    const { views } = others.reduce(replaceView, before)
    threads.set(turn.id, { ...thread, views, unsent })
    const stopped = activeAnswerOf(before)?.message.id
    // An answer that was not shown meanwhile has been stopped without a view of it.
    if (stopped !== undefined && !shows(thread, stopped)) void load(turn.id)
  }

  #isStopped({ id: chatId, assistantMessageId: answerId }: Turn): boolean {
    const { stops, threads } = this.#around
    const view = threads.view(chatId, answerId)
    return (view !== undefined && isHeldStill(view)) || stops.over(answerId) !== undefined
  }

  /**
   * Stops the shown answer that is arriving, as pressing Stop does: the text that was seen is kept.
   * Resolves when the stop is confirmed, or after the longest wait for it.
   */
  #stopBefore(chatId: string): Promise<void> | undefined {
    const { stops, threads } = this.#around
    const id = activeAnswerOf(threads.shown(chatId))?.message.id
    if (id === undefined) return undefined
    stops.stop({ chatId, messageId: id })
    const over = stops.over(id)
    // A turn that follows an answer must arrive after it, however long its send takes.
    const sent = this.#sending.get(id)?.catch(() => {}) ?? Promise.resolve()
    return over && sent.then(() => atMost(over, STOP_WAIT_MS))
  }
}
