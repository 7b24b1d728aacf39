import { Button } from '../ui/button/button'

/** Says why there is no list, and offers to try again. */
export function ListFailure(props: { sentence: string; onRetry: () => Promise<unknown> }) {
  return (
    <div role="alert" className="space-y-2 px-2 py-1 text-sm">
      <p className="text-muted">{props.sentence}</p>
      <Button onClick={() => void props.onRetry()}>Retry</Button>
    </div>
  )
}
