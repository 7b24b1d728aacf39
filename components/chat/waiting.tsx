import { useModels } from '../session/use-models'
import { Caret } from '../ui/caret'
import { useSeconds } from './use-seconds'

const SECONDS_SHOWN_FROM = 3
const NAMED_FROM = 10

/** An answer of which nothing has come yet: the full stop, and how long that has been so. */
export function Waiting({ modelId }: { modelId: string | undefined }) {
  const seconds = useSeconds(true)
  const models = useModels()
  const name = models.find((model) => model.id === modelId)?.name ?? modelId ?? 'The model'
  return (
    <p className="flex min-h-7 items-center gap-2 text-muted">
      <span className="w-4">
        <Caret />
      </span>
      {seconds >= SECONDS_SHOWN_FROM && (
        <span className="text-sm tabular-nums">
          {seconds >= NAMED_FROM && `${name} has not answered yet · `}
          {seconds} s
        </span>
      )}
    </p>
  )
}
