import { RotateCcw } from 'lucide-react'
import { serverClock } from '@/lib/client/server-clock'
import { useSession } from '../session/session-provider'
import { WaitButton } from '../ui/wait-button'
import { focusMessageOf } from './focus-message'
import { formatSeconds } from './format-figures'

/** Asks again after a failure, once the provider's wait (milliseconds since 1970) is over. */
export function RetryButton(props: {
  chatId: string
  answerId: string
  readyAt: number | undefined
}) {
  const { conversations } = useSession()
  return (
    <WaitButton
      label="Retry"
      waitLabel={(seconds) => `Retry in ${formatSeconds(seconds)}`}
      readyAt={props.readyAt}
      clock={serverClock.now}
      icon={<RotateCcw aria-hidden="true" size={16} />}
      onPress={(button) => {
        focusMessageOf(button)
        void conversations.regenerate(props.chatId, props.answerId, undefined)
      }}
    />
  )
}
