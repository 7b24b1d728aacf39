/** About how many bytes of UTF-8 a token stands for, in most languages and vocabularies. */
const BYTES_A_TOKEN = 4

/** About how many tokens a text has: quick enough for each piece of each answer. */
export function estimateTokens(text: string): number {
  return Buffer.byteLength(text) / BYTES_A_TOKEN
}
