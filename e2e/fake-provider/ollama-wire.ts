import { z } from 'zod'
import { ollamaErrorBody, ollamaFailure } from './ollama-error.ts'
import { listOllamaModels, showOllamaModel } from './ollama-models.ts'
import type { AnswerIdentity, CallRequest, Protocol, Wire } from './wire.ts'

/** In a millisecond. */
const NANOSECONDS = 1_000_000
const LOAD_DURATION = 5 * NANOSECONDS
const PROMPT_DURATION = 2 * NANOSECONDS

const requestSchema = z
  .looseObject({
    model: z.string(),
    // It streams unless told not to.
    stream: z.literal(true).optional(),
    messages: z.array(z.unknown()).min(1),
  })
  .transform(({ model, messages }): CallRequest => ({
    model,
    messages,
    system: null,
    includeUsage: true,
  }))

/** @see https://github.com/ollama/ollama/blob/main/docs/api.md */
export const ollama: Protocol = {
  name: 'ollama',
  paths: ['/api/chat'],
  requestSchema,
  contentType: 'application/x-ndjson',
  requestIdHeader: null,
  finishes: ['stop', 'length'],
  garbage: '{"this is": not JSON\n',
  wire: ollamaWire,
  errorBody: ollamaErrorBody,
  pages: { 'GET /api/tags': listOllamaModels, 'POST /api/show': showOllamaModel },
}

/** `POST /api/chat` with `stream: true`: a line of JSON for each token, and one for the end. */
function ollamaWire({ model }: AnswerIdentity): Wire {
  const startedAt = performance.now()

  function part(message: object, rest: object): string {
    const createdAt = new Date().toISOString()
    return line({
      model,
      created_at: createdAt,
      message: { role: 'assistant', content: '', ...message },
      ...rest,
    })
  }

  return {
    begin: () => '',
    token: ({ kind, text }) =>
      part(kind === 'text' ? { content: text } : { thinking: text }, { done: false }),
    finish(reason, { inputTokens, reasoningTokens, textTokens }) {
      const running = Math.ceil((performance.now() - startedAt) * NANOSECONDS)
      return part(
        {},
        {
          done: true,
          done_reason: reason,
          total_duration: LOAD_DURATION + PROMPT_DURATION + running,
          load_duration: LOAD_DURATION,
          prompt_eval_count: inputTokens,
          prompt_eval_duration: PROMPT_DURATION,
          eval_count: reasoningTokens + textTokens,
          eval_duration: running,
        },
      )
    },
    failure: (code) => line({ error: ollamaFailure(code) }),
  }
}

function line(data: object): string {
  return `${JSON.stringify(data)}\n`
}
