import { useEffect, useRef } from 'react'
import type { Brand } from '@/lib/contract/brand'

/** Shows in the tab whether an answer is arriving: the full stop then is in its ring. */
export function usePageIcon(
  { atRest, answering: underWay }: Brand['icons'],
  answering: boolean,
): void {
  const icon = useRef<HTMLLinkElement>(undefined)

  useEffect(() => {
    const link = document.createElement('link')
    link.rel = 'icon'
    icon.current = link
    // Of several icons the last one counts, and Next may put its own there at any time.
    const beLast = () => {
      if ([...document.head.querySelectorAll('link[rel~="icon"]')].at(-1) === link) return
      document.head.append(link)
    }
    beLast()
    const watch = new MutationObserver(beLast)
    watch.observe(document.head, { childList: true })
    return () => {
      watch.disconnect()
      link.remove()
    }
  }, [])

  useEffect(() => {
    if (icon.current) icon.current.href = answering ? underWay : atRest
  }, [answering, atRest, underWay])
}
