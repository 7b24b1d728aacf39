import { vendorError } from './vendor-error.ts'
import type { AnswerIdentity, Usage, Wire } from './wire.ts'

/**
 * `POST /v1/chat/completions` with `stream: true`. Reasoning comes as DeepSeek and other
 * compatible servers send it, in `delta.reasoning_content`.
 */
export function chatCompletionsWire({ number, model, includeUsage }: AnswerIdentity): Wire {
  const created = Math.floor(Date.now() / 1000)

  function chunk(choices: readonly object[], usage: object | null = null): string {
    return event({
      id: `chatcmpl-fake-${number}`,
      object: 'chat.completion.chunk',
      created,
      model,
      choices,
      ...(includeUsage ? { usage } : {}),
    })
  }

  function choice(delta: object, finishReason: string | null = null): object {
    return { index: 0, delta, logprobs: null, finish_reason: finishReason }
  }

  return {
    begin: () => chunk([choice({ role: 'assistant', content: '', refusal: null })]),
    token: ({ kind, text }) =>
      chunk([choice(kind === 'text' ? { content: text } : { reasoning_content: text })]),
    finish: (reason, usage) =>
      chunk([choice({}, reason)]) +
      (includeUsage ? chunk([], wireUsage(usage)) : '') +
      'data: [DONE]\n\n',
    failure: (code) => event({ error: vendorError(500, code) }),
  }
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
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
