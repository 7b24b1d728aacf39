import { useState } from 'react'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { stretchesOf, type Stretch } from './stretches'

/** The stretches of a thread, most of them the same as before. */
export function useStretches(views: readonly AnswerView[]): readonly Stretch[] {
  const [known, setKnown] = useState(() => ({ views, stretches: stretchesOf(views) }))
  if (known.views === views) return known.stretches
  const stretches = stretchesOf(views, known.stretches)
  setKnown({ views, stretches })
  return stretches
}
