import { growingText, type GrowingText } from './growing-text'

export type ReasoningPart = GrowingText<'reasoning'>

/** What a model has thought before it answered; it is not shown to it again. */
export const reasoningPart = growingText('reasoning', {
  isText: false,
  isThought: true,
  toModel: () => [],
})
