import type { LanguageModelV4Prompt, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { AvailableModel } from './vendor-models'

/** A model's answer to a short question. */
export type BriefAnswer = {
  text: string
  /** The model came to its own end. */
  whole: boolean
  /** The vendor's count, question and answer together; undefined if it told none. */
  tokens?: number
  /** The error with which the call failed, if it did; after an abort, the signal's reason. */
  error?: unknown
}

type Bounds = {
  maxOutputTokens: number
  /** In UTF-16 code units: text beyond it is not waited for. */
  maxCharacters: number
  signal: AbortSignal
}

/** Asks a model something apart from any answer: one call, without reasoning if that can be left out. */
export async function askBriefly(
  model: AvailableModel,
  question: string,
  { maxOutputTokens, maxCharacters, signal }: Bounds,
): Promise<BriefAnswer> {
  const answer: BriefAnswer = { text: '', whole: false }
  const aborted = Promise.withResolvers<never>()
  // The abort may come when nobody waits for this promise.
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

/** Throws an error that the vendor reports in place of an answer. */
function takePart(part: LanguageModelV4StreamPart, answer: BriefAnswer): void {
  if (part.type === 'text-delta') answer.text += part.delta
  if (part.type === 'error') throw part.error
  if (part.type !== 'finish') return
  answer.whole = part.finishReason.unified === 'stop'
  const { inputTokens, outputTokens } = part.usage
  const isCounted = inputTokens.total !== undefined && outputTokens.total !== undefined
  if (isCounted) answer.tokens = (inputTokens.total ?? 0) + (outputTokens.total ?? 0)
}
