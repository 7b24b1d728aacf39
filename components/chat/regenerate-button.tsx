import { RotateCcw } from 'lucide-react'
import { useSession } from '../session/session-provider'
import { WaitButton } from '../ui/wait-button'

/** Asks for another answer, once the provider's wait (milliseconds since 1970) is over. */
export function RegenerateButton(props: {
  chatId: string
  answerId: string
  label: string
  tone: 'plain' | 'quiet'
  readyAt?: number | undefined
}) {
  const { conversations } = useSession()
  return (
    <WaitButton
      label={props.label}
      tone={props.tone}
      readyAt={props.readyAt}
      icon={<RotateCcw aria-hidden="true" size={16} />}
      onPress={() => void conversations.regenerate(props.chatId, props.answerId, undefined)}
    />
  )
}
