import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useAccount } from '@/components/session/hooks/use-account'
import { useModels } from '@/components/session/hooks/use-models'
import { useSession } from '@/components/session/session-provider'
import { IconButton } from '@/components/ui/button/icon-button'
import type { ShownMessage } from '@/lib/client/thread/answer-view'
import { answerFactsOf, failedCallFactsOf, type AnswerFact } from './answer-facts'

/** Opens everything that is known of an answer: model, times, tokens, cost, and its stop. */
export function AnswerDetails({ message }: { message: ShownMessage }) {
  const { receipt } = message.metadata
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label={receipt ? 'Receipt' : 'Details'}>
          <Info aria-hidden="true" size={16} />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={4}
          collisionPadding={8}
          align="start"
          aria-label={receipt ? 'Receipt for this stop' : 'Details of this answer'}
          className="z-60 max-h-(--radix-popover-content-available-height) w-[min(24rem,calc(100vw-1rem))] overflow-y-auto rounded-xl border border-line bg-raised p-4 text-ink shadow-raised focus:outline-none"
        >
          <Facts message={message} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Facts({ message }: { message: ShownMessage }) {
  const { metadata } = message
  const models = useModels()
  const callFacts = useFailedCallFacts(message)
  const modelName = models.find(({ id }) => id === metadata.model)?.name
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm tabular-nums">
      {[...answerFactsOf(metadata, modelName), ...callFacts].map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The owner of the server is told why a call failed, once they open the details. */
function useFailedCallFacts({ id, metadata }: ShownMessage): AnswerFact[] {
  const { api } = useSession()
  const { data: account } = useAccount()
  const { data } = useQuery({
    queryKey: ['failed call', id, metadata.sessionId],
    queryFn: () => api.readMessage(id),
    enabled: account?.admin === true && metadata.status === 'failed',
  })
  const call = data?.metadata?.error?.call
  return call ? failedCallFactsOf(call) : []
}
