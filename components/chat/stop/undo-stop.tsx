import { Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { useHold } from '@/components/ui/button/use-hold'
import { classNames } from '@/components/ui/class-names'
import { WaitingTimer } from '@/lib/client/clock/waiting-timer'
import { focusMessageOf } from '../scroll/focus-message'
import { undoMsLeft } from './undo-time'

/**
 * Takes back a stop, for a moment after it was pressed here, and while the pointer or the focus is on
 * this button. Its place then stays empty, so that nothing moves under a finger. The stopped call is
 * closed for good: going on takes another call, and the button says so.
 */
export function UndoStop(props: {
  chatId: string
  answerId: string
  stoppedAt: number
  /** The model costs money. */
  isPaid: boolean
  /** The model was called only once for this answer. */
  isFirst: boolean
}) {
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
      className={classNames('md:max-lg:px-2', isOver && 'invisible')}
      title="Stop closed the call to the model. Going on takes a new call, which reads the conversation again."
      {...heldBy}
      onClick={(event) => {
        focusMessageOf(event.currentTarget)
        void conversations.continueAnswer(chatId, answerId)
      }}
    >
      <Undo2 aria-hidden="true" size={16} className="md:max-lg:hidden" />
      {/* In two lines where the side bar leaves little room for all the buttons on one. */}
      <span className="text-left md:max-lg:grid md:max-lg:leading-none">
        Undo:{' '}
        <span className="font-normal md:max-lg:text-xs md:max-lg:leading-none">
          {callWords(props)}
        </span>
      </span>
    </Button>
  )
}

function callWords({ isPaid, isFirst }: { isPaid: boolean; isFirst: boolean }): string {
  if (isPaid) return isFirst ? 'a second paid call' : 'one more paid call'
  return isFirst ? 'a second call' : 'one more call'
}
