import { useLayoutEffect, useRef, type MouseEvent } from 'react'
import { useSession } from '@/components/session/session-provider'
import { KeyHint } from '@/components/shortcuts/key-hint'
import { useAriaKeys, useOffersKeys } from '@/components/shortcuts/key-offers'
import { shortcuts } from '@/components/shortcuts/shortcuts'
import { Mark } from '@/components/ui/mark'
import { useStrayClick } from '@/components/ui/overlay/use-stray-click'
import { focusMessageOf } from '../scroll/focus-message'

const [keys] = shortcuts.stop.keys

/** Stops this one answer: at once, or with Shift at the end of its sentence. */
export function StopButton({ chatId, answerId }: { chatId: string; answerId: string }) {
  const { conversations } = useSession()
  const isStray = useStrayClick('stop')
  const button = useRef<HTMLButtonElement>(null)
  const ariaKeys = useAriaKeys(keys)
  const offersKeys = useOffersKeys()

  // When the answer ends, this button goes away, and its message takes the focus.
  useLayoutEffect(() => {
    const here = button.current
    return () => {
      if (document.activeElement === here) focusMessageOf(here)
    }
  }, [])

  const stop = (event: MouseEvent<HTMLButtonElement>) => {
    if (isStray(event)) return
    if (event.shiftKey) {
      void conversations.finishSentence(chatId, answerId)
      return
    }
    focusMessageOf(event.currentTarget)
    conversations.pressStop({ chatId, messageId: answerId })
  }
  return (
    <button
      ref={button}
      type="button"
      aria-label="Stop this answer"
      aria-keyshortcuts={ariaKeys}
      title={offersKeys ? 'Hold Shift to let the sentence end' : undefined}
      onClick={stop}
      className="-ml-2 inline-flex h-8 items-center gap-2 rounded-lg px-2 text-sm font-medium text-ink transition-colors hover:bg-hover touch:h-11"
    >
      <Mark ring tone="accent" />
      Stop
      <KeyHint keys={keys} />
    </button>
  )
}
