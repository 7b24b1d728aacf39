import { quote } from '../chaos/history/quote'
import type { StopHistory, TabHistory } from './history'
import type { StopPlan } from './plan'
import { pressOf } from './press-of'

/** How many characters may be missing: one that comes in several tokens is kept only whole. */
const mayMiss: Record<StopPlan['text'], number> = { numbered: 0, emoji: 12 }

/** P1 and R2: the kept text is what the provider sent, as far as it was seen. */
export function checkStored(
  stop: StopHistory,
  tabs: readonly TabHistory[],
  { text }: StopPlan,
): string[] {
  const { stored, call, before, isBeforeSend } = stop
  if (!stored) return isBeforeSend && !call ? [] : ['P13 the answer is gone']
  const sent = before + (call?.text ?? '')
  if (!sent.startsWith(stored.text)) {
    return [`P1 it is no prefix of what was sent: ${quote(stored.text)}`]
  }
  switch (stored.status) {
    case 'active':
      // checkCarriedOut reports this.
      return []
    case 'completed':
      return typeof call?.finishedAt === 'number' && stored.text === sent
        ? []
        : ['P2 it counts as complete, and was not sent to its end']
    case 'cancelled': {
      if (stored.endReason !== 'user') return [`P13 it ended for ${stored.endReason}`]
      const seen = pressOf(stop, tabs)?.lengths[stop.messageId] ?? 0
      const kept = stored.text.replaceAll(/\s/g, '').length
      return kept > seen || kept < seen - mayMiss[text]
        ? [`R2 ${kept} characters were kept of ${seen} that were seen`]
        : []
    }
    default:
      return [`P13 it ended ${stored.status} for ${stored.endReason}`]
  }
}
