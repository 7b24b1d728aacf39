import { useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '@/components/ui/class-names'

/** In characters. A shorter text fits into twelve lines on any screen, and need not be measured. */
const SHORT = 160

/** A question, exactly as it was typed. A long one shows its first lines until it is unfolded. */
export function QuestionText({ text }: { text: string }) {
  const lines = useRef<HTMLDivElement>(null)
  const [isLong, setIsLong] = useState(false)
  const [isOpen, setIsOpen] = useState(false)
  const isFolded = !isOpen
  const isShort = text.length < SHORT && !text.includes('\n')

  useLayoutEffect(() => {
    const element = lines.current
    if (element === null || isShort || !isFolded) return undefined
    const measure = () => {
      setIsLong(element.scrollHeight > element.clientHeight)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [text, isShort, isFolded])

  const toggle = () => {
    setIsOpen(!isOpen)
    if (isOpen) lines.current?.closest('article')?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className="question-text has-ground">
      <div
        ref={lines}
        dir="auto"
        className={classNames('question-lines', isFolded && 'is-folded', isLong && 'is-long')}
        // The browser's search scrolls to a match among the folded lines.
        onScroll={() => {
          setIsOpen(true)
        }}
      >
        {text}
      </div>
      {isLong && (
        <button type="button" className="question-fold" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? 'Show less' : 'Show all'}
        </button>
      )}
    </div>
  )
}
