import { textOf } from '@/lib/contract/message-text'
import type { AnswerHistory } from '../history/history'
import { quote } from '../history/quote'
import { wholeAnswer } from '../history/whole-answer'

/** P1: the kept text is a prefix of what the provider sent, and the whole when completed. */
export function checkText(answer: AnswerHistory): string[] {
  const { before, call, directive, message, stored } = answer
  if (!message || !stored) return []
  const text = textOf(message.parts)
  const sent = before + (call?.text ?? '')
  const violations: string[] = []
  if (text !== stored.text) violations.push('P1 the wire and the database disagree')
  if (!text.startsWith(before)) violations.push('P1 text of an earlier session is lost')
  if (!sent.startsWith(text)) violations.push(`P1 ${quote(text)} is no prefix of ${quote(sent)}`)
  if (!text.isWellFormed()) violations.push('P1 a character was cut')
  const whole = wholeAnswer(directive).text
  if (stored.status === 'completed' && text !== whole) {
    violations.push(`P1 completed with ${quote(text)} of ${quote(whole)}`)
  }
  return [...violations, ...checkReasoning(answer)]
}

/** Only for first sessions: the parts do not say which session their reasoning came from. */
function checkReasoning({ call, earlierCall, message }: AnswerHistory): string[] {
  if (earlierCall) return []
  const reasoning = (message?.parts ?? []).map((part) =>
    part.type === 'reasoning' ? part.text : '',
  )
  const isPrefix = (call?.reasoningText ?? '').startsWith(reasoning.join(''))
  return isPrefix ? [] : ['P1 the reasoning is no prefix of what was sent']
}
