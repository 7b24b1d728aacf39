import { z } from 'zod'
import { Refusal } from '../directives/refusal.ts'
import type { CallRequest, Protocol } from './wire.ts'

/** The text of a message, given plain or in parts. Parts of other kinds have no text. */
export const textContentSchema = z.union([
  z.string(),
  z
    .array(z.looseObject({ text: z.string().optional() }))
    .transform((parts) => parts.flatMap(({ text }) => text ?? []).join('\n')),
])

const messageSchema = z.looseObject({
  role: z.enum(['user', 'assistant']),
  // Anthropic's clients join unanswered questions into one message, and the last part counts.
  content: z.union([
    z.string(),
    z
      .array(z.looseObject({ text: z.string().optional() }))
      .transform((parts) => parts.flatMap(({ text }) => text ?? []).at(-1) ?? ''),
  ]),
})

/** The facts of a request that the fake needs. */
export type Question = CallRequest & {
  /** The text of the last user message, or of the question whose answer is to go on. */
  text: string
  /** The text of an answer that is to go on. The fake goes on exactly where it ends. */
  begun: string
}

/** @throws Refusal (400) when the body is not what the protocol takes */
export function parseQuestion({ requestSchema }: Protocol, body: unknown): Question {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error))
  return { ...parsed.data, ...turnOf(parsed.data.messages) }
}

/**
 * A conversation that ends with an answer, or with a turn without a directive after an answer, asks
 * to go on with that answer.
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
