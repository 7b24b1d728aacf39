import { Listeners } from '@/lib/client/browser/listeners'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerChunk, PersonEvent } from '@/lib/contract/event'
import { openTabChannel, type TabChannel } from './tab-channel'

const NAME = 'fullstop-seen'

/** Tabs hear of the same end at different times, but not that far apart. */
const MOST_REMEMBERED = 50

/** Ends that the person has brought about: they are no news. */
const OWN_ENDS: readonly (EndReason | undefined)[] = ['user', 'superseded', 'deleted']

/** What a tab that has looked at a chat tells the others. */
type Seen = { chatId: string; messageId?: string }

/**
 * Chats in which an answer has ended while nobody looked at them in this browser. It is not kept: a
 * page that is opened later shows what there is. Knows no React.
 */
export class UnseenAnswers {
  readonly #listeners = new Listeners()
  readonly #seenMessages = new Set<string>()
  #channel: TabChannel<Seen> | undefined
  #chats: ReadonlySet<string> = new Set()
  #lookedAt: string | undefined

  subscribe = this.#listeners.subscribe

  has(chatId: string): boolean {
    return this.#chats.has(chatId)
  }

  get count(): number {
    return this.#chats.size
  }

  /** Hears and tells what is seen in other tabs, until the returned function is called. */
  share(): () => void {
    const channel = openTabChannel<Seen>(NAME, ({ chatId, messageId }) => {
      if (messageId !== undefined) this.#remember(messageId)
      this.#drop(chatId)
    })
    this.#channel = channel
    return () => {
      this.#channel = undefined
      channel?.close()
    }
  }

  /** The chat that the person has before them now; undefined is none. */
  look(chatId: string | undefined): void {
    this.#lookedAt = chatId
    if (chatId === undefined || !this.#chats.has(chatId)) return
    this.#drop(chatId)
    this.#tell({ chatId })
  }

  /** Takes in an event of `GET /api/events`. */
  receive(event: PersonEvent): void {
    if ('chatDeleted' in event) this.#drop(event.chatDeleted)
    if (!('chunk' in event) || !isNews(event.chunk)) return
    const { chatId, messageId } = event
    if (chatId === this.#lookedAt) this.#tell({ chatId, messageId })
    else if (!this.#seenMessages.has(messageId)) this.#change(new Set([...this.#chats, chatId]))
  }

  #tell(seen: Seen): void {
    this.#channel?.tell(seen)
  }

  #remember(messageId: string): void {
    this.#seenMessages.add(messageId)
    const [oldest] = this.#seenMessages
    if (this.#seenMessages.size > MOST_REMEMBERED && oldest !== undefined) {
      this.#seenMessages.delete(oldest)
    }
  }

  #drop(chatId: string): void {
    if (!this.#chats.has(chatId)) return
    this.#change(new Set([...this.#chats].filter((id) => id !== chatId)))
  }

  #change(chats: ReadonlySet<string>): void {
    this.#chats = chats
    this.#listeners.tell()
  }
}

/** A failure tells how it ended before it tells its error. */
function isNews(chunk: AnswerChunk): boolean {
  if (chunk.type !== 'finish' && chunk.type !== 'message-metadata') return false
  const { messageMetadata } = chunk
  if (!messageMetadata || messageMetadata.status === 'active') return false
  return !OWN_ENDS.includes(messageMetadata.endReason)
}
