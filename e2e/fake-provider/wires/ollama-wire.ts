import { chatCompletionRequestSchema, choice, chunkMaker, LAST_EVENT } from './chat-completion.ts'
import { ollamaErrorBody } from './ollama-error.ts'
import { listOllamaModels, showOllamaModel } from './ollama-models.ts'
import { SERVER_SENT_EVENTS, SERVER_SENT_GARBAGE, serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, Protocol, Usage, Wire } from './wire.ts'

/** Ollama's host is `/ollama` of the fake. */
export const ollama: Protocol = {
  name: 'ollama',
  paths: ['/ollama/v1/chat/completions'],
  requestSchema: chatCompletionRequestSchema,
  contentType: SERVER_SENT_EVENTS,
  requestIdHeader: null,
  finishes: ['stop', 'length'],
  garbage: SERVER_SENT_GARBAGE,
  wire: ollamaWire,
  errorBody: ollamaErrorBody,
  pages: {
    'GET /ollama/api/tags': listOllamaModels,
    'POST /ollama/api/show': showOllamaModel,
  },
}

/**
 * Ollama's OpenAI-compatible chat completions, with the model's thinking in `delta.reasoning`.
 * @see https://docs.ollama.com/openai
 */
function ollamaWire({ number, model, includeUsage }: AnswerIdentity): Wire {
  const chunk = chunkMaker(`chatcmpl-${number}`, { model, includeUsage })

  return {
    begin: () => '',
    token: ({ kind, text }) =>
      chunk([
        choice({
          role: 'assistant',
          ...(kind === 'text' ? { content: text } : { content: '', reasoning: text }),
        }),
      ]),
    finish: (reason, usage) =>
      chunk([choice({ role: 'assistant', content: '' }, reason)]) +
      (includeUsage ? chunk([], wireUsage(usage)) : '') +
      LAST_EVENT,
    failure: (code) => serverSentEvent(ollamaErrorBody({ status: 500, code })),
  }
}

/** Ollama counts the tokens of the thinking with those of the text. */
function wireUsage({ inputTokens, reasoningTokens, textTokens }: Usage): object {
  const completionTokens = reasoningTokens + textTokens
  return {
    prompt_tokens: inputTokens,
    completion_tokens: completionTokens,
    total_tokens: inputTokens + completionTokens,
  }
}
