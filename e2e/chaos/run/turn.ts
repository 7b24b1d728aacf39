import { randomUUID } from 'node:crypto'
import { turnOf, type Guest } from '../../harness/guest'
import { newAnswerId } from '../../harness/new-answer-id'
import type { ReaderHistory } from '../history/history'
import { seenOfAnswer } from '../history/seen-events'
import { Reader, type ReaderOptions } from './reader'

/** A question and the IDs that its sender has made for it. */
export type Turn = {
  chatId: string
  questionId: string
  /** The ID of the answer. */
  messageId: string
  /** The session that the send begins. */
  sessionId: string
  /** The key of the answer's calls in the provider's books. */
  key: string
  directive: string
  model: string | undefined
  supersede: boolean
}

export function newTurn(fields: Partial<Turn> & Pick<Turn, 'directive'>): Turn {
  const messageId = newAnswerId()
  return {
    chatId: `chat-${randomUUID()}`,
    questionId: `question-${randomUUID()}`,
    messageId,
    sessionId: newSessionId(),
    key: messageId,
    model: undefined,
    supersede: false,
    ...fields,
  }
}

export function newSessionId(): string {
  return `session-${randomUUID()}`
}

export function sendTurn(guest: Guest, turn: Turn, signal?: AbortSignal): Promise<Response> {
  const { chatId, questionId, messageId, sessionId, key, directive, model, supersede } = turn
  const { message } = turnOf(`[[key=${key} ${directive}]]`)
  return guest.call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({
      id: chatId,
      message: { id: questionId, ...message },
      assistantMessageId: messageId,
      sessionId,
      model,
      options: { supersede },
    }),
    ...(signal && { signal }),
  })
}

export function newReaderHistory(name: string, fields: Partial<ReaderHistory> = {}): ReaderHistory {
  return { name, source: 'answer', isThereFirst: false, had: undefined, connections: [], ...fields }
}

type SenderOptions = Pick<ReaderOptions, 'visits' | 'line'> & {
  history?: ReaderHistory
  send?: (signal: AbortSignal) => Promise<Response>
}

/**
 * Sends, and reads the answer. A sender that is broken off before a response sends the same again;
 * after a response it follows the answer from where it was.
 */
export function startSender(guest: Guest, turn: Turn, options: SenderOptions = {}): Reader {
  const { send = (signal) => sendTurn(guest, turn, signal) } = options
  let isSent = false
  return new Reader({
    history: newReaderHistory('the sender'),
    ...options,
    read: seenOfAnswer,
    async open(after, signal) {
      if (isSent) return follow(guest, turn.messageId, after, signal)
      const response = await send(signal)
      isSent = true
      return response
    },
  })
}

/** Follows an existing answer. */
export function follow(
  guest: Guest,
  messageId: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  return guest.call(`/api/messages/${messageId}/stream`, { headers: headersOf(after), signal })
}

/** Follows everything of the guest. */
export function followPerson(
  guest: Guest,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  return guest.call('/api/events', { headers: headersOf(after), signal })
}

/** `close`: every connection carries one call, so that a line can tell them apart. */
function headersOf(after: string | undefined): Record<string, string> {
  return { Connection: 'close', ...(after !== undefined && { 'Last-Event-ID': after }) }
}
