import { hidesRest, type AnswerView } from '@/lib/client/answer-view'
import { shownPartsOf } from '@/lib/client/shown-parts'
import type { StopState } from '@/lib/client/stop-attempt'
import type { SentenceEstimate } from '@/lib/contract/cancel-outcome'
import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { MessageMetadata, Receipt } from '@/lib/contract/message'
import { isBlank } from '@/lib/contract/message-text'
import { rulesOf } from '@/lib/contract/parts/part-kinds'
import { formatCost, formatCount, formatRoughly, formatSpan } from './format-figures'

/** What one sees of an answer at this moment, as look.md lists it. */
export type AnswerState =
  | { kind: 'waiting' | 'loading' | 'thinking' | 'streaming' | 'stopping' }
  | { kind: 'finishing' | 'unconfirmed' | 'late'; sentence: string }
  | { kind: 'completed'; sentence?: string }
  | { kind: 'stopped' | 'failed' | 'interrupted'; sentence: string }

/** `stop`: how its stop stands, while it is being stopped. Pure. */
export function answerStateOf(view: AnswerView, stop: StopState | undefined): AnswerState {
  const { message } = view
  const { metadata } = message
  if (stop !== undefined) return stopState(stop)
  if (hidesRest(view)) return { kind: 'late', sentence: 'It had ended before your stop arrived' }
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
  unconfirmed: 'The server has not confirmed yet that this is stopped. Trying again',
}

function stopState(stop: StopState): AnswerState {
  if (stop === 'stopping') return { kind: 'stopping' }
  return { kind: 'unconfirmed', sentence: unconfirmedSentences[stop] }
}

/** Whether its text ends where the model ended it, and not where it was stopped or broken off. */
export function isWhole({ endReason }: MessageMetadata): boolean {
  return endReason === 'stop'
}

/** From when on it makes sense to ask a provider again, in milliseconds since 1970. */
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
  const sentence = 'Stops when the sentence ends'
  if (!estimate) return sentence
  const { outputTokens, cost } = estimate
  const tokens = outputTokens === 1 ? '1 token' : `${formatRoughly(outputTokens)} tokens`
  const more = cost === undefined ? 'more' : `more, ${formatCost(cost)}`
  return `${sentence} · about ${tokens} ${more}`
}

function completedState({ parts, metadata }: AnswerView['message']): AnswerState {
  const { endReason } = metadata
  if (endReason === 'length') {
    return { kind: 'completed', sentence: 'The model reached its limit of length here.' }
  }
  if (endReason === 'content_filter') {
    return {
      kind: 'completed',
      sentence: 'The provider ended the answer here: its filter objected.',
    }
  }
  if (isBlank(parts)) return { kind: 'completed', sentence: 'The model answered nothing.' }
  return { kind: 'completed' }
}

const stoppedSentences: Record<ReasonOf<'cancelled'>, string> = {
  user: 'Stopped',
  /** Of answers from before it was told how long they were let go on. */
  disconnect: 'Stopped after you left',
  superseded: 'Stopped: a newer answer took its place',
  capacity: 'Stopped: too many answers were streaming',
  budget: 'Stopped: the tokens for today are spent',
  deleted: 'Stopped: it was deleted',
}

function stoppedSentence({ endReason, receipt, usage, textLength }: MessageMetadata): string {
  const sentence = isStopped(endReason) ? whyStopped(endReason, receipt?.graceMs) : 'Stopped'
  const stopped = textLength === 0 ? `${sentence} before the answer began` : sentence
  if (!receipt) return stopped
  const { closeUnseen, stoppedInMs, outputTokens, estimated } = receipt
  const cost = usage?.cost && `, about ${formatCost(usage.cost.amount)}`
  const tokens = `${estimated ? 'about ' : ''}${formatCount(outputTokens)} tokens${cost ?? ''}`
  return [
    stopped,
    ...(closeUnseen ? [] : [`connection closed in ${formatCount(stoppedInMs)} ms`]),
    ...(outputTokens === 0 ? [] : [tokens]),
    ...savedWords(receipt),
  ].join(' · ')
}

/** Receipts from before it was told beside what are beside one's own answers. */
function savedWords({ savedTokens, savedBeside }: Receipt): string[] {
  if (savedTokens === undefined) return []
  const about = savedBeside === 'catalogue' ? 'perhaps' : 'about'
  return [`saved ${about} ${formatRoughly(savedTokens)} tokens`]
}

function whyStopped(reason: ReasonOf<'cancelled'>, graceMs: number | undefined): string {
  if (reason !== 'disconnect' || graceMs === undefined) return stoppedSentences[reason]
  return graceMs === 0 ? 'Stopped when you left' : `Stopped ${formatSpan(graceMs)} after you left`
}

function isStopped(reason: EndReason | undefined): reason is ReasonOf<'cancelled'> {
  return reason !== undefined && reason in stoppedSentences
}

const announcements: Record<Exclude<AnswerState['kind'], 'unconfirmed' | 'late'>, string> = {
  waiting: 'Waiting for the answer',
  loading: 'Loading the model',
  thinking: 'The model is thinking',
  streaming: 'The answer is arriving',
  finishing: 'The answer stops when its sentence ends',
  stopping: 'Stopping',
  completed: 'Answer complete',
  stopped: 'Answer stopped',
  failed: 'Answer failed',
  interrupted: 'Answer interrupted',
}

/** What is read aloud when an answer changes its state. */
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
