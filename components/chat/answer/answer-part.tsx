import { memo, type ReactNode } from 'react'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import { AnswerText } from './answer-text'
import type { PartProps } from './part-props'
import { Thinking } from './thinking'

/** The view that draws each kind of part. */
const partViews: Readonly<Record<PartKind, (props: PartProps) => ReactNode>> = {
  text: AnswerText,
  reasoning: Thinking,
}

/** A part of an answer, drawn by the view of its kind. */
export const AnswerPart = memo(function AnswerPart(props: PartProps & { type: PartKind }) {
  const { type, ...rest } = props
  const View = partViews[type]
  return <View {...rest} />
})
