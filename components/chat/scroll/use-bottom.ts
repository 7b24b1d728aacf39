import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { keepAtBottom, type BottomKeeper } from './keep-at-bottom'

/**
 * Follows the end of a thread. Scrolls there when the thread opens and when `turn` changes, unless a
 * message is held in its place.
 */
export function useBottom(turn: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<BottomKeeper>(undefined)
  const shownTurn = useRef<string>(undefined)
  const held = useRef<{ messageId: string; top: number }>(undefined)
  const [atBottom, setAtBottom] = useState(true)

  useEffect(() => {
    if (!scroller.current || !content.current) return undefined
    keeper.current = keepAtBottom(scroller.current, content.current, setAtBottom)
    return keeper.current.release
  }, [])

  // Runs after every render: any of them may bring the message that takes the held place.
  useLayoutEffect(() => {
    const isNewTurn = shownTurn.current !== turn
    shownTurn.current = turn
    const arrived = held.current && messageIn(scroller.current, held.current.messageId)
    if (held.current && arrived) {
      const moved = arrived.getBoundingClientRect().top - held.current.top
      held.current = undefined
      keeper.current?.moveBy(moved)
      return
    }
    if (!isNewTurn) return
    held.current = undefined
    // Without a keeper the thread has just opened: it opens at its end.
    if (keeper.current) keeper.current.toBottom()
    else scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  })

  const toBottom = useCallback(() => {
    keeper.current?.toBottom()
  }, [])
  const holdInPlace = useCallback((messageId: string, nextId: string) => {
    const message = messageIn(scroller.current, messageId)
    if (message) held.current = { messageId: nextId, top: message.getBoundingClientRect().top }
  }, [])
  return { scroller, content, atBottom, toBottom, holdInPlace }
}

function messageIn(scroller: Element | null, id: string): Element | null | undefined {
  return scroller?.querySelector(`[data-message-id="${id}"]`)
}
