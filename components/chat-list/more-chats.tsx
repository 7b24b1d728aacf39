import { useEffect, useRef } from 'react'
import { Button } from '../ui/button'

/** Asks for more of the list when one comes near its end; after a failure, by hand. */
export function MoreChats(props: { loading: boolean; failed: boolean; onWanted: () => void }) {
  const { loading, failed, onWanted } = props
  const end = useRef<HTMLDivElement>(null)
  const wanted = useRef(onWanted)

  useEffect(() => {
    wanted.current = onWanted
  })

  useEffect(() => {
    if (!end.current || loading || failed) return undefined
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) wanted.current()
      },
      { rootMargin: '200px' },
    )
    watch.observe(end.current)
    return () => {
      watch.disconnect()
    }
  }, [loading, failed])

  return (
    <div ref={end} className="px-1 pt-2">
      <Button tone="quiet" aria-disabled={loading} onClick={onWanted}>
        {loading ? 'Loading more' : failed ? 'Could not load more. Retry' : 'Show more'}
      </Button>
    </div>
  )
}
