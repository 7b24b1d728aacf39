import { ArrowUp } from 'lucide-react'
import { Mark } from '../ui/mark'
import { useStrayClick } from '../ui/overlay/use-stray-click'
import type { ComposerAction } from './composer-action'

type SendButtonProps = {
  /** The effect of a press at this moment. */
  action: ComposerAction
  enabled: boolean
  onPress: () => void
}

const labels: Record<ComposerAction, string> = {
  send: 'Send',
  'stop and send': 'Stop and send',
  stop: 'Stop',
  stopping: 'Stopping. Try again now',
}

/** Send, and Stop while the chat answers. One button for both, so that the focus stays on it. */
export function SendButton({ action, enabled, onPress }: SendButtonProps) {
  const isStray = useStrayClick(action)
  const sends = action === 'send' || action === 'stop and send'
  return (
    <button
      type="button"
      aria-label={labels[action]}
      title={labels[action]}
      aria-disabled={!enabled}
      data-action={sends ? 'send' : action}
      // Otherwise a press takes the focus from the text, and on a phone the keyboard with it.
      onPointerDown={(event) => {
        event.preventDefault()
      }}
      onClick={(event) => {
        if (!isStray(event) && enabled) onPress()
      }}
      className="send-button"
    >
      {sends ? <ArrowUp aria-hidden="true" size={20} /> : <Mark ring tone="inherit" />}
    </button>
  )
}
