import { useState } from 'react'
import { classNames } from '../ui/class-names'
import { useIsCut } from '../ui/use-is-cut'

/** The title of the page in one line. If the line cuts it, a press shows all of it. */
export function ChatTitle({ title }: { title: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const { isCut, ref } = useIsCut(title, isWhole)
  const heading = (
    <h1
      ref={ref}
      dir="auto"
      className={classNames(
        'min-w-0 flex-1 text-sm font-medium',
        isWhole ? 'wrap-anywhere' : 'truncate',
      )}
    >
      {title}
    </h1>
  )
  if (!isCut) return <div className="chat-title flex min-w-0 flex-1 text-muted">{heading}</div>
  return (
    <details
      open={isWhole}
      onToggle={(event) => {
        setIsWhole(event.currentTarget.open)
      }}
      className="chat-title min-w-0 flex-1 text-muted open:py-2"
    >
      <summary
        title={isWhole ? undefined : title}
        onBlur={() => {
          setIsWhole(false)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isWhole) return
          // Esc has folded the title, and must not stop an answer as well.
          event.preventDefault()
          setIsWhole(false)
        }}
        className="flex min-h-8 list-none items-center rounded-lg hover:text-ink touch:min-h-11 [&::-webkit-details-marker]:hidden"
      >
        {heading}
      </summary>
    </details>
  )
}
