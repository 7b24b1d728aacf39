'use client'

import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import { isHeldStill, type AnswerView } from '@/lib/client/thread/answer-view'
import { activeAnswerOf, isAnswering, type Thread } from '@/lib/client/thread/thread'
import { textOf } from '@/lib/contract/message-text'
import { preloadMarkdownText } from '../markdown/lazy-markdown-text'
import { useSessionProblem } from '../session/hooks/use-session-problem'
import { useThreadPart } from '../session/hooks/use-thread'
import { useSession } from '../session/session-provider'
import { drafts, NEW_CHAT_DRAFT } from '../writing/drafts'
import { edits } from '../writing/edits'
import { sentText } from '../writing/sent-text'
import { composerActionOf } from './composer-action'
import { focusEditedQuestion, focusQuestion } from './focus-question'
import { ModelPicker } from './model-picker'
import { QuestionField } from './question-field'
import { RefusedFilesNote } from './refused-files-note'
import { SendButton } from './send-button'
import { SettingsButton } from './settings-button'
import { UnreachableNote } from './unreachable-note'
import { UnsentNote } from './unsent-note'
import { useSendQuestion } from './use-send-question'

/** The field for the next question, and Stop for the arriving answer, which sending stops as well. */
export function Composer({ chatId }: { chatId: string | undefined }) {
  const { conversations } = useSession()
  const sendQuestion = useSendQuestion(chatId)
  const draftKey = chatId ?? NEW_CHAT_DRAFT
  const text = useSyncExternalStore(
    drafts.subscribe,
    () => drafts.get(draftKey),
    () => '',
  )
  const status = useThreadPart(chatId, (thread) => thread.status)
  const unsent = useThreadPart(chatId, (thread) => thread.unsent)
  /** The page says that the guest is gone, and nothing can be sent again here. */
  const isGuestGone = useSessionProblem() === 'guest ended'
  const activeId = useThreadPart(chatId, (thread) => activeAnswerOf(thread)?.message.id)
  const stopping = useThreadPart(chatId, isStopping)

  const answering = useThreadPart(chatId, isAnswering)
  const isReady = chatId === undefined || status === 'ready'
  const canSend = text.trim() !== '' && isReady
  const action = composerActionOf({
    canSend,
    answering,
    arriving: activeId !== undefined,
    stopping,
  })
  /** Enter was pressed on this text before its chat had loaded: it is sent once the chat is ready. */
  const wanted = useRef<string>(undefined)

  const send = () => {
    wanted.current = isReady ? undefined : text
    if (!canSend) return
    drafts.set(draftKey, '')
    void sendQuestion(sentText(text))
  }
  const sendWhatWasWanted = useEffectEvent(() => {
    if (wanted.current === text) send()
  })
  useEffect(() => {
    if (isReady) sendWhatWasWanted()
  }, [isReady])
  /** A page that is only opened does not load the Markdown renderer. */
  const isAnswerNear = chatId !== undefined || text !== ''
  useEffect(() => {
    if (isAnswerNear) preloadMarkdownText()
  }, [isAnswerNear])
  const press = () => {
    if (action === 'send' || action === 'stop and send') send()
    else if (chatId !== undefined && activeId !== undefined) {
      conversations.pressStop({ chatId, messageId: activeId })
    }
  }

  const editLast = () => {
    if (chatId === undefined) return
    const last = conversations.thread(chatId).views.findLast(isQuestion)?.message
    if (!last) return
    if (edits.of(chatId, last.id)) {
      focusEditedQuestion()
      return
    }
    edits.begin(chatId, { questionId: last.id, text: textOf(last.parts), fromComposer: true })
  }

  return (
    <div className="composer-area">
      <div className="composer">
        {unsent && chatId !== undefined && !isGuestGone && (
          <UnsentNote
            unsent={unsent}
            onSendAgain={() => {
              send()
              focusQuestion()
            }}
            onDiscard={() => {
              conversations.dismissUnsent(chatId)
              if (unsent.text !== '') drafts.set(draftKey, '')
              focusQuestion()
            }}
          />
        )}
        <RefusedFilesNote />
        <UnreachableNote chatId={chatId} />
        <QuestionField
          chatId={chatId}
          text={text}
          onChange={(next) => {
            drafts.set(draftKey, next)
          }}
          onSubmit={send}
          onEditLast={editLast}
        />
        <div className="flex items-center justify-between gap-2 p-2 pt-0">
          <div className="flex min-w-0 items-center">
            <ModelPicker chatId={chatId} />
            <SettingsButton chatId={chatId} />
          </div>
          <SendButton action={action} enabled={action !== 'send' || canSend} onPress={press} />
        </div>
      </div>
    </div>
  )
}

function isStopping(thread: Thread): boolean {
  const active = activeAnswerOf(thread)
  return active !== undefined && isHeldStill(active)
}

function isQuestion({ message }: AnswerView): boolean {
  return message.role === 'user'
}
