import type { KeyScope } from '@/lib/contract/account'
import type { ChatSettings } from '@/lib/contract/chat'
import type { EndReason, EndStatus, Status } from '@/lib/contract/end-reason'
import type { AnswerError, EarlierCall, MessagePart, Receipt, Usage } from '@/lib/contract/message'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import type { PersonSettings } from '@/lib/contract/settings'
import type { FactsAtBeginning, GivenAtEnd, MessageFacts } from './message-facts'

/** A chat as it is stored. Times here and below are milliseconds since the epoch. */
export type ChatRecord = {
  id: string
  ownerId: string
  title: string
  /** The person has given it that title; else it follows the first question. */
  titleGiven: boolean
  model: string | null
  leafId: string | null
  activeMessageId: string | null
  /** The session in which that answer streams. */
  activeSessionId: string | null
  keepGoing: boolean
  pinned: boolean
  settings: ChatSettings
  createdAt: number
  updatedAt: number
}

/** A message as it is stored, with its siblings (itself among them) in the order they were made. */
export type MessageRecord = {
  id: string
  chatId: string
  ownerId: string
  parentId: string | null
  siblingIds: string[]
  role: 'user' | 'assistant'
  parts: MessagePart[]
  status: Status
  endReason: EndReason | null
  textLength: number
  model: string | null
  sessionId: string | null
  /** The calls before the last one; null where there is one only. */
  earlierCalls: EarlierCall[] | null
  receipt: Receipt | null
  error: AnswerError | null
  createdAt: number
  startedAt: number | null
  firstTokenMs: number | null
  endedAt: number | null
} & MessageFacts

/** One that streams no more. */
export type EndedMessageRecord = MessageRecord & { status: EndStatus }

/** A message without its siblings. */
export type LoneMessage = Omit<MessageRecord, 'siblingIds'>

export type ChatChanges = Partial<
  Pick<
    ChatRecord,
    'title' | 'titleGiven' | 'model' | 'leafId' | 'keepGoing' | 'pinned' | 'settings'
  >
>

/** Where a chat stands in the list. */
export type ChatPosition = { updatedAt: number; id: string }

/** `text` is that of its newest message with all the words; undefined where its title has them. */
export type FoundChat = { chat: ChatRecord; text: string | undefined }

/** Chats of one person. Every call has the owner in its WHERE: a foreign chat is a missing one. */
export interface ChatStore {
  /** Newest first; `after` is the last chat of the page before. */
  list(
    ownerId: string,
    page: { pinned?: boolean; after?: ChatPosition; limit: number },
  ): Promise<ChatRecord[]>
  /** Those with all the words in their title or in one message; newest first. */
  search(
    ownerId: string,
    page: { words: readonly string[]; after?: ChatPosition; limit: number },
  ): Promise<FoundChat[]>
  /** Those that changed at `time` or later, newest first, at most `limit`. */
  changedSince(ownerId: string, time: number, limit: number): Promise<ChatRecord[]>
  find(ownerId: string, chatId: string): Promise<ChatRecord | undefined>
  count(ownerId: string): Promise<number>
  /** Undefined when the ID is taken. */
  create(
    chat: Pick<ChatRecord, 'id' | 'ownerId' | 'title' | 'model' | 'settings'> &
      Partial<Pick<ChatRecord, 'titleGiven' | 'keepGoing'>>,
    now: number,
  ): Promise<ChatRecord | undefined>
  update(ownerId: string, chatId: string, changes: ChatChanges): Promise<ChatRecord | undefined>
  /** Gives a chat another title, if it still has that one and no person gave it; else undefined. */
  replaceTitle(
    ownerId: string,
    chatId: string,
    title: { from: string; to: string },
  ): Promise<ChatRecord | undefined>
  delete(ownerId: string, chatId: string): Promise<boolean>
}

