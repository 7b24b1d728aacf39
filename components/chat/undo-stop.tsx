import { Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { focusMessageOf } from './focus-message'
import { undoMsLeft } from './undo-time'

/**
 * Takes back a stop, for a moment after it was pressed here. Then its place stays empty, so that
 * nothing moves under a finger.
 */
export function UndoStop(props: { chatId: string; answerId: string; stoppedAt: number }) {
  const { chatId, answerId, stoppedAt } = props
  const { conversations } = useSession()
  const button = useRef<HTMLButtonElement>(null)
  const [wasOver] = useState(() => undoMsLeft(stoppedAt, Date.now()) === 0)
  const [isOver, setIsOver] = useState(false)

  useEffect(() => {
    const timer = setTimeout(
      () => {
        if (document.activeElement === button.current) focusMessageOf(button.current)
        setIsOver(true)
      },
      undoMsLeft(stoppedAt, Date.now()),
    )
    return () => {
      clearTimeout(timer)
    }
  }, [stoppedAt])

  if (wasOver) return null
  return (
    <Button
      ref={button}
      tone="quiet"
      className={isOver ? 'invisible' : undefined}
      onClick={(event) => {
        focusMessageOf(event.currentTarget)
        void conversations.continueAnswer(chatId, answerId)
      }}
    >
      <Undo2 aria-hidden="true" size={16} />
      Undo
    </Button>
  )
}
