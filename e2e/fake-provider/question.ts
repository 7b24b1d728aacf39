import { z } from 'zod'
import { Refusal } from './refusal.ts'
import type { WireName } from './wire.ts'

const chatRequestSchema = z.looseObject({
  model: z.string(),
  stream: z.literal(true),
  messages: z.array(z.unknown()).min(1),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
})

const responsesRequestSchema = z.looseObject({
  model: z.string(),
  stream: z.literal(true),
  input: z.union([
    z.string().transform((content): unknown[] => [{ role: 'user', content }]),
    z.array(z.unknown()).min(1),
  ]),
})

const userMessageSchema = z.looseObject({
  role: z.literal('user'),
  content: z.union([
    z.string(),
    z
      .array(z.looseObject({ text: z.string().optional() }))
      .transform((parts) => parts.map(({ text }) => text ?? '').join('\n')),
  ]),
})

/** What the fake needs to know of a request, whatever its wire. */
export type Question = {
  model: string
  messages: unknown[]
  includeUsage: boolean
  /** The text of the last user message. */
  text: string
}

/** @throws Refusal (400) when the body is not what the wire takes */
export function parseQuestion(wire: WireName, body: unknown): Question {
  const question = wire === 'chat-completions' ? parseChat(body) : parseResponses(body)
  return { ...question, text: lastUserText(question.messages) }
}

function parseChat(body: unknown): Omit<Question, 'text'> {
  const { model, messages, stream_options: options } = parse(chatRequestSchema, body)
  return { model, messages, includeUsage: options?.include_usage === true }
}

function parseResponses(body: unknown): Omit<Question, 'text'> {
  const { model, input } = parse(responsesRequestSchema, body)
  return { model, messages: input, includeUsage: true }
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error))
  return parsed.data
}

function lastUserText(messages: readonly unknown[]): string {
  for (const message of messages.toReversed()) {
    const parsed = userMessageSchema.safeParse(message)
    if (parsed.success) return parsed.data.content
  }
  return ''
}
