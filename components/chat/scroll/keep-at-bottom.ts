export type BottomKeeper = {
  toBottom: () => void
  /** Scrolls by so many pixels, and then follows the end only if it has reached it. */
  moveBy: (pixels: number) => void
  release: () => void
}

/** Within this distance, in pixels, the reader counts as being at the end. */
const NEAR = 4

/**
 * Keeps a scroller at its end while the reader is there. A reader who scrolls up, even by a pixel, is
 * left alone until they come back to the end.
 */
export function keepAtBottom(
  scroller: HTMLElement,
  content: HTMLElement,
  onChange: (atBottom: boolean) => void,
): BottomKeeper {
  let following = true
  let lastTop = scroller.scrollTop
  const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop

  const follow = (next: boolean) => {
    if (following === next) return
    following = next
    onChange(next)
  }
  const place = () => {
    if (following) scroller.scrollTop = scroller.scrollHeight
    // Content that fits is always at its end.
    else if (distance() < 1) follow(true)
  }
  const onScroll = () => {
    const movedUp = scroller.scrollTop < lastTop
    lastTop = scroller.scrollTop
    if (distance() < (movedUp ? 1 : NEAR)) follow(true)
    else if (movedUp) follow(false)
  }
  // A wheel scrolls smoothly: text that arrives in its first frames would scroll back down.
  const onWheel = (event: WheelEvent) => {
    if (event.deltaY < 0 && scroller.scrollTop > 0) follow(false)
  }

  const sizes = new ResizeObserver(place)
  sizes.observe(content)
  sizes.observe(scroller)
  scroller.addEventListener('scroll', onScroll, { passive: true })
  scroller.addEventListener('wheel', onWheel, { passive: true })

  return {
    toBottom() {
      follow(true)
      place()
    },
    moveBy(pixels) {
      scroller.scrollTop += pixels
      lastTop = scroller.scrollTop
      follow(distance() < 1)
    },
    release() {
      sizes.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      scroller.removeEventListener('wheel', onWheel)
    },
  }
}
