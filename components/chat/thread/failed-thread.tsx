import { useState } from 'react'
import { Button } from '@/components/ui/button/button'

/** A chat that could not be read. */
export function FailedThread({ onRetry }: { onRetry: () => Promise<void> }) {
  const [trying, setTrying] = useState(false)
  const retry = async () => {
    setTrying(true)
    await onRetry()
    setTrying(false)
  }
  return (
    <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-4 p-6">
      <p className="text-center">Could not load this chat.</p>
      <Button
        aria-disabled={trying}
        onClick={() => {
          if (!trying) void retry()
        }}
      >
        {trying ? 'Loading' : 'Retry'}
      </Button>
    </div>
  )
}
