import { growingText, type GrowingText } from './growing-text'

export type TextPart = GrowingText<'text'>

/** The text that a person has written, or a model has answered. */
export const textPart = growingText('text', {
  isText: true,
  isThought: false,
  toModel: ({ text }) => [{ type: 'text', text }],
})
