import { z } from 'zod'

/** The provider's script for a call: the last message of the question is this as JSON. */
export const answerScriptSchema = z.strictObject({
  /** The name under which the call is in the books. */
  key: z.string(),
  tokens: z.number().int().min(1).max(99_999),
  /** Tokens a second. */
  rate: z.number().positive(),
  /** Milliseconds between the request and the response headers. */
  delay: z.number().min(0).default(0),
  /** How many more tokens come at once with the first. */
  burst: z.number().int().min(0).default(0),
})

export type AnswerScript = z.infer<typeof answerScriptSchema>
export type AnswerRequest = z.input<typeof answerScriptSchema>

const SIGN = '#'
const DIGITS = 5

/** The text of the token at an index, numbered so that a reader sees how far the answer is. */
export function tokenText(index: number): string {
  return `${SIGN}${String(index + 1).padStart(DIGITS, '0')} `
}

const signByte = SIGN.charCodeAt(0)
const zeroByte = '0'.charCodeAt(0)

/**
 * The number of the last whole token in these bytes, or 0. If the bytes end within a token, it
 * begins at `cutAt`, and the caller keeps it until the rest arrives.
 */
export function lastTokenIn(bytes: Buffer): { number: number; cutAt: number | undefined } {
  const sign = bytes.lastIndexOf(signByte)
  if (sign === -1) return { number: 0, cutAt: undefined }
  if (sign + DIGITS < bytes.length) return { number: numberAt(bytes, sign + 1), cutAt: undefined }
  const before = sign === 0 ? -1 : bytes.lastIndexOf(signByte, sign - 1)
  return { number: before === -1 ? 0 : numberAt(bytes, before + 1), cutAt: sign }
}

/** How many tokens begin in these bytes: nothing else in an event has their sign. */
export function tokensIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(signByte); at !== -1; at = bytes.indexOf(signByte, at + 1)) count += 1
  return count
}

function numberAt(bytes: Buffer, start: number): number {
  let number = 0
  for (let index = start; index < start + DIGITS; index += 1) {
    number = number * 10 + (bytes[index] ?? zeroByte) - zeroByte
  }
  return number
}
