import type { HighlightAnswer, HighlightRequest } from './highlighter'
import { makeTokenizer, type Tokenize } from './tokenizer'

/**
 * Code is read apart from the page: translating a large grammar takes seconds on a slow machine, and
 * in that time nobody could type or stop.
 */
const codes = new Map<number, Promise<Tokenize>>()

async function answer(request: HighlightRequest): Promise<void> {
  const { id, language, lines } = request
  const reading = codes.get(id) ?? makeTokenizer(language)
  codes.set(id, reading)
  let runs: HighlightAnswer['runs']
  try {
    runs = (await reading)(lines)
  } catch {
    // Code that cannot be read stays plain; so does the rest of it.
  }
  postMessage({ id, runs } satisfies HighlightAnswer)
}

addEventListener('message', ({ data }: MessageEvent<HighlightRequest | { forget: number }>) => {
  if ('forget' in data) codes.delete(data.forget)
  else void answer(data)
})
