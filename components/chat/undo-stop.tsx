import { Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { WaitingTimer } from '@/lib/client/waiting-timer'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { useHold } from '../ui/use-hold'
import { focusMessageOf } from './focus-message'
import { undoMsLeft } from './undo-time'

/**
 * Takes back a stop, for a moment after it was pressed here, and as long as one is on it. Then its
 * place stays empty, so that nothing moves under a finger.
 */
export function UndoStop(props: { chatId: string; answerId: string; stoppedAt: number }) {
  const { chatId, answerId, stoppedAt } = props
  const { conversations } = useSession()
  const button = useRef<HTMLButtonElement>(null)
  const [wasOver] = useState(() => undoMsLeft(stoppedAt, Date.now()) === 0)
  const [isOver, setIsOver] = useState(false)
  const timer = useRef<WaitingTimer>(undefined)
  const heldBy = useHold(
    () => timer.current?.hold(),
    () => timer.current?.release(),
  )

  useEffect(() => {
    const waiting = new WaitingTimer(undoMsLeft(stoppedAt, Date.now()), () => {
      if (document.activeElement === button.current) focusMessageOf(button.current)
      setIsOver(true)
    })
    timer.current = waiting
    return () => {
      waiting.cancel()
    }
  }, [stoppedAt])

  if (wasOver) return null
  return (
    <Button
      ref={button}
      tone="offer"
      className={isOver ? 'invisible' : undefined}
      {...heldBy}
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
