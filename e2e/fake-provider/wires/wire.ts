import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import type { Token } from '../books/call.ts'
import type { Finish } from '../directives/directive.ts'

export type Usage = { inputTokens: number; reasoningTokens: number; textTokens: number }

/** What the events of one answer have in common. */
export type AnswerIdentity = {
  number: number
  model: string
  includeUsage: boolean
  inputTokens: number
}

/** Turns one answer into the events of a vendor's protocol; keeps its state. */
export type Wire = {
  /** What comes right after the headers. */
  begin(): string
  token(token: Token): string
  finish(reason: Finish, usage: Usage): string
  /** An error in the middle of the stream, after which it ends. */
  failure(code: string | undefined): string
}

/** What a request says, whatever its protocol. */
export type CallRequest = {
  model: string
  messages: unknown[]
  /** The system prompt where the protocol keeps it apart from the messages. */
  system: string | null
  includeUsage: boolean
}

/** Why a request fails: for a directive, with its code; for a wrong request, in words. */
export type Problem = {
  status: number
  code?: string | undefined
  message?: string | undefined
  model?: string | undefined
  requestId?: string | undefined
}

/** Answers a request that is no call with JSON. @throws Refusal on a wrong one */
export type Page = (request: IncomingMessage) => Promise<object>

/** A vendor's protocol: where it is spoken, what it takes, and how it answers and refuses. */
export type Protocol = {
  /** Its name in the books. */
  name: string
  /** Where it takes calls, by `POST`. */
  paths: readonly string[]
  requestSchema: z.ZodType<CallRequest>
  /** Of an answer; an error is JSON. */
  contentType: string
  requestIdHeader: string | null
  /** How its answers can end. */
  finishes: readonly Finish[]
  /** What the vendor sends now and then while there is no token yet. */
  keepAlive?: string
  /** What is not JSON, framed as an event. */
  garbage: string
  wire: (identity: AnswerIdentity) => Wire
  /** The body of an error response. */
  errorBody: (problem: Problem) => object
  /** What else it answers, by method and path. */
  pages?: Record<string, Page>
}
