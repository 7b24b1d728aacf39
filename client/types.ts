/**
 * The shapes of Fullstop's API. Times are ISO 8601; lengths are UTF-16 code units of a message's text.
 */

/** The state of a message at this moment. */
export type Status = 'active' | 'completed' | 'cancelled' | 'failed' | 'interrupted'

/** Why a message has its status. */
export type EndReason =
  // completed
  | 'stop'
  | 'length'
  | 'content_filter'
  // cancelled
  | 'user'
  | 'disconnect'
  | 'superseded'
  | 'capacity'
  | 'budget'
  | 'deleted'
  // failed
  | 'provider_auth'
  | 'provider_rate_limit'
  | 'provider_quota'
  | 'provider_overloaded'
  | 'provider_unreachable'
  | 'provider_protocol'
  | 'provider_filtered'
  | 'provider_error'
  | 'model_not_found'
  | 'context_too_long'
  | 'timeout_first_token'
  | 'timeout_stall'
  | 'timeout_total'
  | 'internal_error'
  // interrupted
  | 'shutdown'
  | 'crash'

/** Tokens used by an answer; `estimated` where the provider did not report them. */
export type Usage = {
  inputTokens: number
  outputTokens: number
  reasoningTokens?: number
  estimated: boolean
  cost?: { amount: number; currency: 'USD'; pricesOf: string }
}

/** The effect of a stop. Times are milliseconds from the arrival of the stop at the server. */
export type Receipt = {
  /** Until the connection that carried the provider's call was closed. */
  stoppedInMs: number
  /** The connection was told to close, and had not closed within that time. */
  closeUnseen?: true
  /** Until the text was in the database. */
  savedInMs: number
  /** How long the answer went on after its readers had left; only if it ended for that. */
  graceMs?: number
  keptCharacters: number
  outputTokens: number
  estimated: boolean
  savedTokens?: number
  /** Whose answers of that model the saving is estimated by; `catalogue` stands for a plain guess. */
  savedBeside?: 'own' | 'everyone' | 'catalogue'
  savedCost?: number
  providerStopsBilling: boolean | 'unknown'
}

/** The facts of a failed call to a provider, which only the owner of the server is told. */
export type FailedCall = {
  attempt: number
  status?: number
  code?: string
  type?: string
  requestId?: string
  cause?: string
  host?: string
  path?: string
}

/** One call of a model for an answer that has since gone on in other calls. */
export type EarlierCall = {
  model?: string
  startedAt?: string
  endedAt?: string
  endReason?: EndReason
  usage?: Usage
}

export type MessageMetadata = {
  chatId: string
  parentId: string | null
  siblingIds: string[]
  createdAt: string
  status: Status
  endReason?: EndReason
  canCancel: boolean
  textLength: number
  /** Follows on after the text so far. */
  cursor?: string
  model?: string
  sessionId?: string
  userMessageId?: string
  startedAt?: string
  endedAt?: string
  firstTokenMs?: number
  /** How long the model has thought, in milliseconds. */
  thoughtMs?: number
  /** The provider is loading the model, and nothing of the answer has come. */
  modelLoading?: true
  /** How many messages the model was not shown, because they did not fit. */
  leftOutMessages?: number
  usage?: Usage
  earlierCalls?: EarlierCall[]
  receipt?: Receipt
  error?: { message: string; retryAfterSeconds?: number; call?: FailedCall }
}

export type MessagePart = {
  type: 'text' | 'reasoning'
  text: string
  state?: 'streaming' | 'done'
}

/** A message, which is a `UIMessage` of the AI SDK too. */
export type Message = {
  id: string
  role: 'system' | 'user' | 'assistant'
  metadata?: MessageMetadata
  parts: MessagePart[]
}

export type ReasoningEffort = 'none' | 'low' | 'medium' | 'high'

/** The settings that go to the model with the conversation. */
export type ChatSettings = {
  systemPrompt?: string | undefined
  temperature?: number | undefined
  maxOutputTokens?: number | undefined
  reasoningEffort?: ReasoningEffort | undefined
}

