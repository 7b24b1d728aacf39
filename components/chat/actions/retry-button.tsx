import { RotateCcw } from 'lucide-react'
import { useSession } from '@/components/session/session-provider'
import { WaitButton } from '@/components/ui/button/wait-button'
import { serverClock } from '@/lib/client/clock/server-clock'
import { formatSeconds } from '@/lib/locale/format-figures'
import { focusMessageOf } from '../scroll/focus-message'

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
