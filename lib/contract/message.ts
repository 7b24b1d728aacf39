import type { UIMessage } from 'ai'
import type { EndReason, Status } from './end-reason'
import type { PartKind, PartOf } from './parts/part-kinds'

/** Tokens used by an answer; `estimated` when the provider did not report them. */
export type Usage = {
  inputTokens: number
  outputTokens: number
  reasoningTokens?: number
  estimated: boolean
  cost?: { amount: number; currency: 'USD'; pricesOf: string }
}

/** The effect of a stop. Times are milliseconds from the arrival of the cancel. */
export type Receipt = {
  /** Until the connection that carried the provider's call was closed. */
  stoppedInMs: number
  /** The connection was told to close, and had not closed within that time. */
  closeUnseen?: true
  /** Until the text was in the database. */
  savedInMs: number
  /** How long the answer went on after its readers, or its sender, had left; only if it ended for that. */
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

/**
 * The facts of a failed call to a vendor, for the person who runs the server: never a word of the
 * conversation, nor a key.
 */
export type FailedCall = {
  /** The number of the attempt within one answer, from 1. */
  attempt: number
  /** The status of the HTTP response, if one came. */
  status?: number
  /** The vendor's name for the failure. */
  code?: string
  type?: string
  /** The ID under which the vendor knows the call. */
  requestId?: string
  /** The system's name for the cause: `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  cause?: string
  host?: string
  /** Without its query. */
  path?: string
}

/** A failure as a person may read it; `call` is for the owner of the server alone. */
export type AnswerError = { message: string; retryAfterSeconds?: number; call?: FailedCall }

/** One call of a model for an answer that has since gone on in other calls. Times are ISO 8601. */
export type EarlierCall = {
  model?: string
  startedAt?: string
  endedAt?: string
  endReason?: EndReason
  /** The usage of this call alone. */
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
  /** How long the model has thought, in milliseconds. */
  thoughtMs?: number
  /** The provider is loading the model, and nothing of the answer has come. */
  modelLoading?: true
  /** How many messages the model was not shown, because they did not fit. */
  leftOutMessages?: number
  /** The usage of all calls together. */
  usage?: Usage
  /** The calls before the last one, oldest first. */
  earlierCalls?: EarlierCall[]
  receipt?: Receipt
  error?: AnswerError
}

/** The AI SDK's message with our metadata, which the wire carries and the page shows. */
export type Message = UIMessage<MessageMetadata>

/** A part of a message of ours, of any kind. */
export type MessagePart = PartOf<PartKind>
