import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { fitToText } from '@/components/composer/fit-to-text'
import { EDITED_QUESTION_ID, focusQuestion } from '@/components/composer/focus-question'
import { refusePastedFiles } from '@/components/composer/refuse-pasted-files'
import { modelChoices } from '@/components/models/model-choices'
import { useThreadPart } from '@/components/session/hooks/use-thread'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { isComposing } from '@/components/ui/is-composing'
import { edits, type Edit } from '@/components/writing/edits'
import { sentText } from '@/components/writing/sent-text'
import { isAnswering } from '@/lib/client/thread/thread'
import { focusMessageOf } from '../scroll/focus-message'

/** A question that is edited in its place. Enter sends, Escape leaves it as it was. */
export function EditQuestion({ chatId, edit }: { chatId: string; edit: Edit }) {
  const { conversations } = useSession()
  const answering = useThreadPart(chatId, isAnswering)
  const field = useRef<HTMLTextAreaElement>(null)
  const { text, questionId } = edit
  const canSend = text.trim() !== ''

  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [])

  useLayoutEffect(() => {
    if (field.current) fitToText(field.current)
  }, [text])

  const close = () => {
    // The field goes away, so the focus returns to the place from which it was opened.
    if (edit.fromComposer) focusQuestion()
    else focusMessageOf(field.current)
    edits.end(chatId)
  }
  const send = async () => {
    if (!canSend) return
    close()
    const model = modelChoices.get(chatId)
    const sent = await conversations.edit(chatId, questionId, sentText(text), model)
    if (!sent) edits.begin(chatId, edit)
  }
  /** Escape leaves only the edit here: an answer that is arriving goes on. */
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return
    event.preventDefault()
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    closeOnEscape(event)
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    void send()
  }

  return (
    <fieldset aria-label="Edit question" className="edit-question">
      <textarea
        ref={field}
        id={EDITED_QUESTION_ID}
        rows={1}
        dir="auto"
        value={text}
        aria-label="Edited question"
        enterKeyHint="send"
        onChange={(event) => {
          edits.change(chatId, event.target.value)
        }}
        onKeyDown={onKeyDown}
        onPaste={refusePastedFiles}
        className="question-field"
      />
      <div className="flex flex-wrap justify-end gap-2 p-2 pt-0">
        <Button tone="quiet" onClick={close} onKeyDown={closeOnEscape}>
          Cancel
        </Button>
        <Button
          tone="primary"
          aria-disabled={!canSend}
          onClick={() => void send()}
          onKeyDown={closeOnEscape}
        >
          {answering ? 'Stop and send' : 'Send'}
        </Button>
      </div>
    </fieldset>
  )
}
