import { estimateTokenCount } from 'tokenx'

/** About how many tokens a text is, where the provider does not tell. */
export function estimateTokens(text: string): number {
  return text === '' ? 0 : estimateTokenCount(text)
}
