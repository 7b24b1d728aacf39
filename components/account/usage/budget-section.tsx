import type { Account } from '@/lib/contract/account'
import { Meter } from '../section/meter'
import { Section } from '../section/section'
import { budgetFill, budgetWords } from './budget-words'

/** The tokens that a person may spend a day on paid models. The owner also sees everybody's. */
export function BudgetSection({ account }: { account: Account }) {
  const { admin, budget, totalBudget } = account
  return (
    <Section title="Tokens today">
      {budget ? (
        <Meter label="Yours" fill={budgetFill(budget)} words={budgetWords(budget)} />
      ) : (
        <p>You have no daily limit.</p>
      )}
      {totalBudget && (
        <Meter
          label="Everyone on this server"
          fill={budgetFill(totalBudget)}
          words={budgetWords(totalBudget)}
        />
      )}
      {admin && !totalBudget && <p>This server has no overall daily limit.</p>}
      {(budget ?? totalBudget) && (
        <p className="text-muted">Tokens used by free models do not count.</p>
      )}
    </Section>
  )
}
