import { useEffect } from 'react'
import { useSession } from '@/components/session/session-provider'
import { isComposing } from '@/components/ui/is-composing'
import { activeAnswerOf } from '@/lib/client/thread/thread'

/** Esc stops the answer of this chat, unless something else took the key: a menu, a dialog. */
export function useEscapeToStop(chatId: string): void {
  const { conversations } = useSession()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return
      const active = activeAnswerOf(conversations.thread(chatId))
      if (!active) return
      event.preventDefault()
      conversations.pressStop({ chatId, messageId: active.message.id })
    }
    // On the window, after everything in the page has had the key.
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('keydown', onKeyDown)
    }
  }, [conversations, chatId])
}
