import type { ReactNode } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Mark } from '@/components/ui/mark'

/** The state of an answer, in one sentence behind a full stop, and the next steps. */
export function AnswerNote(props: {
  tone: 'muted' | 'stopped' | 'failed'
  ring?: boolean
  sentence: string
  children?: ReactNode
}) {
  const { tone, ring = false, sentence, children } = props
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 text-sm touch:min-h-11">
      <p
        className={classNames(
          'flex items-start gap-2',
          tone === 'failed' ? 'text-ink' : 'text-muted',
        )}
      >
        <span className="flex h-5 items-center">
          <Mark tone={tone} ring={ring} />
        </span>
        {/* A line does not begin with the point between two facts. */}
        <span className="text-pretty tabular-nums">{sentence.replaceAll(' · ', '\u00A0· ')}</span>
      </p>
      {children}
    </div>
  )
}
