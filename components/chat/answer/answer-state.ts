import type { StopState } from '@/client/stop-attempt'
import { hidesRest, type AnswerView } from '@/lib/client/thread/answer-view'
import { shownPartsOf } from '@/lib/client/thread/shown-parts'
import type { SentenceEstimate } from '@/lib/contract/cancel-outcome'
import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { MessageMetadata, Receipt } from '@/lib/contract/message'
import { isBlank } from '@/lib/contract/message-text'
import { rulesOf } from '@/lib/contract/parts/part-kinds'
import { counted } from '@/lib/locale/counted'
import { formatCost, formatDuration, formatRoughly, formatSpan } from '@/lib/locale/format-figures'
import { tokenWords } from '../receipt/token-words'

/** The states of an answer that the page tells apart. */
export type AnswerState =
  | { kind: 'waiting' | 'loading' | 'thinking' | 'streaming' | 'stopping' }
  | { kind: 'finishing' | 'unconfirmed' | 'late'; sentence: string }
  | { kind: 'completed'; sentence?: string }
  | { kind: 'stopped' | 'failed' | 'interrupted'; sentence: string }

/** `stop`: the state of the stop, while the answer is being stopped. Pure. */
export function answerStateOf(view: AnswerView, stop: StopState | undefined): AnswerState {
  const { message } = view
  const { metadata } = message
  if (stop !== undefined) return stopState(stop)
  if (hidesRest(view))
    return { kind: 'late', sentence: 'The answer ended before your stop arrived' }
  switch (metadata.status) {
    case 'active':
      return arrivingState(view)
    case 'completed':
      return completedState(message)
    case 'cancelled':
      return { kind: 'stopped', sentence: stoppedSentence(metadata) }
    case 'failed':
      return { kind: 'failed', sentence: metadata.error?.message ?? 'The answer failed.' }
    case 'interrupted':
      return { kind: 'interrupted', sentence: 'Interrupted: the server restarted' }
  }
}

const unconfirmedSentences: Record<Exclude<StopState, 'stopping'>, string> = {
  unreachable: 'Could not reach the server to stop this. Trying again',
  unconfirmed: 'The server has not confirmed the stop yet. Trying again',
}

function stopState(stop: StopState): AnswerState {
  if (stop === 'stopping') return { kind: 'stopping' }
  return { kind: 'unconfirmed', sentence: unconfirmedSentences[stop] }
}

/** Whether the text ends where the model ended it, not where it was stopped or broken off. */
export function isWhole({ endReason }: MessageMetadata): boolean {
  return endReason === 'stop'
}

/** The time from which a provider can be asked again, in milliseconds since 1970. */
export function retryTimeOf({ error, endedAt }: MessageMetadata): number | undefined {
  if (error?.retryAfterSeconds === undefined || endedAt === undefined) return undefined
  return Date.parse(endedAt) + error.retryAfterSeconds * 1000
}

function arrivingState(view: AnswerView): AnswerState {
  const { endsWithSentence, sentenceEstimate } = view
  const last = shownPartsOf(view).findLast((part) => part.text !== '')
  if (!last) return { kind: view.message.metadata.modelLoading ? 'loading' : 'waiting' }
  if (rulesOf(last.type).isThought) return { kind: 'thinking' }
  if (endsWithSentence !== true) return { kind: 'streaming' }
  return { kind: 'finishing', sentence: finishingSentence(sentenceEstimate) }
}

function finishingSentence(estimate: SentenceEstimate | undefined): string {
  const sentence = 'Stops at the end of the sentence'
  if (!estimate) return sentence
  const { outputTokens, cost } = estimate
  const more = counted(
    outputTokens,
    { one: 'about {count} more token', other: 'about {count} more tokens' },
    formatRoughly(outputTokens),
  )
  return [sentence, cost === undefined ? more : `${more}, ${formatCost(cost)}`].join(' · ')
}

