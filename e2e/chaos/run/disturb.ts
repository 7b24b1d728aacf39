import type { StreamInfo } from '@/lib/contract/stream-info'
import { wasRepeated } from '../../harness/cluster/patient-fetch'
import type { Guest } from '../../harness/guest'
import type { DeletionHistory, NextSend, Refusal } from '../history/history'
import type { Plan } from '../plan/plan'
import type { Arena } from './arena'
import type { Reader } from './reader'
import { newTurn, sendTurn, startSender, type Turn } from './turn'

/** Another person tries every call on an answer and its chat. */
export async function tryAsStranger({ stranger }: Arena, turn: Turn): Promise<Refusal[]> {
  const { chatId } = turn
  return [
    ...(await tryOnAnswer('a stranger', stranger, turn)),
    await deleteQuestion('a stranger', stranger, turn),
    ...(await tryOnChat('a stranger', stranger, turn)),
    await refused(
      'a stranger stops the chat',
      stranger.post('/api/streams/cancel', { chatId }),
      200,
    ),
  ]
}

/** A stranger's stop that comes before the send waits for a send of their own. */
export async function stopAsStranger({ stranger }: Arena, { messageId }: Turn): Promise<Refusal> {
  const stop = stranger.post(`/api/messages/${messageId}/cancel`, { beforeStart: true })
  return refused('a stranger stops before the send', stop, 202)
}

function tryOnAnswer(who: string, guest: Guest, { messageId }: Turn) {
  const answer = `/api/messages/${messageId}`
  return Promise.all([
    refused(`${who} reads it`, guest.call(answer)),
    refused(`${who} follows it`, guest.call(`${answer}/stream`)),
    refused(`${who} stops it`, guest.post(`${answer}/cancel`, {})),
    refused(`${who} deletes it`, guest.call(answer, { method: 'DELETE' })),
  ])
}

function deleteQuestion(who: string, guest: Guest, { questionId }: Turn) {
  const deletion = guest.call(`/api/messages/${questionId}`, { method: 'DELETE' })
  return refused(`${who} deletes its question`, deletion)
}

function tryOnChat(who: string, guest: Guest, { chatId }: Turn) {
  const chat = `/api/chats/${chatId}`
  return Promise.all([
    refused(`${who} reads the chat`, guest.call(chat)),
    refused(`${who} follows the chat`, guest.call(`/api/chat/${chatId}/stream`), 204),
    refused(`${who} deletes the chat`, guest.call(chat, { method: 'DELETE' })),
  ])
}

async function refused(call: string, answer: Promise<Response>, wanted = 404): Promise<Refusal> {
  const response = await answer
  await response.body?.cancel()
  return { call, status: response.status, wanted }
}

/** Deletes an answer, its question or its chat, and then tries to reach it as its owner. */
export async function deleteAsPlanned(
  of: NonNullable<Plan['deletion']>['of'],
  turn: Turn,
  { guest, site }: Arena,
): Promise<{ deletion: DeletionHistory; refusals: Refusal[] }> {
  const { chatId, messageId, questionId } = turn
  const paths = {
    answer: `/api/messages/${messageId}`,
    question: `/api/messages/${questionId}`,
    chat: `/api/chats/${chatId}`,
  }
  const askedAt = Date.now()
  const response = await guest.call(paths[of], { method: 'DELETE' })
  const answeredAt = Date.now()
  const { streams } = await guest.json<{ streams: StreamInfo[] }>('/api/streams')
  const isRunning = streams.some((stream) => stream.messageId === messageId)
  const rows = await site.query(
    `SELECT id FROM messages WHERE id = ? UNION SELECT id FROM stream_sessions WHERE message_id = ?`,
    messageId,
    messageId,
  )
  const who = 'its owner, after the deletion,'
  const refusals = [
    ...(await tryOnAnswer(who, guest, turn)),
    ...(of === 'question' ? [await deleteQuestion(who, guest, turn)] : []),
    ...(of === 'chat' ? await tryOnChat(who, guest, turn) : []),
  ]
  const { status } = response
  const deletion = {
    askedAt,
    answeredAt,
    status,
    wasRepeated: wasRepeated(response),
    rowsLeft: rows.length,
    isRunning,
  }
  return { deletion, refusals }
}

/** Sends another question into the chat and reads its answer, unless the send is refused. */
export async function sendNext(
  supersede: boolean,
  { chatId }: Turn,
  { guest }: Arena,
): Promise<{ send: NextSend; started?: { turn: Turn; reader: Reader } }> {
  const model = 'compatible/fake-small'
  const turn = newTurn({ chatId, supersede, model, directive: 'tokens=8 rate=50' })
  const askedAt = Date.now()
  const response = await sendTurn(guest, turn)
  const { status } = response
  const send: NextSend = {
    supersede,
    askedAt,
    answeredAt: Date.now(),
    status,
    refusal: undefined,
  }
  if (response.ok) {
    const reader = startSender(guest, turn, { send: () => Promise.resolve(response) })
    return { send, started: { turn, reader } }
  }
  const { error } = (await response.json()) as { error: NextSend['refusal'] }
  return { send: { ...send, refusal: error } }
}
