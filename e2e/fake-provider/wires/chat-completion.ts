import { z } from 'zod'
import { serverSentEvent } from './server-sent-event.ts'
import type { AnswerIdentity, CallRequest } from './wire.ts'

/** A request to stream a chat completion, in OpenAI's shape, which other vendors took over. */
export const chatCompletionRequestSchema = z
  .looseObject({
    model: z.string(),
    stream: z.literal(true),
    messages: z.array(z.unknown()).min(1),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  })
  .transform(({ model, messages, stream_options: options }): CallRequest => ({
    model,
    messages,
    system: null,
    includeUsage: options?.include_usage === true,
  }))

/** Makes the chunks of one answer. Every chunk has a `usage` if the request asked for it. */
export function chunkMaker(
  id: string,
  { model, includeUsage }: Pick<AnswerIdentity, 'model' | 'includeUsage'>,
) {
  const created = Math.floor(Date.now() / 1000)
  return (choices: readonly object[], usage: object | null = null): string =>
    serverSentEvent({
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      choices,
      ...(includeUsage ? { usage } : {}),
    })
}

export function choice(delta: object, finishReason: string | null = null): object {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason }
}

export const LAST_EVENT = 'data: [DONE]\n\n'
