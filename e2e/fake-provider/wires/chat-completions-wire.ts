import { chatCompletionRequestSchema, choice, chunkMaker, LAST_EVENT } from './chat-completion.ts'
import { openAiError, openAiErrorBody } from './openai-error.ts'
import { OPENAI_REFUSAL } from './openai-refusal.ts'
import { SERVER_SENT_EVENTS, SERVER_SENT_GARBAGE, serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, Protocol, Usage, Wire } from './wire.ts'

const ids = ['fake-small', 'fake-large']

/** `GET /v1/models`. */
async function listOpenAiModels(): Promise<object> {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_760_000_000,
    owned_by: 'fake-provider',
  }))
  return { object: 'list', data }
}

export const chatCompletions: Protocol = {
  name: 'chat-completions',
  paths: ['/v1/chat/completions'],
  requestSchema: chatCompletionRequestSchema,
  contentType: SERVER_SENT_EVENTS,
  requestIdHeader: 'x-request-id',
  finishes: ['stop', 'length', 'content_filter', 'refusal'],
  garbage: SERVER_SENT_GARBAGE,
  wire: chatCompletionsWire,
  errorBody: openAiErrorBody,
  pages: { 'GET /v1/models': listOpenAiModels },
}

/**
 * `POST /v1/chat/completions` with `stream: true`. Reasoning comes as DeepSeek and other
 * compatible servers send it, in `delta.reasoning_content`.
 */
export function chatCompletionsWire({
  number,
  model,
  includeUsage,
}: Omit<AnswerIdentity, 'inputTokens'>): Wire {
  const chunk = chunkMaker(`chatcmpl-fake-${number}`, { model, includeUsage })

  return {
    begin: () => chunk([choice({ role: 'assistant', content: '', refusal: null })]),
    token: ({ kind, text }) =>
      chunk([choice(kind === 'text' ? { content: text } : { reasoning_content: text })]),
    finish: (reason, usage) =>
      (reason === 'refusal'
        ? chunk([choice({ refusal: OPENAI_REFUSAL })]) + chunk([choice({}, 'stop')])
        : chunk([choice({}, reason)])) +
      (includeUsage ? chunk([], wireUsage(usage)) : '') +
      LAST_EVENT,
    failure: (code) => serverSentEvent({ error: openAiError(500, code) }),
  }
}

function wireUsage({ inputTokens, reasoningTokens, textTokens }: Usage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: reasoningTokens + textTokens,
    total_tokens: inputTokens + reasoningTokens + textTokens,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  }
}
