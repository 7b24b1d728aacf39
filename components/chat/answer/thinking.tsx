import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { LazyMarkdownText } from '@/components/markdown/lazy-markdown-text'
import { formatSeconds } from '@/lib/locale/format-figures'
import type { PartProps } from './part-props'
import { useSeconds } from './use-seconds'

/** The thoughts of a model before its answer, folded. They are drawn only once they are opened. */
export function Thinking({ text, live, cut, thoughtMs, ended }: PartProps) {
  const [open, setOpen] = useState(false)
  const watched = useSeconds(live)
  const seconds = Math.round(thoughtMs / 1000) + (ended ? 0 : watched)
  return (
    <details
      className="thinking mb-3 text-muted"
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
      }}
    >
      <summary className="inline-flex min-h-8 cursor-pointer items-center gap-1 rounded-md text-sm hover:text-ink touch:min-h-11">
        <ChevronRight aria-hidden="true" size={16} className="thinking-chevron" />
        <span className="tabular-nums">
          {seconds > 0 ? `Thinking · ${formatSeconds(seconds)}` : 'Thinking'}
        </span>
      </summary>
      {open && (
        <div className="answer-text mt-1 border-l border-line pl-4 text-sm leading-relaxed">
          <LazyMarkdownText text={text} caret={live} cut={cut} />
        </div>
      )}
    </details>
  )
}
