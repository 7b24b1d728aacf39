import type { ChatCall, ChatServices } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import {
  cancelOutcomeSchema,
  type AnswerGoneOn,
  type CancelOutcome,
} from '@/lib/contract/cancel-outcome'
import { textOf } from '@/lib/contract/message-text'
import { cancelRequestSchema, type CancelRequest } from '@/lib/contract/request'
import { endedAnswerOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import type { Log } from '@/lib/platform/log'
import { defineVerb } from '@/lib/verbs/define-verb'

/**
 * Stops one answer, in the session that is named. Safe to repeat; of an ended answer it says how that
 * ended. With `beforeStart` a stop may come before its send, and then waits for it. An answer that runs
 * here, or is followed here, is stopped before any wait; otherwise the stop is admitted first, and may be
 * refused.
 */
export const cancelMessage = defineVerb({
  name: 'cancelMessage',
  scope: 'chat',
  limit: 'cancels',
  isStop: true,
  ids: ['messageId'],
  input: cancelRequestSchema,
  output: cancelOutcomeSchema,
  async run(
    { services, caller, log, admitted }: ChatCall,
    { messageId, ...request },
  ): Promise<CancelOutcome> {
    const { database, streams, clock } = services
    const personId = caller.id
    const here = { streams, log }
    const { mode = 'now', sessionId, beforeStart = false } = request
    const answer = { personId, messageId, sessionId }
    const stopped = await stopRunning(here, personId, messageId, request, admitted)
    if (stopped && !(streams.remote && hadLostItsSession(stopped))) return stopped
    if (stopped) {
      await admitted()
      return (await stopElsewhere(here, answer, request)) ?? stopped
    }
    // Its server is known: the database, which may be away, need not be asked who that is.
    const followed = streams.remote?.follows(answer)
      ? await stopElsewhere(here, answer, request)
      : undefined
    if (followed) return followed
    await admitted()
    if (beforeStart) {
      const wish = { messageId, ownerId: personId, sessionId, createdAt: clock.monotonic() }
      if (await database.streams.requestCancel(wish)) {
        log.info({ messageId, sessionId, mode, reason: 'user' }, 'stop waits for its send')
        return { outcome: 'pending', messageId }
      }
    }
    const message = await database.messages.find(personId, messageId)
    if (message?.role !== 'assistant') throw notFound('message')
    // The answer may have begun, or gone on, meanwhile.
    const outcome =
      (await stopRunning(here, personId, messageId, { ...request, beforeStart: false })) ??
      (await stopElsewhere(here, answer, request))
    if (outcome) return outcome
    const latest = (await database.messages.find(personId, messageId)) ?? message
    const runsHere = streams.running(personId, messageId)?.sessionId === latest.sessionId
    const { parts } = (runsHere && streams.snapshot(messageId)) || latest
    return outcomeOf(log, latest, { wantedSession: sessionId, text: textOf(parts) })
  },
})

/** Stops an answer that runs here, in the step in which it is called; undefined where none does. */
async function stopRunning(
  { streams, log }: Pick<ChatServices, 'streams' | 'log'>,
  personId: string,
  messageId: string,
  { mode = 'now', seenTextLength, sessionId, beforeStart = false }: CancelRequest,
  admitted = async () => {},
): Promise<CancelOutcome | undefined> {
  const running = streams.running(personId, messageId, sessionId)
  if (!running) return undefined
  if (sessionId !== undefined && sessionId !== running.sessionId) {
    // The named session may be still to come, or run elsewhere: the database knows.
    if (beforeStart || streams.remote) return undefined
    await admitted()
    const parts = streams.snapshot(messageId)?.parts ?? []
    return goneOn(log, { messageId, sessionId: running.sessionId, text: textOf(parts) })
  }
  const finishing = mode === 'sentence' ? streams.finishSentence(messageId) : undefined
  const cancelling =
    finishing ?? streams.cancel(personId, messageId, { reason: 'user', seenTextLength })
  const facts = { messageId, sessionId: running.sessionId, mode }
  if (running.endReason === undefined) log.info({ ...facts, reason: 'user' }, 'stop received')
  else log.info({ ...facts, endReason: running.endReason }, 'stop came after the end')
  return cancelling
}

/**
 * Whether the session that ran here had been ended by others, who took this server for dead: the answer may
 * have gone on elsewhere, and this server does not know of that yet.
 */
function hadLostItsSession(stopped: CancelOutcome): boolean {
  return (
    stopped.outcome === 'already_ended' && 'endReason' in stopped && stopped.endReason === 'crash'
  )
}

/** Stops an answer that another server runs; undefined where none does. */
async function stopElsewhere(
  { streams, log }: Pick<ChatServices, 'streams' | 'log'>,
  answer: { personId: string; messageId: string; sessionId: string | undefined },
  { mode = 'now', seenTextLength }: CancelRequest,
): Promise<CancelOutcome | undefined> {
  if (!streams.remote) return undefined
  const outcome = await streams.remote.stop(answer, {
    reason: 'user',
    mode,
    ...(seenTextLength !== undefined && { seenTextLength }),
  })
  const { messageId } = answer
  if (outcome) log.info({ messageId, mode, outcome: outcome.outcome }, 'stop passed on')
  return outcome
}

/** The outcome for a message of which nothing was stopped, with its text as it is now. */
function outcomeOf(
  log: Log,
  message: MessageRecord,
  { wantedSession, text }: { wantedSession: string | undefined; text: string },
): CancelOutcome {
  const { id: messageId, sessionId, endReason } = message
  const ended = endedAnswerOf(message)
  if (ended) {
    log.info({ messageId, sessionId, endReason }, 'stop came after the end')
    return { outcome: 'already_ended', ...ended }
  }
  if (sessionId !== null && wantedSession !== undefined && wantedSession !== sessionId) {
    return goneOn(log, { messageId, sessionId, text })
  }
  log.info({ messageId, sessionId }, 'stop is unconfirmed')
  return { outcome: 'unconfirmed', messageId }
}

/** The session that was to be stopped has ended, and the message streams in another one. */
function goneOn(log: Log, running: Omit<AnswerGoneOn, 'status'>): CancelOutcome {
  const { messageId, sessionId } = running
  log.info({ messageId, runsInSessionId: sessionId }, 'stop came after the end')
  return { outcome: 'already_ended', ...running, status: 'active' }
}