export type Chat = {
  id: string
  title: string
  model: string | null
  /** The last message of the path that is shown. */
  leafId: string | null
  /** The answer that is streaming now, and its session. */
  activeMessageId: string | null
  activeSessionId: string | null
  keepGoing: boolean
  pinned: boolean
  createdAt: string
  updatedAt: string
}

/** Some plain text around the words that a search has found; each hit from `start` to `end`. */
export type Snippet = { text: string; hits: { start: number; end: number }[] }

export type ListedChat = Chat & { snippet?: Snippet }

export type ChatPage = { chats: ListedChat[]; nextCursor: string | null; pinned?: Chat[] }

/** A chat with the last messages of its path, root first; `before` asks for earlier ones. */
export type ChatWithMessages = Chat & {
  messages: Message[]
  before: string | null
  settings: ChatSettings
}

/** The settings with which a person's new chats begin. */
export type PersonSettings = { model: string | null; settings: ChatSettings; keepGoing: boolean }

/** A running answer. */
export type StreamInfo = {
  messageId: string
  chatId: string
  sessionId: string
  model: string
  startedAt: string
  lastUpdateAt: string
  chunkCount: number
  textLength: number
  followers: number
}

/** `id` is `provider/model`; `contextWindow` is in tokens. */
export type Model = {
  id: string
  name: string
  provider: string
  contextWindow?: number
  reasoning?: boolean
  efforts?: readonly ReasoningEffort[]
  default: boolean
}

export type ModelList = { models: Model[]; unreachable: { provider: string; address?: string }[] }

/** How an answer ended, with the text that was kept. */
export type EndedAnswer = {
  messageId: string
  sessionId?: string
  status: Exclude<Status, 'active'>
  endReason: EndReason
  text: string
  receipt?: Receipt
  usage?: Usage
}

/**
 * The answer to a cancel. `unconfirmed`: the stop is on record and will be carried out; `pending`: the
 * stop waits for the send of that answer; `finishing`: the answer ends with its sentence. An answer that
 * had ended, and streams again by now, is told as `already_ended` and `active`.
 */
export type CancelOutcome =
  | (EndedAnswer & { outcome: 'cancelled' | 'already_ended' })
  | {
      outcome: 'already_ended'
      messageId: string
      sessionId: string
      status: 'active'
      text: string
    }
  | {
      outcome: 'finishing'
      messageId: string
      estimate?: { outputTokens: number; cost?: number }
    }
  | { outcome: 'unconfirmed' | 'pending'; messageId: string }

export type CancelRequest = {
  /** `sentence` lets the sentence or, in code, the line end. */
  mode?: 'now' | 'sentence' | undefined
  /** Keep no more of the text than this. */
  seenTextLength?: number | undefined
  /** The send of this answer may not have arrived yet: then the stop waits for it. */
  beforeStart?: boolean | undefined
  /** The one session that the stop is for: a late stop must not touch a later session. */
  sessionId?: string | undefined
}

export type CancelledStreams = { cancelled: string[]; unconfirmed: string[] }

/** The events of one answer: the chunks of the AI SDK's UI message stream, and two of our own. */
export type AnswerEvent =
  | { type: 'start'; messageId: string; messageMetadata: MessageMetadata }
  | { type: 'text-start' | 'text-end' | 'reasoning-start' | 'reasoning-end'; id: string }
  | { type: 'text-delta' | 'reasoning-delta'; id: string; delta: string }
  | { type: 'message-metadata'; messageMetadata: MessageMetadata }
  | {
      type: 'finish'
      finishReason: 'stop' | 'length' | 'content-filter' | 'interrupted' | 'other'
      messageMetadata: MessageMetadata
    }
  | { type: 'abort'; reason: string }
  | { type: 'error'; errorText: string }
  | {
      /** `data-history-lost`: what came before is lost, and the answer comes again from its start. */
      type: 'data-history-lost' | 'data-model-loading'
      data: Record<string, never>
      transient: true
    }

/** The events of everything of a person. */
export type PersonEvent =
  | { messageId: string; chatId: string; cursor: string; chunk: AnswerEvent }
  | { chat: Chat }
  | { chatDeleted: string }
