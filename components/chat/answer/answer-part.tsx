import { memo } from 'react'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import type { PartProps } from './part-props'
import { partViews } from './part-views'

/** A piece of an answer, drawn as its kind is. */
export const AnswerPart = memo(function AnswerPart(props: PartProps & { type: PartKind }) {
  const { type, ...rest } = props
  const View = partViews[type]
  return <View {...rest} />
})
