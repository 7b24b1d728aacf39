import { Info } from 'lucide-react'
import { Popover } from 'radix-ui'
import type { MessageMetadata } from '@/lib/contract/message'
import { useModels } from '../session/use-models'
import { IconButton } from '../ui/icon-button'
import { answerFactsOf } from './answer-facts'

/** Opens everything that is known of an answer: model, times, tokens, cost, and what a stop did. */
export function AnswerDetails({ metadata }: { metadata: MessageMetadata }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label={metadata.receipt ? 'Receipt' : 'Details'}>
          <Info aria-hidden="true" size={16} />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={4}
          collisionPadding={8}
          align="start"
          aria-label={metadata.receipt ? 'Receipt of this stop' : 'Details of this answer'}
          className="z-60 max-h-(--radix-popover-content-available-height) w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-xl border border-line bg-raised p-4 text-ink shadow-raised focus:outline-none"
        >
          <Facts metadata={metadata} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Facts({ metadata }: { metadata: MessageMetadata }) {
  const models = useModels()
  const modelName = models.find(({ id }) => id === metadata.model)?.name
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm tabular-nums">
      {answerFactsOf(metadata, modelName).map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
