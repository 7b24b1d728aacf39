import { Listeners } from '@/lib/client/browser/listeners'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerChunk, PersonEvent } from '@/lib/contract/event'
import { openTabChannel, type TabChannel } from './tab-channel'

const NAME = 'fullstop-seen'

/** Tabs hear of the same end at different times, but never so many ends apart. */
const MOST_REMEMBERED = 50

/** Ends that the person has brought about are no news to them. */
const OWN_ENDS: readonly (EndReason | undefined)[] = ['user', 'superseded', 'deleted']

/** The message of a tab that shows a chat to the others. */
type Seen = { chatId: string; messageId?: string }

/**
 * The chats in which an answer has ended while no tab of this browser showed them. They are not stored: a
 * page that is opened later begins without any. Knows no React.
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

  /** Shares with other tabs which chats were seen, until the returned function is called. */
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

  /** Takes the chat that the person looks at now; undefined for none. */
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

/** A failed answer tells its end in a `message-metadata` chunk, before its error. */
function isNews(chunk: AnswerChunk): boolean {
  if (chunk.type !== 'finish' && chunk.type !== 'message-metadata') return false
  const { messageMetadata } = chunk
  if (!messageMetadata || messageMetadata.status === 'active') return false
  return !OWN_ENDS.includes(messageMetadata.endReason)
}
