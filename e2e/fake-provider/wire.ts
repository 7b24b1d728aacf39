import type { Call, Token } from './call.ts'
import type { Script } from './directive.ts'

export type Usage = { inputTokens: number; reasoningTokens: number; textTokens: number }

/** What the events of one answer have in common. */
export type AnswerIdentity = { number: number; model: string; includeUsage: boolean }

/** Turns one answer into the server-sent events of a vendor's protocol; keeps its state. */
export type Wire = {
  /** What comes right after the headers. */
  begin(): string
  token(token: Token): string
  finish(reason: Script['finish'], usage: Usage): string
  /** An error in the middle of the stream, after which it ends. */
  failure(code: string | undefined): string
}

export type WireName = Call['wire']
