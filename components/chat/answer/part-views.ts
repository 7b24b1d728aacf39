import type { ReactNode } from 'react'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import { AnswerText } from './answer-text'
import type { PartProps } from './part-props'
import { Thinking } from './thinking'

/** The view that draws each kind of part. */
export const partViews: Readonly<Record<PartKind, (props: PartProps) => ReactNode>> = {
  text: AnswerText,
  reasoning: Thinking,
}
