import { z } from 'zod'
import type { Token } from '../books/call.ts'
import type { Finish } from '../directives/directive.ts'
import { anthropicError, anthropicErrorBody } from './anthropic-error.ts'
import { textContentSchema } from './question.ts'
import { SERVER_SENT_EVENTS, serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, CallRequest, Protocol, Wire } from './wire.ts'

const messageSchema = z.looseObject({
  // The system prompt has its own field: for Anthropic, a message of another role is an error.
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string(), z.array(z.unknown())]),
})

const requestSchema = z
  .looseObject({
    model: z.string(),
    stream: z.literal(true),
    max_tokens: z.int().positive(),
    messages: z.array(messageSchema).min(1),
    system: textContentSchema.optional(),
  })
  .refine(({ messages }) => !endsInSpace(messages.at(-1)), {
    message: 'messages: final assistant content cannot end with trailing whitespace',
  })
  .transform(({ model, messages, system }): CallRequest => ({
    model,
    messages,
    system: system ?? null,
    includeUsage: true,
  }))

const stopReasons: Partial<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  refusal: 'refusal',
}

const PING = event({ type: 'ping' })

/** @see https://docs.anthropic.com/en/api/messages-streaming */
export const anthropic: Protocol = {
  name: 'anthropic',
  paths: ['/v1/messages'],
  requestSchema,
  contentType: SERVER_SENT_EVENTS,
  requestIdHeader: 'request-id',
  finishes: ['stop', 'length', 'refusal'],
  keepAlive: PING,
  garbage: 'event: content_block_delta\ndata: {"this is": not JSON\n\n',
  wire: anthropicWire,
  errorBody: anthropicErrorBody,
}

/** `POST /v1/messages` with `stream: true`: one content block after another. */
function anthropicWire({ number, model, inputTokens }: AnswerIdentity): Wire {
  let index = 0
  let open: Token['kind'] | undefined

  function closeBlock(): string {
    if (open === undefined) return ''
    const signature = Buffer.from(`signature of call ${number}`).toString('base64')
    const signed = open === 'reasoning' ? delta({ type: 'signature_delta', signature }) : ''
    const closing = signed + event({ type: 'content_block_stop', index })
    open = undefined
    index += 1
    return closing
  }

  function delta(fields: object): string {
    return event({ type: 'content_block_delta', index, delta: fields })
  }

  return {
    begin() {
      const message = {
        id: `msg_fake_${number}`,
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: inputTokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens: 1,
        },
      }
      return event({ type: 'message_start', message }) + PING
    },
    token({ kind, text }) {
      let sent = ''
      if (open !== kind) {
        sent += closeBlock()
        open = kind
        sent += event({ type: 'content_block_start', index, content_block: emptyBlock(kind) })
      }
      return sent + delta(blockDelta({ kind, text }))
    },
    finish(reason, { reasoningTokens, textTokens }) {
      const ended = { stop_reason: stopReasons[reason], stop_sequence: null }
      const usage = {
        output_tokens: reasoningTokens + textTokens,
        output_tokens_details: { thinking_tokens: reasoningTokens },
      }
      return (
        closeBlock() +
        event({ type: 'message_delta', delta: ended, usage }) +
        event({ type: 'message_stop' })
      )
    },
    failure: (code) => event({ type: 'error', error: anthropicError(500, code) }),
  }
}

function event(data: { type: string; [field: string]: unknown }): string {
  return serverSentEvent(data, data.type)
}

function emptyBlock(kind: Token['kind']): object {
  return kind === 'text'
    ? { type: 'text', text: '' }
    : { type: 'thinking', thinking: '', signature: '' }
}

function blockDelta({ kind, text }: Token): object {
  return kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text }
}

function endsInSpace(message: z.infer<typeof messageSchema> | undefined): boolean {
  if (message?.role !== 'assistant') return false
  return /\s$/.test(textContentSchema.safeParse(message.content).data ?? '')
}
