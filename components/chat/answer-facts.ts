import type { FailedCall, MessageMetadata, Receipt, Usage } from '@/lib/contract/message'
import { formatMoment } from '../ui/format-moment'
import { callFactsOf } from './call-facts'
import { formatCost, formatCount, formatDay, formatDuration, formatRoughly } from './format-figures'

/** One thing that is known of an answer. */
export type AnswerFact = { label: string; value: string }

/**
 * All that is known of an answer that has ended: the receipt in full, where it was stopped.
 * @param timeZone for tests
 */
export function answerFactsOf(
  metadata: MessageMetadata,
  modelName: string | undefined,
  timeZone?: string,
): AnswerFact[] {
  const { createdAt, startedAt, endedAt, firstTokenMs, usage, receipt, model } = metadata
  const took =
    startedAt !== undefined && endedAt !== undefined
      ? Date.parse(endedAt) - Date.parse(startedAt)
      : undefined
  return [
    ...fact('Model', modelName ?? model),
    ...fact('Date', formatMoment(startedAt ?? createdAt, timeZone)),
    ...(receipt ? stopFacts(receipt) : []),
    ...fact('First token', firstTokenMs && formatDuration(firstTokenMs)),
    ...fact('Took', took === undefined ? undefined : formatDuration(took)),
    ...(usage ? usageFacts(usage) : []),
    ...callFactsOf(metadata, timeZone),
    ...(receipt ? savedFacts(receipt) : []),
  ]
}

/** What the owner of the server is told of the call that failed an answer. */
export function failedCallFactsOf(call: FailedCall): AnswerFact[] {
  const { host = '', path = '', status, code, type, cause, requestId, attempt } = call
  return [
    ...fact('Address', `${host}${path}` || undefined),
    ...fact('HTTP status', status),
    ...fact('Code', code),
    ...fact('Type', type),
    ...fact('Cause', cause),
    ...fact('Request ID', requestId),
    ...fact('Attempt', attempt),
  ]
}

function stopFacts({ stoppedInMs, closeUnseen, savedInMs, keptCharacters }: Receipt): AnswerFact[] {
  const closed = formatDuration(stoppedInMs)
  return [
    ...fact('Connection closed', closeUnseen ? `not seen within ${closed}` : `after ${closed}`),
    ...fact('Text saved', `after ${formatDuration(savedInMs)}`),
    ...fact('Kept', `${formatCount(keptCharacters)} characters`),
  ]
}

function usageFacts(usage: Usage): AnswerFact[] {
  const { inputTokens, outputTokens, reasoningTokens, estimated, cost } = usage
  const about = estimated ? 'about ' : ''
  return [
    ...fact('Prompt', `${about}${formatCount(inputTokens)} tokens`),
    ...fact('Answer', `${about}${formatCount(outputTokens)} tokens`),
    ...fact('Of these, thinking', reasoningTokens && `${formatCount(reasoningTokens)} tokens`),
    ...fact(
      'Cost',
      cost && `about ${formatCost(cost.amount)}, by the prices of ${formatDay(cost.pricesOf)}`,
    ),
  ]
}

function savedFacts(receipt: Receipt): AnswerFact[] {
  return [
    ...fact('Saved', savedWords(receipt)),
    ...fact('Billing', billingWords[String(receipt.providerStopsBilling)]),
  ]
}

/** Receipts from before it was told beside what are beside one's own answers. */
function savedWords({ savedTokens, savedCost, savedBeside = 'own' }: Receipt): string | undefined {
  if (savedTokens === undefined) return undefined
  const cost = savedCost === undefined ? '' : `, ${formatCost(savedCost)}`
  const saved = `about ${formatRoughly(savedTokens)} tokens${cost}`
  switch (savedBeside) {
    case 'own':
      return `${saved}, beside your usual answers`
    case 'everyone':
      return `${saved}, beside everyone’s usual answers of this model`
    case 'catalogue':
      return `a rough guess: ${saved}`
  }
}

const billingWords: Readonly<Record<string, string>> = {
  true: 'nothing more, once the call was closed',
  false: 'this provider may still bill the whole answer',
  unknown: 'may go on at the provider: what it does is not known',
}

function fact(label: string, value: string | number | undefined): AnswerFact[] {
  return value === undefined || value === 0 ? [] : [{ label, value: String(value) }]
}
