import type { PersonStorage } from '@/lib/client/browser/person-storage'
import type { Turn } from '@/lib/client/calls/api'
import { textOfTurn } from './same-turn'

/** A text that somebody wrote, and where. */
export type WrittenText = {
  readonly chatId: string
  readonly text: string
  /** The question that it takes the place of, where it is an edit. */
  readonly editOf?: string
}

/** One that is on its way to the server. */
export type SentText = WrittenText & {
  /** The answer that it asks for: if the server has that, it has the text. */
  readonly answerId: string
  /** The chat begins with it. */
  readonly beginsChat: boolean
}

/** What was written for a turn; undefined where nothing was. */
export function writtenTextOf(turn: Turn): WrittenText | undefined {
  const text = textOfTurn(turn)
  if (text === undefined) return undefined
  return { chatId: turn.id, text, ...('messageId' in turn && { editOf: turn.messageId }) }
}

const BEGINNING = 'sending.'

type TextStorage = Pick<PersonStorage, 'getItem' | 'setItem' | 'removeItem' | 'names'>

/**
 * The texts that are on their way, until the server has answered: a page that is left meanwhile, for
 * instance to sign in again, finds them here when it is back.
 */
export class Outbox {
  readonly #storage: TextStorage
  /** The answers for which this page itself sends. */
  readonly #own = new Set<string>()

  constructor(storage: TextStorage) {
    this.#storage = storage
  }

  /** All that earlier pages of this tab have left. */
  left(): SentText[] {
    return this.#storage.names(BEGINNING).flatMap((name) => {
      const answerId = name.slice(BEGINNING.length)
      return this.#own.has(answerId) ? [] : (this.find(answerId) ?? [])
    })
  }

  /** What is on its way for this answer. */
  find(answerId: string): SentText | undefined {
    try {
      return sentTextFrom(this.#storage.getItem(BEGINNING + answerId))
    } catch {
      return undefined // What cannot be read has not been kept.
    }
  }

  /** Keeps the text of a turn, if it has one. */
  keep(turn: Turn, beginsChat: boolean): void {
    const written = writtenTextOf(turn)
    if (!written) return
    this.#own.add(turn.assistantMessageId)
    const sent: SentText = { ...written, answerId: turn.assistantMessageId, beginsChat }
    try {
      this.#storage.setItem(BEGINNING + sent.answerId, JSON.stringify(sent))
    } catch {
      // It is kept as long as the page is there, which is not left by itself then.
    }
  }

  /** The server has it, or it is written down elsewhere again. */
  forget(answerId: string): void {
    this.#own.delete(answerId)
    try {
      this.#storage.removeItem(BEGINNING + answerId)
    } catch {
      // There is nothing to forget.
    }
  }
}

/** An entry that another version of this page left is taken only where it is understood. */
function sentTextFrom(entry: string | null): SentText | undefined {
  const { chatId, answerId, text, editOf, beginsChat } = {
    ...JSON.parse(entry ?? 'null'),
  } as Record<string, unknown>
  if (typeof chatId !== 'string' || typeof answerId !== 'string') return undefined
  if (typeof text !== 'string') return undefined
  return {
    chatId,
    answerId,
    text,
    ...(typeof editOf === 'string' && { editOf }),
    beginsChat: beginsChat === true,
  }
}
