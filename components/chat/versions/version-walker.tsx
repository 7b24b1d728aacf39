import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { FullstopError } from '@/client/error'
import { useSession } from '@/components/session/session-provider'
import { IconButton } from '@/components/ui/button/icon-button'
import { classNames } from '@/components/ui/class-names'
import type { ShownMessage } from '@/lib/client/thread/answer-view'
import { useHoldInPlace } from '../scroll/hold-in-place'
import { versionPlaceOf } from './version-place'

type Walk = 'at rest' | 'walking' | 'failed'

/** Walks between the versions of a message. The conversation below each is as it was left. */
export function VersionWalker(props: { message: ShownMessage; className?: string }) {
  const { message, className } = props
  const { id, metadata } = message
  const { conversations } = useSession()
  const holdInPlace = useHoldInPlace()
  const [walk, setWalk] = useState<Walk>('at rest')
  const place = versionPlaceOf(id, metadata.siblingIds)
  if (!place) return null

  const walkTo = async (messageId: string) => {
    setWalk('walking')
    holdInPlace(id, messageId)
    try {
      await conversations.showBranch(metadata.chatId, messageId)
      setWalk('at rest')
    } catch (error) {
      if (!(error instanceof FullstopError)) throw error
      setWalk('failed')
    }
  }
  const step = (label: string, to: string | undefined, Icon: typeof ChevronLeft) => (
    <IconButton
      label={label}
      aria-disabled={to === undefined}
      className="aria-disabled:opacity-40"
      onClick={() => {
        if (to !== undefined && walk !== 'walking') void walkTo(to)
      }}
    >
      <Icon aria-hidden="true" size={16} />
    </IconButton>
  )
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is for fields of a form
    <div role="group" aria-label="Versions" className={classNames('flex items-center', className)}>
      {step('Previous version', place.previousId, ChevronLeft)}
      <span aria-live="polite" className="min-w-8 text-center text-sm text-muted tabular-nums">
        {place.number}/{place.count}
      </span>
      {step('Next version', place.nextId, ChevronRight)}
      {walk === 'failed' && (
        <span role="alert" className="pl-1 text-sm text-muted">
          Could not load this version. Try again
        </span>
      )}
    </div>
  )
}
