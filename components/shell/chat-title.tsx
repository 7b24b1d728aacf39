import { useState } from 'react'
import { classNames } from '../ui/class-names'
import { useIsCut } from '../ui/use-is-cut'

/** The title of what is shown, in one line; where that cuts it, a press shows all of it. */
export function ChatTitle({ title }: { title: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const { isCut, ref } = useIsCut(title, isWhole)
  const text = (
    <span ref={ref} dir="auto" className={classNames('block', !isWhole && 'truncate')}>
      {title}
    </span>
  )
  return (
    <h1 className="min-w-0 flex-1 text-sm font-medium text-muted">
      {isCut || isWhole ? (
        <button
          type="button"
          aria-expanded={isWhole}
          title={isWhole ? undefined : title}
          onClick={() => {
            setIsWhole(!isWhole)
          }}
          onBlur={() => {
            setIsWhole(false)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !isWhole) return
            // The key has done its work: it stops no answer.
            event.preventDefault()
            setIsWhole(false)
          }}
          className="block min-h-8 w-full rounded-lg text-start wrap-anywhere hover:text-ink touch:min-h-11"
        >
          {text}
        </button>
      ) : (
        text
      )}
    </h1>
  )
}
