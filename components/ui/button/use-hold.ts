import { useEffect, useEffectEvent, useRef } from 'react'
import { isLastInputByKeyboard } from './last-input'

/**
 * Calls `hold` when a pointer or a focus by keyboard comes to an element, and `release` when neither is
 * there any more. A focus that the page sets after a click does not count.
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
  // An element that is taken out of the page gets no event.
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
