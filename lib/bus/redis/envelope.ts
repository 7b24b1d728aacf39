import { z } from 'zod'

/** The most that one envelope may hold, in UTF-16 code units: a reader parses it in one step. */
export const MOST_CHARACTERS = 1_000_000

/** The number of servers whose latest envelope is remembered. */
const MOST_SENDERS = 1_000

const envelopeSchema = z.object({
  /** The server that sent it. */
  from: z.string(),
  /** Counts the envelopes of that server, from 1. */
  number: z.int(),
  /** That server could not send for so many milliseconds until now: news of it is missing. */
  lostFor: z.number().min(0).exactOptional(),
  news: z.array(z.unknown()),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** Puts pieces of news, each as JSON, into one envelope. */
export function sealEnvelope(head: Omit<Envelope, 'news'>, news: readonly string[]): string {
  return `${JSON.stringify(head).slice(0, -1)},"news":[${news.join(',')}]}`
}

/** Undefined for a text that is no envelope, or is longer than any. */
export function openEnvelope(text: string): Envelope | undefined {
  // The head takes up some of it, too.
  if (text.length > 2 * MOST_CHARACTERS) return undefined
  try {
    const content: unknown = JSON.parse(text)
    return envelopeSchema.safeParse(content).data
  } catch {
    return undefined
  }
}

/**
 * Knows each server's latest envelope. Redis carries out what it was sent before it was away, however late
 * that is, and news that was true then must not replace what has come since.
 */
export class LatestEnvelopes {
  readonly #numbers = new Map<string, number>()

  /** Whether an envelope is later than all of its server that have come. */
  accept({ from, number }: Envelope): boolean {
    const latest = this.#numbers.get(from) ?? 0
    if (number <= latest) return false
    this.#numbers.delete(from)
    this.#numbers.set(from, number)
    const [quietest] = this.#numbers.keys()
    if (this.#numbers.size > MOST_SENDERS && quietest !== undefined) this.#numbers.delete(quietest)
    return true
  }
}
