import { useEffect, useEffectEvent, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { isComposing } from '../ui/is-composing'
import { fitToText } from './fit-to-text'
import { focusQuestion, QUESTION_ID } from './focus-question'
import { refusePastedFiles } from './refuse-pasted-files'

/**
 * The field for a question. Grows with its text. Enter sends, Shift+Enter breaks the line, and the up
 * arrow in the empty field edits the last question.
 */
export function QuestionField(props: {
  chatId: string | undefined
  text: string
  onChange: (text: string) => void
  onSubmit: () => void
  onEditLast: () => void
}) {
  const { chatId, text, onChange, onSubmit, onEditLast } = props

  const field = useRef<HTMLTextAreaElement>(null)

  const adopt = useEffectEvent(() => {
    const typed = field.current?.value ?? ''
    if (typed !== text) onChange(typed)
  })
  // Takes over the text that was typed before the page's scripts had loaded.
  useLayoutEffect(() => {
    adopt()
  }, [])

  useLayoutEffect(() => {
    if (field.current) fitToText(field.current)
  }, [text])

  useEffect(() => {
    // On a phone the focus would bring up the keyboard before anybody wants to write.
    if (matchMedia('(pointer: fine)').matches) focusQuestion()
  }, [chatId])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.shiftKey || isComposing(event.nativeEvent)) return
    if (event.key === 'Enter') {
      event.preventDefault()
      onSubmit()
    } else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault()
      onEditLast()
    }
  }

  return (
    <textarea
      ref={field}
      id={QUESTION_ID}
      rows={1}
      dir="auto"
      value={text}
      aria-label="Your question"
      placeholder="Ask anything"
      enterKeyHint="send"
      onKeyDown={onKeyDown}
      onPaste={refusePastedFiles}
      onChange={(event) => {
        onChange(event.target.value)
      }}
      className="question-field"
    />
  )
}
