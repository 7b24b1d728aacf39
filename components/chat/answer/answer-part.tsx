import { memo } from 'react'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import type { PartProps } from './part-props'
import { partViews } from './part-views'

/** A part of an answer, drawn by the view of its kind. */
export const AnswerPart = memo(function AnswerPart(props: PartProps & { type: PartKind }) {
  const { type, ...rest } = props
  const View = partViews[type]
  return <View {...rest} />
})