/** Messages of one person's chats. */
export interface MessageStore {
  find(ownerId: string, messageId: string): Promise<MessageRecord | undefined>
  /** The latest answer to a question, if there is one. */
  findNewestAnswer(ownerId: string, question: LoneMessage): Promise<MessageRecord | undefined>
  /** The newest question that replaced `messageId` in this chat, or that message itself. */
  findNewestEdit(
    ownerId: string,
    chatId: string,
    messageId: string,
  ): Promise<MessageRecord | undefined>
  /**
   * The path that ends at `leafId`, root first; of a longer one the last messages, as many as that and
   * up to the one with which they have so many bytes, but at least two.
   */
  path(
    ownerId: string,
    leafId: string,
    most: { messages: number; bytes: number },
  ): Promise<MessageRecord[]>
  /** The output tokens of the person's completed answers of this model, of their latest 500. */
  completedOutputTokens(ownerId: string, model: string): Promise<number[]>
  /** The same of everybody's latest 500 of this model: counts alone, without whose they are. */
  everyonesOutputTokens(model: string): Promise<number[]>
  /** This message and all that follow from it. */
  descendantIds(ownerId: string, messageId: string): Promise<string[]>
  /** The newest of all that follow from this message, itself where nothing does: always a leaf. */
  newestLeafId(ownerId: string, messageId: string): Promise<string | undefined>
  /** The IDs of all of a chat, with every branch, in the order they were made. */
  idsOfChat(ownerId: string, chatId: string): Promise<string[]>
  /** The IDs of the whole path that ends at `leafId`, root first. */
  idsOfPath(ownerId: string, leafId: string): Promise<string[]>
  /** These messages in this order, each without a look at its siblings, of which it may have many. */
  withIds(ownerId: string, ids: readonly string[]): Promise<LoneMessage[]>
  /**
   * Deletes some of those, first what nothing follows, and gives their IDs: none where none is left.
   * The leaf of a chat moves first to the parent of a message that is to go with what follows from it.
   */
  deleteSome(ownerId: string, those: { chatId?: string; messageId?: string }): Promise<string[]>
}

/** A new answer, with what has to be written before its stream starts. */
export type AnswerStart = {
  ownerId: string
  processId: string
  /** `settings` and `keepGoing` are those of a new chat; one that is `known` must still be there. */
  chat: {
    id: string
    known: boolean
    /** What it is called by its first question, where the person has given it no title. */
    titleByQuestion: string
    model?: string
    settings: ChatSettings
    keepGoing: boolean
  }
  question?: { id: string; parentId: string | null; parts: MessagePart[]; editOf?: string }
  /** `parentId` is the question, where it is there already. */
  answer: { id: string; model: string; parentId?: string } & FactsAtBeginning
  sessionId: string
  /** The client named the session: a stop that names another one is not for it. */
  sessionIsNamed: boolean
  now: number
  /** The same moment by the monotonic clock: so long has a stop waited for it. */
  monotonicNow: number
}

/** `answer` has ended as cancelled where a stop had come before it. */
export type AnswerStarted =
  | { outcome: 'started'; chat: ChatRecord; answer: MessageRecord }
  | {
      outcome:
        | 'answer_id_taken'
        | 'chat_id_taken'
        | 'session_id_taken'
        /** The same question, under its ID, is there already. */
        | 'question_asked'
        | 'chat_answering'
        | 'gone'
    }

/** A new session of an answer that has ended. */
export type AnswerContinuation = {
  ownerId: string
  processId: string
  messageId: string
  model: string
  sessionId: string
  now: number
  monotonicNow: number
} & FactsAtBeginning

/** `answer` has ended as cancelled where a stop had come before its session. */
export type AnswerGoesOn =
  | { outcome: 'started'; chat: ChatRecord; answer: MessageRecord }
  | { outcome: 'session_id_taken' | 'chat_answering' | 'gone' }

/** A stop that came before its send; for one session of the message where that is named. */
export type CancelRequestRecord = {
  messageId: string
  ownerId: string
  sessionId?: string | undefined
  /** By the monotonic clock. */
  createdAt: number
}

/** A stream session: of which message, and how many of its parts were there before. */
export type SessionRecord = { messageId: string; partsBefore: number }

/** Text of one part that came in at `position` of the answer's log. */
export type StreamChunk = {
  sessionId: string
  position: number
  part: number
  kind: PartKind
  text: string
}

/** An active session that nobody runs. */
export type Orphan = { sessionId: string; messageId: string }

/** What could not be taken over of the message's parts: some were none, or they were too long. */
export type InterruptedOrphan = { damage?: 'no parts' | 'too long' }

/** How a session ended, with everything its message shall be. */
export type AnswerEnd = {
  sessionId: string
  messageId: string
  status: EndStatus
  reason: EndReason
  parts: MessagePart[]
  textLength: number
  chunkCount: number
  firstTokenAt?: number
  cancelRequestedAt?: number
  endedAt: number
  error?: AnswerError
} & GivenAtEnd

