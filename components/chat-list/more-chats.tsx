import { Button } from '../ui/button/button'
import { useInView } from '../ui/use-in-view'

/** Asks for more of the list when its end comes into view; after a failure, only when pressed. */
export function MoreChats(props: { loading: boolean; failed: boolean; onWanted: () => void }) {
  const { loading, failed, onWanted } = props
  const end = useInView(!loading && !failed, onWanted)

  return (
    <div ref={end} className="px-1 pt-2">
      <Button tone="quiet" aria-disabled={loading} onClick={onWanted}>
        {loading ? 'Loading more' : failed ? 'Could not load more. Retry' : 'Show more'}
      </Button>
    </div>
  )
}
