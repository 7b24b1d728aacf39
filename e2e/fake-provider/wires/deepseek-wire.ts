import { z } from 'zod'
import { chatCompletionRequestSchema, choice, chunkMaker, LAST_EVENT } from './chat-completion.ts'
import { deepseekError, deepseekErrorBody } from './deepseek-error.ts'
import { SERVER_SENT_EVENTS, SERVER_SENT_GARBAGE, serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, Protocol, Usage, Wire } from './wire.ts'

/** Tokens of a prompt are cached in whole blocks of this many; the rest is not cached. */
const CACHE_BLOCK = 64

const lastMessageSchema = z.looseObject({ role: z.string(), prefix: z.boolean().optional() })

/** DeepSeek continues an answer only if its message says so. */
const requestSchema = chatCompletionRequestSchema.refine(
  ({ messages }) => {
    const { role, prefix } = lastMessageSchema.safeParse(messages.at(-1)).data ?? {}
    return role !== 'assistant' || prefix === true
  },
  {
    message: 'The last message must be a user message, or an assistant message with prefix mode on',
  },
)

const KEEP_ALIVE = ': keep-alive\n\n'

/**
 * @see https://api-docs.deepseek.com/api/create-chat-completion
 * @see https://api-docs.deepseek.com/guides/chat_prefix_completion for the base URL under `/beta`
 * @see https://api-docs.deepseek.com/quick_start/rate_limit for the keep-alive comments
 */
export const deepseek: Protocol = {
  name: 'deepseek',
  paths: ['/deepseek/chat/completions', '/deepseek/beta/chat/completions'],
  requestSchema,
  contentType: SERVER_SENT_EVENTS,
  requestIdHeader: 'x-ds-trace-id',
  finishes: ['stop', 'length', 'content_filter', 'insufficient_system_resource'],
  keepAlive: KEEP_ALIVE,
  garbage: SERVER_SENT_GARBAGE,
  wire: deepseekWire,
  errorBody: deepseekErrorBody,
}

/** Chat completions that send nothing but comments until the model begins. */
function deepseekWire({ number, model, includeUsage }: AnswerIdentity): Wire {
  const chunk = chunkMaker(`deepseek-fake-${number}`, { model, includeUsage })
  let begun = false

  function opening(): string {
    if (begun) return ''
    begun = true
    return chunk([choice({ role: 'assistant', content: null, reasoning_content: '' })])
  }

  return {
    begin: () => KEEP_ALIVE,
    token({ kind, text }) {
      const delta =
        kind === 'text'
          ? { content: text, reasoning_content: null }
          : { content: null, reasoning_content: text }
      return opening() + chunk([choice(delta)])
    },
    finish: (reason, usage) =>
      opening() +
      chunk([choice({ content: '', reasoning_content: null }, reason)]) +
      (includeUsage ? chunk([], wireUsage(usage)) : '') +
      LAST_EVENT,
    failure: (code) => serverSentEvent({ error: deepseekError(500, code) }),
  }
}

function wireUsage({ inputTokens, reasoningTokens, textTokens }: Usage): object {
  const cached = inputTokens - (inputTokens % CACHE_BLOCK)
  return {
    prompt_tokens: inputTokens,
    completion_tokens: reasoningTokens + textTokens,
    total_tokens: inputTokens + reasoningTokens + textTokens,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
    prompt_cache_hit_tokens: cached,
    prompt_cache_miss_tokens: inputTokens - cached,
  }
}
