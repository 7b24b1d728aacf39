import { z } from 'zod'
import { statusOfErrorCode, type ErrorCode } from '@/lib/contract/error'
import type { FuzzedRequest } from './fuzzed-request'

/** A response as it was read. An event stream is read up to its headers only. */
export type FuzzedResponse = {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

const errorBodySchema = z.object({
  error: z.object({ code: z.string(), message: z.string().min(1) }),
})

/** Things that only a server's inside knows. Nothing in an error may look like them. */
const leaks: Record<string, RegExp> = {
  'a stack trace': /\n\s*at .{1,200}[:(]\d+|Error: .{0,200}\\n\s+at /,
  'a place in code': /\.(?:ts|tsx|mjs|cjs|js):\d+/,
  'a file path':
    /node_modules|file:\/\/|(?<!\w)\/(?:home|tmp|usr|root|work|app|var|opt)\/\w|[A-Z]:\\\w/,
  SQL: /SQLITE_|SqliteError|drizzle|\bSELECT .+ FROM\b|\bINSERT INTO\b|no such (?:table|column)|constraint failed/i,
  'the name of an error': /\b(?:Type|Range|Reference|Syntax|Zod|Drizzle\w*)Error\b/,
}

/** Everything that is wrong with the response to this request. */
export function breachesOf(
  { expected, wire }: Pick<FuzzedRequest, 'expected' | 'wire'>,
  response: FuzzedResponse,
): string[] {
  const { status, headers, body } = response
  const breaches: string[] = []
  if (status >= 500) breaches.push(`status ${status}`)
  if (!headers['x-request-id']) breaches.push('no X-Request-Id')
  if (status >= 400) breaches.push(...leaksOf(body))
  if (expected !== 'anything' && status < 300) breaches.push(`status ${status} for what is wrong`)
  const isRefusal = expected === 'refused' || (status >= 400 && isJson(response))
  if (wire === 'ours' && isRefusal) breaches.push(...shapeBreachesOf(response))
  return breaches
}

function leaksOf(body: string): string[] {
  return Object.entries(leaks).flatMap(([what, pattern]) =>
    pattern.test(body) ? [`the body shows ${what}`] : [],
  )
}

function shapeBreachesOf(response: FuzzedResponse): string[] {
  const { status, body } = response
  const breaches: string[] = []
  if (status < 400) breaches.push(`status ${status} is no refusal`)
  if (!isJson(response)) breaches.push(`Content-Type ${String(response.headers['content-type'])}`)
  const parsed = errorBodySchema.safeParse(jsonOf(body))
  if (!parsed.success) return [...breaches, `the body is no error: ${body.slice(0, 80)}`]
  const { code } = parsed.data.error
  if (!isErrorCode(code)) breaches.push(`${code} is not in the list of errors`)
  else if (statusOfErrorCode[code] !== status) breaches.push(`${code} with status ${status}`)
  return breaches
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(statusOfErrorCode, code)
}

function isJson({ headers }: FuzzedResponse): boolean {
  return /^application\/json\b/.test(String(headers['content-type']))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
