import { serverClock } from '@/lib/client/clock/server-clock'
import type { Thread } from '@/lib/client/thread/thread'
import { textLengthOf } from '@/lib/contract/message-text'
import { groupChats } from '../chat-list/chat-groups'
import { shownAnswer } from '../chat/actions/shown-answer'
import { hasSeveralQuestions } from '../chat/question-steps'
import { stepQuestion } from '../chat/scroll/step-question'
import { focusQuestion } from '../composer/focus-question'
import { useModelChoice } from '../models/use-model-choice'
import { chatPath, goTo, NEW_CHAT_PATH, useChatId } from '../navigation/chat-path'
import { overlays } from '../navigation/overlays'
import { toggleSideBar } from '../navigation/toggle-side-bar'
import { useIsWide } from '../navigation/use-is-wide'
import { useChatList } from '../session/hooks/use-chat-list'
import { useThreadPart } from '../session/hooks/use-thread'
import type { PageShortcut } from '../shortcuts/pressed-shortcut'
import { copyToClipboard } from '../ui/button/copy-to-clipboard'
import { useToday } from '../ui/time/use-today'
import { notice } from './notice'

/** The action of each shortcut of the whole page. Shortcuts that can do nothing now are missing. */
export function usePageActions(): Partial<Record<PageShortcut, () => void>> {
  const chatId = useChatId()
  const { previous, next } = useNeighbours(chatId)
  const { model } = useModelChoice(chatId)
  const status = useThreadPart(chatId, (thread) => thread.status)
  const hasSeveral = useThreadPart(chatId, hasSeveralQuestions)
  const answerId = useThreadPart(chatId, lastAnswerId)
  const isWide = useIsWide()
  const isReady = chatId === undefined || status === 'ready'

  return {
    commands: () => {
      overlays.show('commands')
    },
    shortcuts: () => {
      overlays.show('shortcuts')
    },
    newChat: () => {
      goTo(NEW_CHAT_PATH)
      focusQuestion()
    },
    ...(isWide && { sideBar: toggleSideBar }),
    ...(previous !== undefined && { previousChat: goToChat(previous) }),
    ...(next !== undefined && { nextChat: goToChat(next) }),
    ...(hasSeveral && {
      previousQuestion: () => {
        stepQuestion('previous')
      },
      nextQuestion: () => {
        stepQuestion('next')
      },
    }),
    ...(answerId !== undefined && { copyAnswer: () => void copyAnswer(answerId) }),
    ...(model &&
      isReady && {
        pickModel: () => {
          overlays.show('models')
        },
      }),
  }
}

/** The chats above and below this one in the list. Below a new chat is the first one. */
function useNeighbours(chatId: string | undefined) {
  const { chats } = useChatList()
  const today = useToday(serverClock.now)
  const listed = groupChats(chats, today).flatMap((group) => group.chats)
  if (chatId === undefined) return { previous: undefined, next: listed[0]?.id }
  const at = listed.findIndex(({ id }) => id === chatId)
  if (at === -1) return { previous: undefined, next: undefined }
  return { previous: listed[at - 1]?.id, next: listed[at + 1]?.id }
}

function goToChat(chatId: string) {
  return () => {
    goTo(chatPath(chatId))
  }
}

/** The last answer that has ended and has text. */
function lastAnswerId({ views }: Thread): string | undefined {
  return views.findLast(
    ({ message: { role, parts, metadata } }) =>
      role === 'assistant' && metadata.status !== 'active' && textLengthOf(parts) > 0,
  )?.message.id
}

async function copyAnswer(answerId: string): Promise<void> {
  const copied = await copyToClipboard(shownAnswer(answerId))
  notice.say(copied ? 'Answer copied' : 'Could not copy the answer')
}
