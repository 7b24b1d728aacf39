import type { Budget } from '@/lib/contract/account'
import { formatCount } from '../chat/format-figures'
import { formatTime } from '../ui/format-moment'

/** A budget in a sentence. Pure. @param timeZone for tests */
export function budgetWords({ limit, spent, resetsAt }: Budget, timeZone?: string): string {
  const tokens = `${formatCount(spent)} of ${formatCount(limit)} tokens today`
  return `${tokens}, starts anew at ${formatTime(resetsAt, timeZone)}`
}

/** How full it is, from 0 to 1. A budget of nothing is full. Pure. */
export function budgetFill({ limit, spent }: Budget): number {
  return limit === 0 ? 1 : Math.min(1, spent / limit)
}
