import type { PendingStop } from '@/lib/client/stop-calls/pending-stops'
import { runningAnswerId, type Thread } from '@/lib/client/thread/thread'
import type { Chat } from '@/lib/contract/chat'

/** An answer that is arriving somewhere, and the state of its stop if one was asked for. */
export type RunningAnswer = {
  readonly chatId: string
  readonly messageId: string
  /** The session in which the answer streams; undefined where its chat does not name it. */
  readonly sessionId: string | undefined
  /** The title of its chat; undefined while the server has given it none. */
  readonly title: string | undefined
  readonly stop: PendingStop['state'] | undefined
}

/**
 * Every answer of the person that this tab knows to be running: in open chats as they are shown, in all
 * others as they are listed. Pure.
 */
export function runningAnswers(known: {
  threads: ReadonlyMap<string, Thread>
  chatOf: (chatId: string) => Chat | undefined
  listed: readonly Chat[]
  stops: readonly PendingStop[]
}): RunningAnswer[] {
  const { threads, chatOf, listed } = known
  const isOpened = (chatId: string) => threads.get(chatId)?.status === 'ready'
  const states = new Map(known.stops.map(({ messageId, state }) => [messageId, state]))
  const running = [
    ...[...threads.keys()].filter(isOpened),
    ...listed.map(({ id }) => id).filter((id) => !isOpened(id)),
  ]
  return running.flatMap((chatId) => {
    const chat = chatOf(chatId)
    const thread = threads.get(chatId)
    const messageId =
      thread && isOpened(chatId) ? runningAnswerId(thread, chat) : chat?.activeMessageId
    if (messageId === undefined || messageId === null) return []
    const isTold = chat?.activeMessageId === messageId
    const sessionId = isTold ? (chat.activeSessionId ?? undefined) : undefined
    return [{ chatId, messageId, sessionId, title: chat?.title, stop: states.get(messageId) }]
  })
}