/** The life of stream sessions. */
export interface StreamStore {
  /** Writes question, empty answer and session in one transaction, or nothing. */
  begin(start: AnswerStart): Promise<AnswerStarted>
  /** Makes an ended answer active again, in a new session, or changes nothing. */
  beginAgain(continuation: AnswerContinuation): Promise<AnswerGoesOn>
  /**
   * Leaves a stop for a session that the person has not sent for yet; its beginning carries it out.
   * False when that answer is there already and has, or had, that session. It waits 30 s.
   */
  requestCancel(request: CancelRequestRecord): Promise<boolean>
  /** The session of any owner: its ID may be taken. */
  findSession(sessionId: string): Promise<SessionRecord | undefined>
  /** Adds what is new of all streams, in one transaction. */
  saveChunks(chunks: readonly StreamChunk[]): Promise<void>
  /** Ends an active session and folds its text into the message: true for the one that won. */
  end(end: AnswerEnd): Promise<boolean>
  /** Adds what an ended session used, and what stopping it achieved, where no other has begun. */
  saveUsage(
    session: { sessionId: string; messageId: string },
    used: { usage: Usage; receipt?: Receipt },
  ): Promise<void>
  /** The message of any owner: only for who runs its stream. */
  findAnswer(messageId: string): Promise<MessageRecord | undefined>
  /** The latest answers of this person that ended at `time` or later, or in one of these sessions. */
  endedSince(ownerId: string, time: number, sessionIds: string[]): Promise<EndedMessageRecord[]>
  /** The active sessions: at a start nobody runs them. Throws where nothing can be written now. */
  orphans(): Promise<Orphan[]>
  /** Ends an active session as `interrupted`, with what was saved of it up to that length. */
  interruptOrphan(
    orphan: Orphan,
    options: { now: number; maxCharacters: number },
  ): Promise<InterruptedOrphan>
  /** Ends one that cannot be read the same way, and leaves what was saved of it where it is. */
  setOrphanAside(orphan: Orphan, now: number): Promise<void>
}

/** How much was deleted for its age. */
export type Pruned = { endedSessions: number; idleGuests: number }

/** What each person's new chats begin with. */
export interface SettingsStore {
  find(ownerId: string): Promise<PersonSettings>
  save(ownerId: string, settings: PersonSettings, now: number): Promise<void>
}

/** A person, with an account or as a guest. */
export type AccountRecord = {
  id: string
  name: string
  email: string
  emailVerified: boolean
  guest: boolean
  /** Made the owner of this installation by the setup code. */
  owner: boolean
}

export interface AccountStore {
  find(personId: string): Promise<AccountRecord | undefined>
  /** Whether anybody owns this installation, by the setup code or by a proved address. */
  hasOwner(ownerEmail: string | undefined): Promise<boolean>
  /** How much room their messages take, in bytes; of an account that is not there none. */
  storedBytes(personId: string): Promise<number>
  /** Makes this account the owner; false where there is one, or no such account. */
  makeOwner(personId: string): Promise<boolean>
  /** Whether an account has this address, which is in lower case. */
  isTaken(email: string): Promise<boolean>
  rename(personId: string, name: string, now: number): Promise<void>
  /** Gives an account an address that nobody has proved; false where another account has it. */
  changeAddress(personId: string, email: string, now: number): Promise<boolean>
  /** Gives a guest's chats and tokens of the day to an account; the guest's API keys are not. */
  moveAll(guestId: string, accountId: string): Promise<void>
  /** Deletes a person with everything; returns the sessions and keys that have ended by it. */
  delete(personId: string): Promise<string[]>
}

/** An API key. Times are milliseconds since the epoch. */
export type KeyRecord = {
  id: string
  ownerId: string
  name: string
  scope: KeyScope
  start: string
  createdAt: number
  lastUsedAt: number | null
}

/** API keys, of which only the hash is kept. */
export interface KeyStore {
  /** False where the person has `most` already. */
  create(key: KeyRecord & { hash: string }, most: number): Promise<boolean>
  /** Newest first. */
  list(ownerId: string): Promise<KeyRecord[]>
  delete(ownerId: string, keyId: string): Promise<boolean>
  /** Deletes all of a person; returns their IDs. */
  deleteAll(ownerId: string): Promise<string[]>
  findByHash(hash: string): Promise<(KeyRecord & { owner: AccountRecord }) | undefined>
  /** Left out where the database cannot be written now. */
  markUsed(keyId: string, now: number): Promise<void>
}

/** Tokens that cost money, by payer and day (`2026-11-21`). */
export interface SpendingStore {
  of(day: string, payer: string): Promise<number>
  add(day: string, payers: readonly string[], tokens: number): Promise<void>
}

/** What keeps a database from saving: its disk has no room, or nothing may be written there. */
export type StorageProblem = 'full' | 'read_only'

/** Whether a database can save; `away` where it does not answer, or another program holds it. */
export type StorageState = 'ok' | StorageProblem | 'away'

/** The database, whichever it is. */
export interface Database {
  chats: ChatStore
  messages: MessageStore
  streams: StreamStore
  settings: SettingsStore
  accounts: AccountStore
  keys: KeyStore
  spending: SpendingStore
  /** Deletes ended sessions, waiting stops and idle guests from before a time. */
  prune(before: number): Promise<Pruned>
  /** Whether it can save, found out by writing, once a second at most. Never throws. */
  check(): Promise<StorageState>
  /** To be asked before what makes it grow. Throws `storage_full` where its disk is nearly full. */
  refuseToGrow(): Promise<void>
  close(): void
}
