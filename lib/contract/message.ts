import type { UIMessage } from 'ai'
import type { EndReason, Status } from './end-reason'
import type { PartKind, PartOf } from './parts/part-kinds'

/** Tokens used by an answer; `estimated` when the provider did not tell. */
export type Usage = {
  inputTokens: number
  outputTokens: number
  reasoningTokens?: number
  estimated: boolean
  cost?: { amount: number; currency: 'USD'; pricesOf: string }
}

/** What a stop achieved. Times are milliseconds from the arrival of the cancel. */
export type Receipt = {
  /** Until the connection that carried the provider's call was closed. */
  stoppedInMs: number
  /** It was told to close, and had not within this time. */
  closeUnseen?: true
  /** Until the text was in the database. */
  savedInMs: number
  /** So long it was let go on after everybody had left; only where that is why it ended. */
  graceMs?: number
  keptCharacters: number
  outputTokens: number
  estimated: boolean
  savedTokens?: number
  /** Whose answers of that model tell how long this one would have been; else it is a guess. */
  savedBeside?: 'own' | 'everyone' | 'catalogue'
  savedCost?: number
  providerStopsBilling: boolean | 'unknown'
}

/**
 * What is known of a call to a vendor that failed, for who runs the server: nothing of it is a word
 * of the conversation or a key.
 */
export type FailedCall = {
  /** Of one answer, from 1. */
  attempt: number
  /** Of the HTTP response, where one came. */
  status?: number
  /** How the vendor calls the failure. */
  code?: string
  type?: string
  /** Under which the vendor knows the call. */
  requestId?: string
  /** What broke, as the system calls it: `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  cause?: string
  host?: string
  /** Without its query. */
  path?: string
}

/** A failure as a person may read it; `call` is for the owner of the server alone. */
export type AnswerError = { message: string; retryAfterSeconds?: number; call?: FailedCall }

/** One call of a model for an answer that has gone on in others since. Times are ISO 8601. */
export type EarlierCall = {
  model?: string
  startedAt?: string
  endedAt?: string
  endReason?: EndReason
  /** Of this call alone. */
  usage?: Usage
}

/** Everything about a message but its parts. Lengths are UTF-16 code units of its text parts. */
export type MessageMetadata = {
  chatId: string
  parentId: string | null
  siblingIds: string[]
  createdAt: string
  status: Status
  endReason?: EndReason
  canCancel: boolean
  textLength: number
  cursor?: string
  model?: string
  sessionId?: string
  userMessageId?: string
  startedAt?: string
  endedAt?: string
  firstTokenMs?: number
  /** How long it has been thinking, in milliseconds. */
  thoughtMs?: number
  /** The provider is loading the model, and nothing of the answer has come. */
  modelLoading?: true
  /** So many messages were left out of what the model was shown: they did not fit. */
  leftOutMessages?: number
  /** Of all calls together. */
  usage?: Usage
  /** The calls before the last one, oldest first. */
  earlierCalls?: EarlierCall[]
  receipt?: Receipt
  error?: AnswerError
}

/** The AI SDK's message with our metadata: what the wire carries and the page shows. */
export type Message = UIMessage<MessageMetadata>

/** What a message of ours is made of: a part of any kind. */
export type MessagePart = PartOf<PartKind>
