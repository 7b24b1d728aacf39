import { useModels } from '@/components/session/hooks/use-models'
import { Caret } from '@/components/ui/caret'
import { formatSeconds } from '@/lib/locale/format-figures'
import { useSeconds } from './use-seconds'

const SECONDS_SHOWN_FROM = 3
const NAMED_FROM = 10

/** An answer without text yet: the full stop, and after some seconds how long it waits, and why. */
export function Waiting({ modelId, loading }: { modelId: string | undefined; loading: boolean }) {
  const seconds = useSeconds(true)
  const models = useModels()
  const name = models.find((model) => model.id === modelId)?.name ?? modelId ?? 'The model'
  return (
    <p className="flex min-h-7 items-center gap-2 text-muted">
      <span className="w-4">
        <Caret />
      </span>
      <span className="text-sm tabular-nums">{waitingWords({ name, loading, seconds })}</span>
    </p>
  )
}

function waitingWords(now: { name: string; loading: boolean; seconds: number }): string {
  const { name, loading, seconds } = now
  const facts = loading ? ['Loading the model…'] : []
  if (!loading && seconds >= NAMED_FROM) facts.push(`${name} has not answered yet`)
  if (seconds >= SECONDS_SHOWN_FROM) facts.push(formatSeconds(seconds))
  return facts.join(' · ')
}
