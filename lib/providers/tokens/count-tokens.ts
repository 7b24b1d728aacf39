import { countTokens as countPiece } from 'gpt-tokenizer/encoding/o200k_base'

/** Up to 600 characters that end before a space, or 200 if there is none. */
const PIECES = /[\s\S]{1,600}(?=\s)|[\s\S]{1,200}/g

/** `<|endoftext|>` in a conversation is just text. */
const asText = { disallowedSpecial: new Set<string>() }

/**
 * The tokens of a text by OpenAI's tokenizer: an estimate for other vendors, used only if a vendor
 * reports none. In pieces, since the tokenizer's time grows with the square of a word's length:
 * 80,000 Chinese characters without a space would hold the process up for half a minute.
 */
export function countTokens(text: string): number {
  const pieces = text.match(PIECES) ?? []
  return pieces.reduce((sum, piece) => sum + countPiece(piece, asText), 0)
}
