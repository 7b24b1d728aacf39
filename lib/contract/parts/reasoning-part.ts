import { growingText, type GrowingText } from './growing-text'

export type ReasoningPart = GrowingText<'reasoning'>

/** A model's thoughts before its answer; the model is not shown them again. */
export const reasoningPart = growingText('reasoning', {
  isText: false,
  isThought: true,
  toModel: () => [],
})
