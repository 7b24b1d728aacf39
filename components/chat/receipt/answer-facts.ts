import { formatMoment } from '@/components/ui/time/format-moment'
import type { FailedCall, MessageMetadata, Receipt, Usage } from '@/lib/contract/message'
import { counted } from '@/lib/locale/counted'
import { formatCost, formatDay, formatDuration } from '@/lib/locale/format-figures'
import { callFactsOf } from './call-facts'
import { roughTokenWords, tokenWords } from './token-words'

/** One thing that is known of an answer. */
export type AnswerFact = { label: string; value: string }

/**
 * All that is known of an answer that has ended, with the full receipt if it was stopped.
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
    ...fact('Duration', took === undefined ? undefined : formatDuration(took)),
    ...(usage ? usageFacts(usage) : []),
    ...callFactsOf(metadata, timeZone),
    ...(receipt ? savedFacts(receipt) : []),
  ]
}

/** The facts of a failed call, which only the owner of the server gets. */
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
  const kept = counted(keptCharacters, {
    one: '{count} character',
    other: '{count} characters',
  })
  return [
    ...fact('Connection closed', closeUnseen ? `not seen within ${closed}` : `after ${closed}`),
    ...fact('Text kept', kept),
    ...fact('Text stored', `after ${formatDuration(savedInMs)}`),
  ]
}

function usageFacts(usage: Usage): AnswerFact[] {
  const { inputTokens, outputTokens, reasoningTokens, estimated, cost } = usage
  return [
    ...fact('Prompt', tokenWords(inputTokens, estimated)),
    ...fact('Answer', tokenWords(outputTokens, estimated)),
    ...fact('Of which thinking', reasoningTokens && tokenWords(reasoningTokens, false)),
    ...fact(
      'Cost',
      cost && `about ${formatCost(cost.amount)}, at prices of ${formatDay(cost.pricesOf)}`,
    ),
  ]
}

function savedFacts(receipt: Receipt): AnswerFact[] {
  return [
    ...fact('Tokens saved', savedWords(receipt)),
    ...fact('Billing', billingWords[String(receipt.providerStopsBilling)]),
  ]
}

/** Older receipts do not say what they were compared with: it was the person's own answers. */
function savedWords({ savedTokens, savedCost, savedBeside = 'own' }: Receipt): string | undefined {
  if (savedTokens === undefined) return undefined
  const tokens = roughTokenWords(savedTokens)
  const saved = savedCost === undefined ? tokens : `${tokens} (${formatCost(savedCost)})`
  switch (savedBeside) {
    case 'own':
      return `${saved}, compared with your usual answers`
    case 'everyone':
      return `${saved}, compared with everyone’s usual answers from this model`
    case 'catalogue':
      return `${saved}, a rough guess`
  }
}

const billingWords: Readonly<Record<string, string>> = {
  true: 'stopped when the call was closed',
  false: 'this provider may still charge for the whole answer',
  unknown: 'this provider may or may not charge for more',
}

function fact(label: string, value: string | number | undefined): AnswerFact[] {
  return value === undefined || value === 0 ? [] : [{ label, value: String(value) }]
}
