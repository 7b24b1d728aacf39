import type { RunningAnswer } from '@/lib/client/stops/running-answers'
import { counted } from '@/lib/locale/counted'
import { stopHereWords, stopInChatWords } from '../chat/stop/stop-words'
import { useChatId } from '../navigation/chat-path'
import { useRunningAnswers } from '../session/hooks/use-running-answers'
import { useSession } from '../session/session-provider'
import { stopAll } from '../session/stop-all'
import { shortcuts } from '../shortcuts/shortcuts'
import { Mark } from '../ui/mark'
import type { CloseAnd, PaletteCommand } from './palette-command'

const nothingMore = () => {}

/** The stops that are possible now: this chat's answer or all answers, and each of the others. */
export function useStopCommands(closeAnd: CloseAnd): {
  here: PaletteCommand[]
  elsewhere: PaletteCommand[]
} {
  const session = useSession()
  const { conversations } = session
  const openChatId = useChatId()
  const running = useRunningAnswers()
  const toStop = running.filter(({ stop }) => stop !== 'stopping')

  const press = (answer: RunningAnswer) => {
    conversations.pressStop(answer)
  }
  const stopOf = (answer: RunningAnswer, title: string) => ({
    id: `stop ${answer.messageId}`,
    title,
    words: 'cancel',
    icon: <Mark ring tone={answer.stop === 'stopping' ? 'muted' : 'accent'} />,
  })

  const shown = running.filter(({ chatId }) => chatId === openChatId)
  const others = running.filter(({ chatId }) => chatId !== openChatId)
  const here = [
    ...shown.map((answer) => ({
      ...stopOf(answer, stopHereWords(answer.stop)),
      keys: shortcuts.stop.keys[0],
      run: () => {
        press(answer)
        closeAnd(nothingMore)
      },
    })),
    ...shown
      .filter(({ stop }) => stop === undefined)
      .map(({ chatId, messageId }) => ({
        id: `finish ${messageId}`,
        title: 'Let the sentence end',
        words: 'stop cancel finish',
        icon: <Mark ring tone="muted" />,
        run: () => {
          void conversations.finishSentence(chatId, messageId)
          closeAnd(nothingMore)
        },
      })),
    ...(toStop.length === 0
      ? []
      : [
          {
            id: 'stop all',
            title: counted(toStop.length, { other: 'Stop all answers ({count})' }),
            words: 'cancel every',
            icon: <Mark ring tone="accent" />,
            run: () => {
              void stopAll(session, toStop)
              closeAnd(nothingMore)
            },
          },
        ]),
  ]
  // These leave the commands open: the person sees the effect, and may stop another answer.
  const elsewhere = others.map((answer) => ({
    ...stopOf(answer, stopInChatWords(answer.stop, answer.title ?? 'New chat')),
    run: () => {
      press(answer)
    },
  }))
  return { here, elsewhere }
}
