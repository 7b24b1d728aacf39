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

const messageSchema = z.looseObject({
  role: z.enum(['user', 'assistant']),
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
  /** The text of the last user message, or of the question whose answer is to go on. */
  text: string
  /** What there is of an answer that is to go on: the fake honours that exactly. */
  begun: string
}

/** @throws Refusal (400) when the body is not what the wire takes */
export function parseQuestion(wire: WireName, body: unknown): Question {
  const question = wire === 'chat-completions' ? parseChat(body) : parseResponses(body)
  return { ...question, ...turnOf(question.messages) }
}

function parseChat(body: unknown): Omit<Question, 'text' | 'begun'> {
  const { model, messages, stream_options: options } = parse(chatRequestSchema, body)
  return { model, messages, includeUsage: options?.include_usage === true }
}

function parseResponses(body: unknown): Omit<Question, 'text' | 'begun'> {
  const { model, input } = parse(responsesRequestSchema, body)
  return { model, messages: input, includeUsage: true }
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error))
  return parsed.data
}

/**
 * What is asked. A conversation that ends with an answer, or with a turn without a directive behind
 * one, asks to go on with that answer.
 */
function turnOf(messages: readonly unknown[]): Pick<Question, 'text' | 'begun'> {
  const turns = messages.flatMap((message) => messageSchema.safeParse(message).data ?? [])
  const last = turns.findLast(({ role }) => role === 'user')?.content ?? ''
  const asked = turns.findLastIndex(({ role, content }) => role === 'user' && isScripted(content))
  const question = turns[asked]
  const answer = turns[asked + 1]
  const goesOn = turns.length > asked + 1 && !isScripted(last)
  if (question && answer?.role === 'assistant' && (goesOn || asked + 2 === turns.length)) {
    return { text: question.content, begun: answer.content }
  }
  return { text: last, begun: '' }
}

function isScripted(text: string): boolean {
  return text.includes('[[')
}