function completedState({ parts, metadata }: AnswerView['message']): AnswerState {
  const { endReason } = metadata
  if (endReason === 'length') {
    return { kind: 'completed', sentence: 'The model reached its length limit here.' }
  }
  if (endReason === 'content_filter') {
    return {
      kind: 'completed',
      sentence: 'The provider’s content filter ended the answer here.',
    }
  }
  if (isBlank(parts)) return { kind: 'completed', sentence: 'The model answered nothing.' }
  return { kind: 'completed' }
}

/** Says why an answer was stopped: `within` its text, or `before` any text was there. */
const stoppedSentences: Record<ReasonOf<'cancelled'>, { within: string; before: string }> = {
  user: { within: 'Stopped', before: 'Stopped before the answer began' },
  /** For old answers, whose receipts have no `graceMs`. */
  disconnect: {
    within: 'Stopped after you left',
    before: 'Stopped after you left, before the answer began',
  },
  superseded: {
    within: 'Stopped: replaced by a newer answer',
    before: 'Stopped before it began: replaced by a newer answer',
  },
  capacity: {
    within: 'Stopped: too many answers were streaming',
    before: 'Stopped before it began: too many answers were streaming',
  },
  budget: {
    within: 'Stopped: today’s tokens are used up',
    before: 'Stopped before it began: today’s tokens are used up',
  },
  deleted: { within: 'Stopped: deleted', before: 'Stopped before it began: deleted' },
}

function stoppedSentence({ endReason, receipt, usage, textLength }: MessageMetadata): string {
  const reason = isStopped(endReason) ? endReason : 'user'
  const when = textLength === 0 ? 'before' : 'within'
  const stopped = whyStopped(reason, receipt?.graceMs)[when]
  if (!receipt) return stopped
  const { closeUnseen, stoppedInMs, outputTokens, estimated } = receipt
  const tokens = tokenWords(outputTokens, estimated)
  const used = usage?.cost ? `${tokens}, about ${formatCost(usage.cost.amount)}` : tokens
  return [
    stopped,
    ...(closeUnseen ? [] : [`connection closed in ${formatDuration(stoppedInMs)}`]),
    ...(outputTokens === 0 ? [] : [used]),
    ...savedWords(receipt),
  ].join(' · ')
}

/** Older receipts do not say what they were compared with: it was the person's own answers. */
function savedWords({ savedTokens, savedBeside }: Receipt): string[] {
  if (savedTokens === undefined) return []
  const forms =
    savedBeside === 'catalogue'
      ? { one: 'saved perhaps {count} token', other: 'saved perhaps {count} tokens' }
      : { one: 'saved about {count} token', other: 'saved about {count} tokens' }
  return [counted(savedTokens, forms, formatRoughly(savedTokens))]
}

function whyStopped(reason: ReasonOf<'cancelled'>, graceMs: number | undefined) {
  if (reason !== 'disconnect' || graceMs === undefined) return stoppedSentences[reason]
  if (graceMs === 0) {
    return {
      within: 'Stopped when you left',
      before: 'Stopped when you left, before the answer began',
    }
  }
  const span = formatSpan(graceMs)
  return {
    within: `Stopped ${span} after you left`,
    before: `Stopped ${span} after you left, before the answer began`,
  }
}

function isStopped(reason: EndReason | undefined): reason is ReasonOf<'cancelled'> {
  return reason !== undefined && reason in stoppedSentences
}

const announcements: Record<Exclude<AnswerState['kind'], 'unconfirmed' | 'late'>, string> = {
  waiting: 'Waiting for the answer',
  loading: 'Loading the model',
  thinking: 'The model is thinking',
  streaming: 'The answer is arriving',
  finishing: 'The answer stops at the end of the sentence',
  stopping: 'Stopping',
  completed: 'Answer complete',
  stopped: 'Answer stopped',
  failed: 'Answer failed',
  interrupted: 'Answer interrupted',
}

/** The words that are read aloud when an answer changes its state. */
export function announcementOf(state: AnswerState): string {
  switch (state.kind) {
    case 'unconfirmed':
    case 'late':
      return state.sentence
    case 'failed':
    case 'completed': {
      const said = announcements[state.kind]
      return state.sentence === undefined ? said : `${said}: ${state.sentence}`
    }
    default:
      return announcements[state.kind]
  }
}
