import type { ChatSettings } from '@/lib/contract/chat'

/** A chat as it is stored. Times are milliseconds since the epoch. */
export type ChatRecord = {
  id: string
  ownerId: string
  title: string
  /** Whether the person gave the title; else it follows the first question. */
  titleGiven: boolean
  model: string | null
  leafId: string | null
  activeMessageId: string | null
  /** The session in which the active answer streams. */
  activeSessionId: string | null
  keepGoing: boolean
  pinned: boolean
  settings: ChatSettings
  createdAt: number
  updatedAt: number
  /** When a field was changed that leaves the chat where it is in the list; null where none was. */
  editedAt: number | null
}

export type ChatChanges = Partial<
  Pick<
    ChatRecord,
    'title' | 'titleGiven' | 'model' | 'leafId' | 'keepGoing' | 'pinned' | 'settings'
  >
>

/** Where a chat stands in the list. */
export type ChatPosition = { updatedAt: number; id: string }

/** What has become of a person's chats: those that changed, and the IDs of those that were deleted. */
export type ChatNews = { changed: ChatRecord[]; deleted: string[] }

/** `text` is that of the chat's newest message with all the words; undefined where the title has them. */
export type FoundChat = { chat: ChatRecord; text: string | undefined }

/** Chats of one person. Every call has the owner in its WHERE: a foreign chat is a missing one. */
export interface ChatStore {
  /** Newest first; `after` is the last chat of the page before. */
  list(
    ownerId: string,
    page: { pinned?: boolean; after?: ChatPosition; limit: number },
  ): Promise<ChatRecord[]>
  /** The chats with all the words in their title or in one message; newest first. */
  search(
    ownerId: string,
    page: { words: readonly string[]; after?: ChatPosition; limit: number },
  ): Promise<FoundChat[]>
  /**
   * The chats that were active, edited or deleted at `time` or later: the latest ones, at most `limit` of
   * each of the three.
   */
  newsSince(ownerId: string, time: number, limit: number): Promise<ChatNews>
  find(ownerId: string, chatId: string): Promise<ChatRecord | undefined>
  count(ownerId: string): Promise<number>
  /** Undefined when the ID is taken. */
  create(
    chat: Pick<ChatRecord, 'id' | 'ownerId' | 'title' | 'model' | 'settings'> &
      Partial<Pick<ChatRecord, 'titleGiven' | 'keepGoing'>>,
    now: number,
  ): Promise<ChatRecord | undefined>
  update(
    ownerId: string,
    chatId: string,
    changes: ChatChanges,
    now: number,
  ): Promise<ChatRecord | undefined>
  /** Replaces the title if it is still `from` and the person did not give it; else undefined. */
  replaceTitle(
    ownerId: string,
    chatId: string,
    title: { from: string; to: string },
    now: number,
  ): Promise<ChatRecord | undefined>
  delete(ownerId: string, chatId: string, now: number): Promise<boolean>
}
