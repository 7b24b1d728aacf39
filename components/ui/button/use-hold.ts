import { useEffect, useEffectEvent, useRef } from 'react'
import { isLastInputByKeyboard } from './last-input'

/**
 * Calls `hold` when somebody is on an element, with a pointer or by keyboard, and `release` when nobody
 * is any more. A focus that the page sets after a click says nothing of anybody.
 */
export function useHold(hold: () => void, release: () => void) {
  const on = useRef({ pointer: false, focus: false })
  const change = (what: Partial<typeof on.current>) => {
    const before = on.current
    const now = { ...before, ...what }
    on.current = now
    const [was, is] = [before, now].map(({ pointer, focus }) => pointer || focus)
    if (is && !was) hold()
    if (was && !is) release()
  }

  const leave = useEffectEvent(() => {
    change({ pointer: false, focus: false })
  })
  // What is taken out of the page is left without an event.
  useEffect(
    () => () => {
      leave()
    },
    [],
  )

  return {
    onPointerEnter: () => {
      change({ pointer: true })
    },
    onPointerLeave: () => {
      change({ pointer: false })
    },
    onFocus: () => {
      change({ focus: isLastInputByKeyboard() })
    },
    onBlur: () => {
      change({ focus: false })
    },
  }
}
