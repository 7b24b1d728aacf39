import { countTokens as countPiece } from 'gpt-tokenizer/encoding/o200k_base'

/** Up to 600 characters that end before a space, or 200 where there is none. */
const PIECES = /[\s\S]{1,600}(?=\s)|[\s\S]{1,200}/g

/** `<|endoftext|>` in a conversation is just text. */
const asText = { disallowedSpecial: new Set<string>() }

/**
 * How many tokens a text is to OpenAI's tokenizer: an estimate for any other vendor's, and used
 * only where the vendor does not tell. In pieces, since its time grows with the square of a word's
 * length: 80,000 Chinese characters without a space would hold the process up for half a minute.
 */
export function countTokens(text: string): number {
  const pieces = text.match(PIECES) ?? []
  return pieces.reduce((sum, piece) => sum + countPiece(piece, asText), 0)
}
