import { formatTime } from '@/components/ui/time/format-moment'
import type { Budget } from '@/lib/contract/account'
import { counted } from '@/lib/locale/counted'
import { formatCount } from '@/lib/locale/format-figures'

/** A budget in a sentence. Pure. @param timeZone for tests */
export function budgetWords({ limit, spent, resetsAt }: Budget, timeZone?: string): string {
  const used = formatCount(spent)
  const resets = formatTime(resetsAt, timeZone)
  return counted(limit, {
    one: `${used} of {count} token used today. Resets at ${resets}.`,
    other: `${used} of {count} tokens used today. Resets at ${resets}.`,
  })
}

/** How much of the budget is spent, from 0 to 1. A budget of nothing is spent. Pure. */
export function budgetFill({ limit, spent }: Budget): number {
  return limit === 0 ? 1 : Math.min(1, spent / limit)
}
