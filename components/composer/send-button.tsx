import { ArrowUp } from 'lucide-react'
import { Mark } from '../ui/mark'

type SendButtonProps = {
  /** What pressing it does now. */
  action: 'send' | 'stop' | 'stopping'
  enabled: boolean
  onPress: () => void
}

const labels = { send: 'Send', stop: 'Stop', stopping: 'Stopping' }

/** Send, and Stop while the chat answers. One button for both, so that the focus stays on it. */
export function SendButton({ action, enabled, onPress }: SendButtonProps) {
  return (
    <button
      type="button"
      aria-label={labels[action]}
      title={labels[action]}
      aria-disabled={!enabled}
      data-action={action}
      // Pressing it takes the focus from the text otherwise, and on a phone the keyboard with it.
      onPointerDown={(event) => {
        event.preventDefault()
      }}
      onClick={() => {
        if (enabled) onPress()
      }}
      className="send-button"
    >
      {action === 'send' ? <ArrowUp aria-hidden="true" size={20} /> : <Mark ring tone="inherit" />}
    </button>
  )
}
