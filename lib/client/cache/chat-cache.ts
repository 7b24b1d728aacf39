import { Listeners } from '@/lib/client/browser/listeners'
import type { Chat } from '@/lib/contract/chat'

/** The last known state of a chat, and the count of {@link ChatCache.ask} when it became known. */
export type KnownChat = { readonly chat: Chat; readonly knownAt: number }

/**
 * The one record of each chat in this tab: its title, its pin, its model, its leaf and the answer that it
 * is giving. The list, the header, the threads and the commands all read it here. Knows no React.
 */
export class ChatCache {
  readonly #listeners = new Listeners()
  readonly #removedAt = new Map<string, number>()
  #known: ReadonlyMap<string, KnownChat> = new Map()
  #count = 0

  /** Calls back after every change; the returned function ends that. */
  subscribe = this.#listeners.subscribe

  /** Returns the same map until something changes. */
  all = (): ReadonlyMap<string, KnownChat> => this.#known

  get = (chatId: string): Chat | undefined => this.#known.get(chatId)?.chat

  /** Called when chats are asked for; the count orders that reading among the server's news. */
  ask(): number {
    this.#count += 1
    return this.#count
  }

  /** Takes in chats that were asked for at `askedAt`; news since then stays, unless it is older. */
  takeRead(chats: readonly Chat[], askedAt: number): void {
    const news = chats.filter((chat) => this.#isNews(chat, askedAt))
    if (news.length > 0) this.#set(news, askedAt)
  }

  /** Takes in a chat that the server has told of unasked, or in answer to a change. */
  take(chat: Chat): void {
    const known = this.get(chat.id)
    if (!known || chat.updatedAt >= known.updatedAt) this.#set([chat], this.ask())
  }

  /** Shows a change that the server has not told of yet; ignores an unknown chat. */
  change(chatId: string, changes: Partial<Omit<Chat, 'id' | 'updatedAt'>>): void {
    const known = this.get(chatId)
    if (known) this.#set([{ ...known, ...changes }], this.ask())
  }

  /** Called when the server has confirmed that this answer of the chat has ended. */
  answerEnded(chatId: string, messageId: string): void {
    if (this.get(chatId)?.activeMessageId !== messageId) return
    this.change(chatId, { activeMessageId: null, activeSessionId: null })
  }

  /** Called when the chat is deleted. */
  remove(chatId: string): void {
    this.#removedAt.set(chatId, this.ask())
    if (!this.#known.has(chatId)) return
    this.#known = new Map([...this.#known].filter(([id]) => id !== chatId))
    this.#listeners.tell()
  }

  /**
   * A chat's `updatedAt` never goes down, but a new title or pin leaves it as it is. Where it is the same,
   * a reading is older than any news that came after it was asked for.
   */
  #isNews({ id, updatedAt }: Chat, askedAt: number): boolean {
    if ((this.#removedAt.get(id) ?? 0) > askedAt) return false
    const known = this.#known.get(id)
    return !known || known.knownAt <= askedAt || updatedAt > known.chat.updatedAt
  }

  #set(chats: readonly Chat[], knownAt: number): void {
    const entries = chats.map((chat) => [chat.id, { chat, knownAt }] as const)
    for (const { id } of chats) this.#removedAt.delete(id)
    this.#known = new Map([...this.#known, ...entries])
    this.#listeners.tell()
  }
}
