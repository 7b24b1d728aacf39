import type { Turn } from '@/client/api'
import type { PersonStorage } from '@/lib/client/browser/person-storage'
import { textOfTurn } from './same-turn'

/** A text that a person wrote, and its place. */
export type WrittenText = {
  readonly chatId: string
  readonly text: string
  /** The question that an edit takes the place of. */
  readonly editOf?: string
}

/** A text that is on its way to the server. */
export type SentText = WrittenText & {
  /** The answer that the text asks for: a server that has the answer has the text. */
  readonly answerId: string
  /** Whether the chat begins with this text. */
  readonly beginsChat: boolean
}

/** The text that was written for a turn; undefined if it has none. */
export function writtenTextOf(turn: Turn): WrittenText | undefined {
  const text = textOfTurn(turn)
  if (text === undefined) return undefined
  return { chatId: turn.id, text, ...('messageId' in turn && { editOf: turn.messageId }) }
}

const BEGINNING = 'sending.'

type TextStorage = Pick<PersonStorage, 'getItem' | 'setItem' | 'removeItem' | 'names'>

/**
 * The texts that are on their way, until the server has answered. A page that is left meanwhile, for
 * instance to sign in again, finds them here when the person is back.
 */
export class Outbox {
  readonly #storage: TextStorage
  /** The answers that this page itself is asking for. */
  readonly #own = new Set<string>()

  constructor(storage: TextStorage) {
    this.#storage = storage
  }

  /** The texts that earlier pages of this tab have left. */
  left(): SentText[] {
    return this.#storage.names(BEGINNING).flatMap((name) => {
      const answerId = name.slice(BEGINNING.length)
      return this.#own.has(answerId) ? [] : (this.find(answerId) ?? [])
    })
  }

  /** The text that asks for this answer. */
  find(answerId: string): SentText | undefined {
    try {
      return sentTextFrom(this.#storage.getItem(BEGINNING + answerId))
    } catch {
      return undefined // An entry that cannot be read counts as not kept.
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
      // The text lasts as long as the page, which `leaveForSignIn` then refuses to leave.
    }
  }

  /** Called when the server has the text, or it is kept elsewhere again. */
  forget(answerId: string): void {
    this.#own.delete(answerId)
    try {
      this.#storage.removeItem(BEGINNING + answerId)
    } catch {
      // Without storage there is nothing to forget.
    }
  }
}

/** Another version of this page may have left the entry: one that is not understood is ignored. */
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
