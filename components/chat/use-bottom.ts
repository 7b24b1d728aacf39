import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { keepAtBottom, type BottomKeeper } from './keep-at-bottom'

/** Follows the end of a thread; goes there by itself when it opens and when `turn` changes. */
export function useBottom(turn: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<BottomKeeper>(undefined)
  const [atBottom, setAtBottom] = useState(true)

  useEffect(() => {
    if (!scroller.current || !content.current) return undefined
    keeper.current = keepAtBottom(scroller.current, content.current, setAtBottom)
    return keeper.current.release
  }, [])

  useLayoutEffect(() => {
    // Before the keeper is there the thread has just opened: it opens at its end.
    if (keeper.current) keeper.current.toBottom()
    else scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [turn])

  const toBottom = useCallback(() => {
    keeper.current?.toBottom()
  }, [])
  return { scroller, content, atBottom, toBottom }
}
