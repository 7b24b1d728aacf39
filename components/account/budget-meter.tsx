import { useId } from 'react'
import type { Budget } from '@/lib/contract/account'
import { budgetFill, budgetWords } from './budget-words'

/** How much of a day's tokens is spent, as a bar and in words. */
export function BudgetMeter({ label, budget }: { label: string; budget: Budget }) {
  const id = useId()
  const fill = budgetFill(budget)
  const words = budgetWords(budget)
  return (
    <div>
      <p id={id} className="text-muted">
        {label}
      </p>
      {/* Every browser draws its meter in colours of its own: ours is seen, theirs is heard. */}
      <meter className="sr-only" aria-labelledby={id} aria-valuetext={words} value={fill} />
      <div
        aria-hidden="true"
        className="has-ground mt-2 h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className={`meter-fill h-full rounded-full ${fill === 1 ? 'bg-stopped' : 'bg-accent'}`}
          style={{ width: `${fill * 100}%` }}
        />
      </div>
      <p className="mt-2 tabular-nums">{words}</p>
    </div>
  )
}
