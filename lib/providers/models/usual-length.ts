/** Of an answer that is text alone, in tokens: four to five paragraphs. */
const TEXT_TOKENS = 600

/** Of one that is thought about first: vendors count what is thought as answered. */
const THINKING_TOKENS = 1_500

/**
 * How long an answer is as a rule, in tokens, where nothing better is known. A rough guess of ours:
 * no vendor and no catalogue tells, and it depends on the question more than on the model.
 * @param longest what the chat allows an answer
 */
export function usualAnswerTokens(thinks: boolean, longest = Infinity): number {
  return Math.min(longest, thinks ? THINKING_TOKENS : TEXT_TOKENS)
}
