import { z } from 'zod'
import type { Finish } from '../directives/directive.ts'
import { openAiError, openAiErrorBody } from './openai-error.ts'
import { OPENAI_REFUSAL } from './openai-refusal.ts'
import { outputItem, type OutputItem, type WireEvent } from './responses-output-item.ts'
import { SERVER_SENT_EVENTS, SERVER_SENT_GARBAGE, serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, CallRequest, Protocol, Usage, Wire } from './wire.ts'

const requestSchema = z
  .looseObject({
    model: z.string(),
    stream: z.literal(true),
    input: z.union([
      z.string().transform((content): unknown[] => [{ role: 'user', content }]),
      z.array(z.unknown()).min(1),
    ]),
    instructions: z.string().nullish(),
  })
  .transform(({ model, input, instructions }): CallRequest => ({
    model,
    messages: input,
    system: instructions ?? null,
    includeUsage: true,
  }))

export const responses: Protocol = {
  name: 'responses',
  paths: ['/v1/responses'],
  requestSchema,
  contentType: SERVER_SENT_EVENTS,
  requestIdHeader: 'x-request-id',
  finishes: ['stop', 'length', 'content_filter', 'refusal'],
  garbage: SERVER_SENT_GARBAGE,
  wire: responsesWire,
  errorBody: openAiErrorBody,
}

const incompleteReasons: Partial<Record<Finish, string>> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
}

/** `POST /v1/responses` with `stream: true`: named events, one output item after another. */
function responsesWire({ number, model }: AnswerIdentity): Wire {
  const createdAt = Math.floor(Date.now() / 1000)
  const finished: object[] = []
  let sequenceNumber = 0
  let current: OutputItem | undefined

  function events(list: readonly WireEvent[]): string {
    return list.map(event).join('')
  }

  function event(fields: WireEvent): string {
    const data = { ...fields, sequence_number: sequenceNumber }
    sequenceNumber += 1
    return serverSentEvent(data, fields.type)
  }

  function response(status: string, rest: object = {}): object {
    return {
      id: `resp_fake_${number}`,
      object: 'response',
      created_at: createdAt,
      status,
      error: null,
      incomplete_details: null,
      model,
      output: [...finished],
      usage: null,
      ...rest,
    }
  }

  function closeItem(): string {
    if (current === undefined) return ''
    const closing = events(current.close())
    finished.push(current.item())
    current = undefined
    return closing
  }

  function write(kind: OutputItem['kind'], text: string): string {
    let sent = ''
    if (current?.kind !== kind) {
      sent += closeItem()
      current = outputItem(kind, number, finished.length)
      sent += events(current.open())
    }
    return sent + event(current.delta(text))
  }

  return {
    begin() {
      const opened = response('in_progress')
      return (
        event({ type: 'response.created', response: opened }) +
        event({ type: 'response.in_progress', response: opened })
      )
    },
    token: ({ kind, text }) => write(kind, text),
    finish(reason, usage) {
      const refusal = reason === 'refusal' ? write('refusal', OPENAI_REFUSAL) : ''
      const closing = refusal + closeItem()
      const incomplete = incompleteReasons[reason]
      const status = incomplete === undefined ? 'completed' : 'incomplete'
      const ending = {
        ...(incomplete === undefined ? {} : { incomplete_details: { reason: incomplete } }),
        usage: wireUsage(usage),
      }
      return closing + event({ type: `response.${status}`, response: response(status, ending) })
    },
    failure(code) {
      const { message, code: usual } = openAiError(500, code)
      const error = { code: usual, message }
      return (
        event({ type: 'error', ...error, param: null }) +
        event({ type: 'response.failed', response: response('failed', { error }) })
      )
    },
  }
}

function wireUsage({ inputTokens, reasoningTokens, textTokens }: Usage): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: reasoningTokens + textTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + reasoningTokens + textTokens,
  }
}
