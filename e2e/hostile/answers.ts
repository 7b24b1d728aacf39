import { encodeSaid } from '../fake-provider/directives/said-text'
import type { Payload } from './families/payload'

const MOST_PAYLOADS = 10
const MOST_CHARACTERS = 1_600
/** Fast enough for hundreds of payloads, slow enough for the page to draw half a payload. */
const CHARACTERS_A_SECOND = 2_400
/** A slow page draws a few times a second: it must see the shortest answer arrive, too. */
const SHORTEST_SECONDS = 0.6

/** The texts of answers with these payloads: several in one answer, unless one must be alone. */
export function answersWith(payloads: readonly Payload[]): string[] {
  const answers: string[] = []
  let batch: string[] = []
  const close = () => {
    if (batch.length > 0) answers.push(batch.join('\n\n'))
    batch = []
  }
  for (const { markdown, alone } of payloads) {
    if (alone) {
      answers.push(markdown)
      continue
    }
    const length = batch.join('\n\n').length + markdown.length
    if (batch.length === MOST_PAYLOADS || length > MOST_CHARACTERS) close()
    batch.push(markdown)
  }
  close()
  return answers
}

/** The directive for an answer of this text; each index cuts it differently. */
export function directiveFor(text: string, index: number, key: string): string {
  const pieceLength = 1 + ((index * 3) % 7)
  const pieces = text.length / pieceLength
  const rate = Math.ceil(Math.min(CHARACTERS_A_SECOND / pieceLength, pieces / SHORTEST_SECONDS))
  return `[[key=${key} rate=${rate} pieceLength=${pieceLength} say=${encodeSaid(text)}]]`
}
