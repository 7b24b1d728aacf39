import type { LanguageModelV4Prompt, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { AvailableModel } from './vendor-models'

/** What a model said to a short question. */
export type BriefAnswer = {
  text: string
  /** The model ended it by itself. */
  whole: boolean
  /** What the vendor counted, question and answer; undefined where it did not tell. */
  tokens?: number
  /** What the call failed with, if it did; the signal's reason where that aborted it. */
  error?: unknown
}

type Bounds = {
  maxOutputTokens: number
  /** In UTF-16 code units: what comes beyond it is not waited for. */
  maxCharacters: number
  signal: AbortSignal
}

/** Asks a model something beside any answer: one call, without reasoning where it can do without. */
export async function askBriefly(
  model: AvailableModel,
  question: string,
  { maxOutputTokens, maxCharacters, signal }: Bounds,
): Promise<BriefAnswer> {
  const answer: BriefAnswer = { text: '', whole: false }
  const aborted = Promise.withResolvers<never>()
  // Nobody may be waiting for it when it comes.
  aborted.promise.catch(() => {})
  const abort = () => {
    aborted.reject(signal.reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  let reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart> | undefined
  try {
    signal.throwIfAborted()
    const prompt: LanguageModelV4Prompt = [
      { role: 'user', content: [{ type: 'text', text: question }] },
    ]
    const wish = { maxOutputTokens, reasoning: 'none' as const }
    const { answer: answering } = model.call(signal, prompt, wish)
    // A model that overlooks its signal must not hold this.
    reader = (await Promise.race([answering, aborted.promise])).stream.getReader()
    while (answer.text.length <= maxCharacters) {
      const read = await Promise.race([reader.read(), aborted.promise])
      if (read.done) break
      takePart(read.value, answer)
    }
  } catch (error) {
    answer.error = error
  } finally {
    signal.removeEventListener('abort', abort)
    reader?.cancel().catch(() => {})
  }
  return answer
}

/** Throws what the vendor reports in the place of an answer. */
function takePart(part: LanguageModelV4StreamPart, answer: BriefAnswer): void {
  if (part.type === 'text-delta') answer.text += part.delta
  if (part.type === 'error') throw part.error
  if (part.type !== 'finish') return
  answer.whole = part.finishReason.unified === 'stop'
  const { inputTokens, outputTokens } = part.usage
  const isCounted = inputTokens.total !== undefined && outputTokens.total !== undefined
  if (isCounted) answer.tokens = (inputTokens.total ?? 0) + (outputTokens.total ?? 0)
}
