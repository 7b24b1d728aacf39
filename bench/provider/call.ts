import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { chatCompletionsWire } from '../../e2e/fake-provider/wires/chat-completions-wire.ts'
import { now } from '../system/clock.ts'
import type { Lateness } from './lateness.ts'
import { tokenText, type AnswerScript } from './script.ts'

/** One call in the books. Times are in ms of the shared clock. */
export type CallRecord = {
  key: string
  startedAt: number
  /** How many tokens were written. */
  sent: number
  finishedAt: number | null
  /** When the client closed the connection before the answer was finished. */
  closedAt: number | null
}

/** One answer. Every token is a write of its own. */
export class Call {
  readonly record: CallRecord
  /** When each token was written. */
  readonly sentAt: number[] = []
  readonly #script: AnswerScript
  readonly #response: ServerResponse
  readonly #frames: Frames
  readonly #lateness: Lateness

  constructor(
    script: AnswerScript,
    response: ServerResponse,
    { includeUsage, lateness }: { includeUsage: boolean; lateness: Lateness },
  ) {
    this.record = { key: script.key, startedAt: now(), sent: 0, finishedAt: null, closedAt: null }
    this.#script = script
    this.#response = response
    this.#frames = framesOf(includeUsage)
    this.#lateness = lateness
    response.once('close', () => {
      if (this.record.finishedAt === null) this.record.closedAt = now()
    })
  }

  get open(): boolean {
    return this.record.finishedAt === null && this.record.closedAt === null
  }

  /** Writes the next token, and the headers before the first one. False once the answer is over. */
  send(dueAt: number): boolean {
    if (!this.open) return false
    const { burst, tokens } = this.#script
    if (this.record.sent === 0) this.#begin()
    const end = Math.min(tokens, this.record.sent === 0 ? burst + 1 : this.record.sent + 1)
    while (this.record.sent < end) this.#write()
    this.#lateness.enter(now() - dueAt)
    if (this.record.sent < tokens) return true
    this.record.finishedAt = now()
    this.#socket?.write(this.#frames.finish(tokens))
    this.#response.end()
    return false
  }

  get #socket(): Socket | null {
    return this.#response.socket
  }

  #begin(): void {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'transfer-encoding': 'chunked',
    })
    this.#response.flushHeaders()
    this.#socket?.write(this.#frames.begin)
  }

  #write(): void {
    this.#socket?.write(this.#frames.token(this.record.sent))
    this.sentAt.push(now())
    this.record.sent += 1
  }
}

/**
 * The bytes of the events, framed as chunks of HTTP/1.1. They are the same for every answer and are
 * made once, so that a token costs one write to the socket.
 */
type Frames = { begin: Buffer; token(index: number): Buffer; finish(tokens: number): Buffer }

const frames = new Map<boolean, Frames>()

function framesOf(includeUsage: boolean): Frames {
  const known = frames.get(includeUsage)
  if (known) return known
  const wire = chatCompletionsWire({ number: 1, model: 'bench', includeUsage })
  const made: Buffer[] = []
  const fresh: Frames = {
    begin: frame(wire.begin()),
    token: (index) => (made[index] ??= frame(wire.token({ kind: 'text', text: tokenText(index) }))),
    finish: (tokens) =>
      frame(wire.finish('stop', { inputTokens: 20, reasoningTokens: 0, textTokens: tokens })),
  }
  frames.set(includeUsage, fresh)
  return fresh
}

function frame(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`)
}
