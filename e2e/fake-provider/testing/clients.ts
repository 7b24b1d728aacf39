import { z } from 'zod'
import { parseAll, readEvents } from './events.ts'
import type { ProtocolClient } from './protocol-client.ts'

const anthropicEventSchema = z.looseObject({
  message: z.object({ usage: z.object({ input_tokens: z.number() }) }).optional(),
  delta: z
    .object({
      text: z.string().optional(),
      thinking: z.string().optional(),
      stop_reason: z.string().optional(),
    })
    .optional(),
  usage: z.object({ output_tokens: z.number() }).optional(),
  error: z.unknown().optional(),
})

export const anthropicClient: ProtocolClient = {
  name: 'anthropic',
  path: '/v1/messages',
  contentType: 'text/event-stream; charset=utf-8',
  body: (messages) => ({ model: 'fake-model', stream: true, max_tokens: 1000, messages }),
  prefill: (content) => ({ role: 'assistant', content }),
  read(body) {
    const data = parseAll(readEvents(body).map((event) => event.data))
    const events = z.array(anthropicEventSchema).parse(data)
    return {
      reasoning: events.map(({ delta }) => delta?.thinking ?? '').join(''),
      text: events.map(({ delta }) => delta?.text ?? '').join(''),
      finish: events.findLast(({ delta }) => delta?.stop_reason)?.delta?.stop_reason,
      inputTokens: events[0]?.message?.usage.input_tokens,
      outputTokens: events.findLast(({ usage }) => usage)?.usage?.output_tokens,
      error: events.findLast(({ error }) => error !== undefined)?.error,
    }
  },
}

const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.object({
        delta: z.object({
          content: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          reasoning: z.string().nullish(),
        }),
        finish_reason: z.string().nullable(),
      }),
    )
    .default([]),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
  error: z.unknown().optional(),
})

const streamOptions = { stream: true, stream_options: { include_usage: true } }

export const deepseekClient: ProtocolClient = {
  name: 'deepseek',
  path: '/deepseek/chat/completions',
  contentType: 'text/event-stream; charset=utf-8',
  body: (messages) => ({ model: 'fake-model', ...streamOptions, messages }),
  prefill: (content) => ({ role: 'assistant', content, prefix: true }),
  read: readChunks,
}

export const ollamaClient: ProtocolClient = {
  name: 'ollama',
  path: '/ollama/v1/chat/completions',
  contentType: 'text/event-stream; charset=utf-8',
  body: (messages) => ({ model: 'fake-model', ...streamOptions, messages }),
  prefill: (content) => ({ role: 'assistant', content }),
  read: readChunks,
}

function readChunks(body: string): ReturnType<ProtocolClient['read']> {
  const data = parseAll(readEvents(body).map((event) => event.data))
  const chunks = z.array(chunkSchema).parse(data)
  const choices = chunks.flatMap((chunk) => chunk.choices)
  const usage = chunks.findLast((chunk) => chunk.usage)?.usage
  return {
    reasoning: choices
      .map(({ delta }) => delta.reasoning_content ?? delta.reasoning ?? '')
      .join(''),
    text: choices.map(({ delta }) => delta.content ?? '').join(''),
    finish: choices.findLast((choice) => choice.finish_reason)?.finish_reason ?? undefined,
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
    error: chunks.findLast(({ error }) => error !== undefined)?.error,
  }
}
