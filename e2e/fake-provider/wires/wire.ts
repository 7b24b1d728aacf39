import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import type { Token } from '../books/call.ts'
import type { Finish } from '../directives/directive.ts'

export type Usage = { inputTokens: number; reasoningTokens: number; textTokens: number }

/** The facts that the events of one answer have in common. */
export type AnswerIdentity = {
  number: number
  model: string
  includeUsage: boolean
  inputTokens: number
}

/** Turns one answer into the events of a vendor's protocol, and keeps the state between them. */
export type Wire = {
  /** The bytes right after the headers. */
  begin(): string
  token(token: Token): string
  finish(reason: Finish, usage: Usage): string
  /** An error in the middle of the stream, which then ends. */
  failure(code: string | undefined): string
}

/** A request, whatever its protocol. */
export type CallRequest = {
  model: string
  messages: unknown[]
  /** The system prompt, if the protocol keeps it apart from the messages. */
  system: string | null
  includeUsage: boolean
}

/** Why a request fails: `code` if a directive says so, `message` if the request is wrong. */
export type Problem = {
  status: number
  code?: string | undefined
  message?: string | undefined
  model?: string | undefined
  requestId?: string | undefined
}

/** Answers with JSON a request that is no model call. @throws Refusal on a wrong request */
export type Page = (request: IncomingMessage) => Promise<object>

/** A vendor's protocol: its paths, its requests, its answers and its errors. */
export type Protocol = {
  /** The protocol's name in the books. */
  name: string
  /** The paths that take model calls, by `POST`. */
  paths: readonly string[]
  requestSchema: z.ZodType<CallRequest>
  /** The type of an answer. An error is JSON. */
  contentType: string
  requestIdHeader: string | null
  /** The finishes that the protocol can express. */
  finishes: readonly Finish[]
  /** The bytes that the vendor sends now and then while there is no token yet. */
  keepAlive?: string
  /** An event whose data are not JSON. */
  garbage: string
  wire: (identity: AnswerIdentity) => Wire
  /** The body of an error response. */
  errorBody: (problem: Problem) => object
  /** The other pages that the vendor answers, by method and path. */
  pages?: Record<string, Page>
}
