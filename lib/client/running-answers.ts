import type { Chat } from '@/lib/contract/chat'
import type { PendingStop } from './pending-stops'
import { runningAnswerId, type Thread } from './thread'

/** An answer that is arriving somewhere, and how its stop stands if it has been asked for. */
export type RunningAnswer = {
  readonly chatId: string
  readonly messageId: string
  /** The session in which it streams, where a chat names it. */
  readonly sessionId: string | undefined
  /** The title of its chat; undefined while the server has given it none. */
  readonly title: string | undefined
  readonly stop: PendingStop['state'] | undefined
}

/**
 * Every answer of the person that this tab knows to be running: of the chats that it has opened, as
 * it shows them, and of all others as they are listed. Pure.
 */
export function runningAnswers(known: {
  threads: ReadonlyMap<string, Thread>
  chats: readonly Chat[]
  stops: readonly PendingStop[]
}): RunningAnswer[] {
  const opened = [...known.threads].filter(([, { status }]) => status === 'ready')
  const openedIds = new Set(opened.map(([chatId]) => chatId))
  const titles = new Map(known.chats.map(({ id, title }) => [id, title]))
  const sessions = new Map(
    [...known.chats, ...opened.flatMap(([, { chat }]) => chat ?? [])].map(
      ({ activeMessageId, activeSessionId }) => [activeMessageId, activeSessionId ?? undefined],
    ),
  )
  const states = new Map(known.stops.map(({ messageId, state }) => [messageId, state]))
  const running = [
    ...opened.map(([chatId, thread]) => ({
      chatId,
      messageId: runningAnswerId(thread),
      title: titles.get(chatId) ?? thread.chat?.title,
    })),
    ...known.chats
      .filter(({ id }) => !openedIds.has(id))
      .map(({ id, activeMessageId, title }) => ({
        chatId: id,
        messageId: activeMessageId ?? undefined,
        title,
      })),
  ]
  return running.flatMap(({ messageId, ...answer }) =>
    messageId === undefined
      ? []
      : [
          {
            ...answer,
            messageId,
            sessionId: sessions.get(messageId),
            stop: states.get(messageId),
          },
        ],
  )
}
