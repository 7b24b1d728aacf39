import { APICallError, TypeValidationError } from '@ai-sdk/provider'
import { fieldsOf, listIn, type Fields } from '@/lib/providers/wires/json-fields'

/** A vendor's words about a failure, from anywhere in its error; the outermost first. */
export type VendorWords = {
  status?: number
  /** Names of the failure: codes and types, as the vendor spells them. */
  names: readonly string[]
  /** The failure's code and type: the innermost of each, which no gateway has made. */
  code?: string | undefined
  type?: string | undefined
  /** The ID under which the vendor knows the call. */
  requestId?: string | undefined
  /** Sentences for a person. */
  sentences: readonly string[]
  /** How long to wait before the next call, in seconds. */
  waitSeconds?: number | undefined
}

/** Errors lie in errors: OpenRouter's has the one of its own vendor as text. */
const DEEPEST = 10

/** Text after so many characters of a sentence explains nothing. */
const LONGEST_SENTENCE = 4_000

/**
 * Reads an error that a call or a stream of the AI SDK threw. The SDK knows one shape of errors, and
 * keeps one of another shape as text (`responseBody`) or as it came (`value`).
 */
export function readVendorWords(error: unknown): VendorWords {
  const words = new WordsReader()
  if (APICallError.isInstance(error)) {
    words.readStatus(error.statusCode)
    words.read(error.responseBody || (error.data ?? error.message))
  } else if (TypeValidationError.isInstance(error)) {
    words.read(error.value)
  } else {
    words.read(error)
  }
  return words
}

class WordsReader implements VendorWords {
  status?: number
  code?: string | undefined
  type?: string | undefined
  requestId?: string | undefined
  readonly names: string[] = []
  readonly sentences: string[] = []
  waitSeconds?: number | undefined

  readStatus(status: unknown): void {
    // The innermost status is the vendor's own: a gateway may have made the outer ones.
    if (typeof status === 'number' && status >= 400 && status < 600) this.status = status
  }

  read(said: unknown, depth = 0): void {
    if (depth > DEEPEST) return
    const fields = fieldsOf(said)
    if (typeof said === 'string') this.#readText(said, depth)
    else if (fields) this.#readFields(fields, depth)
    else for (const item of listIn(said).slice(0, 10)) this.read(item, depth + 1)
  }

  /** Of an object only known fields are read: others may hold words of the conversation. */
  #readFields(fields: Fields, depth: number): void {
    this.readStatus(fields['statusCode'])
    // OpenRouter, vLLM and Gemini give the HTTP status as a code.
    this.readStatus(fields['code'])
    for (const name of ['code', 'type', 'status', 'reason'] as const) {
      const value = fields[name]
      if (typeof value === 'string' && value !== '') this.names.push(value)
    }
    this.#readLabels(fields)
    // OpenRouter tells why its moderation refused a question.
    if (Array.isArray(fields['reasons'])) this.names.push('moderation')
    this.#readWait(fields)
    for (const inner of [
      'error',
      'message',
      'msg',
      'detail',
      'details',
      'metadata',
      'raw',
    ] as const) {
      this.read(fields[inner], depth + 1)
    }
    // A failed response of OpenAI's responses wire.
    this.read(fields['response'], depth + 1)
    // The AI SDK puts an error in a stream there.
    this.read(fields['data'], depth + 1)
  }

  #readLabels({ code, reason, type, status, request_id: requestId }: Fields): void {
    const word = typeof code === 'number' ? String(code) : wordIn(code)
    this.code = word ?? wordIn(reason) ?? this.code
    this.type = wordIn(type) ?? wordIn(status) ?? this.type
    this.requestId = wordIn(requestId) ?? this.requestId
  }

  #readWait({ retryDelay, retry_after: retryAfter, estimated_time: estimated }: Fields): void {
    // The fields of Gemini, of some gateways, and of Hugging Face while a model is loading.
    const span = typeof retryDelay === 'string' ? /^([\d.]+)s$/.exec(retryDelay)?.[1] : undefined
    for (const seconds of [Number(span), retryAfter, estimated]) {
      if (typeof seconds === 'number' && seconds > 0) this.waitSeconds ??= seconds
    }
  }

  #readText(text: string, depth: number): void {
    const trimmed = text.trim()
    // An HTML page says nothing of a model.
    if (trimmed === '' || trimmed.startsWith('<')) return
    const inner = /^[[{]/.test(trimmed) ? parsed(trimmed) : undefined
    if (inner !== undefined) {
      this.read(inner, depth + 1)
      return
    }
    const sentence = trimmed.slice(0, LONGEST_SENTENCE)
    this.sentences.push(sentence)
    this.waitSeconds ??= waitIn(sentence)
  }
}

/** A vendor may send anything there: only a value that looks like a word is kept. */
export function wordIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value) ? value : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** "Please try again in 1m7.5s.", as OpenAI and Groq say it; "retry after 20 seconds", as Azure does. */
function waitIn(sentence: string): number | undefined {
  const [, span] =
    /(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)? ?(?:ms|milli|[smh])[a-z]* ?)+)/i.exec(
      sentence,
    ) ?? []
  if (span === undefined) return undefined
  const parts = span.matchAll(/(\d+(?:\.\d+)?) ?(ms|milli|[smh])/gi)
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * secondsOf(unit), 0)
}

const secondsOfUnit = new Map([
  ['ms', 0.001],
  ['milli', 0.001],
  ['m', 60],
  ['h', 3_600],
])

function secondsOf(unit = 's'): number {
  return secondsOfUnit.get(unit.toLowerCase()) ?? 1
}
