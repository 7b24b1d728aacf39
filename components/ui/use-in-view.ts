import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'

/** Calls back when the element comes into view, or is in view when `active` becomes true. */
export function useInView(active: boolean, onInView: () => void): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const comeIntoView = useEffectEvent(onInView)

  useEffect(() => {
    if (!element.current || !active) return undefined
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) comeIntoView()
      },
      { rootMargin: '200px' },
    )
    watch.observe(element.current)
    return () => {
      watch.disconnect()
    }
  }, [active])

  return element
}
