import { statusOfEndReason } from '@/lib/contract/end-reason'
import { textOf } from '@/lib/contract/message-text'
import type { History, ReaderHistory } from './history'

/** What of a history breaks which promise; nothing when all of them were kept. */
export function violationsOf(history: History): string[] {
  return [
    ...exactPrefix(history),
    ...oneEnd(history),
    ...honestStops(history),
    ...stopBeforeStart(history),
    ...history.readers.flatMap((reader) => everyCharacterOnce(history, reader)),
    ...nothingLeft(history),
    ...yoursOnly(history),
  ]
}

function exactPrefix({ sent, sibling, message, stored }: History): string[] {
  const text = textOf(message.parts)
  const violations: string[] = []
  if (text !== stored.text) violations.push('P1 the wire and the database disagree')
  if (!sent.startsWith(text)) violations.push(`P1 ${quote(text)} is no prefix of ${quote(sent)}`)
  // Half a character that the provider left alone at its end is none.
  if (stored.status === 'completed' && text !== sent.replace(/[\ud800-\udbff]$/, '')) {
    violations.push(`P1 completed with ${quote(text)} of ${quote(sent)}`)
  }
  if (sibling && sibling.before !== sibling.after) violations.push('P5 another answer changed it')
  return violations
}

function oneEnd({ message, stored, stops, readers }: History): string[] {
  const { status, endReason, textLength } = message.metadata ?? {}
  const violations: string[] = []
  if (status !== stored.status || endReason !== stored.endReason) {
    violations.push('P2 the wire and the database disagree on the end')
  }
  if (!endReason || statusOfEndReason[endReason] !== status) {
    violations.push(`P2 ended ${status} for ${endReason}`)
  }
  if (textLength !== stored.text.length) violations.push('P2 the length is not that of the text')
  const winners = stops.filter(({ outcome }) => outcome.outcome === 'cancelled')
  if (winners.length > 1) violations.push('P2 two stops won')
  for (const { outcome } of stops) {
    if ('endReason' in outcome && outcome.endReason !== endReason) {
      violations.push(`P2 a stop was told ${outcome.endReason}, it ended for ${endReason}`)
    }
  }
  for (const { name, chunks, done } of readers) {
    const endings = chunks.filter(({ type }) => type === 'finish' || type === 'message-metadata')
    if (done && endings.length === 0) violations.push(`P2 ${name} saw no end`)
    for (const ending of endings) {
      if (!('messageMetadata' in ending) || ending.messageMetadata?.endReason === endReason)
        continue
      violations.push(`P2 ${name} saw another end`)
    }
  }
  return violations
}

function honestStops({ stops, stored }: History): string[] {
  return stops.flatMap(({ outcome, readAfter }) => {
    if (outcome.outcome !== 'cancelled') return []
    const read = textOf(readAfter?.parts ?? [])
    const violations: string[] = []
    if (readAfter?.metadata?.status !== 'cancelled') violations.push('P3 it was not cancelled yet')
    if (read !== outcome.text) violations.push('P3 the text right after a stop was another')
    if (read !== stored.text) violations.push('P3 the text changed after a stop')
    return violations
  })
}

function stopBeforeStart({ stopBeforeSend, calls, stored }: History): string[] {
  if (stopBeforeSend?.outcome !== 'pending') return []
  const kept = calls.length === 0 && stored.status === 'cancelled' && stored.text === ''
  return kept ? [] : ['P4 a stop before its send did not win']
}

/** Over all its connections a reader has seen what was kept; what it saw beyond that, it cuts. */
function everyCharacterOnce({ stored }: History, { name, chunks, done }: ReaderHistory): string[] {
  let text = ''
  for (const chunk of chunks) {
    if (chunk.type === 'data-history-lost') text = ''
    if (chunk.type === 'text-delta') text += chunk.delta
  }
  const kept = text.slice(0, stored.text.length)
  const whole = done ? kept === stored.text : stored.text.startsWith(kept)
  return whole ? [] : [`P6 ${name} saw ${quote(text)}, kept was ${quote(stored.text)}`]
}

function nothingLeft({ calls, laterCalls }: History): string[] {
  return [...calls, ...laterCalls].some(({ open }) => open)
    ? ['P11 a call to the provider is still open']
    : []
}

function yoursOnly({ stranger }: History): string[] {
  return stranger.every((status) => status === 404) ? [] : [`P12 a stranger got ${stranger.join()}`]
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}
