import type { Account } from '@/lib/contract/account'
import { budgetFill, budgetWords } from './budget-words'
import { Meter } from './meter'
import { Section } from './section'

/** What one may spend a day, with models that cost money. The owner sees what all spend, too. */
export function BudgetSection({ account }: { account: Account }) {
  const { admin, budget, totalBudget } = account
  return (
    <Section title="Tokens today">
      {budget ? (
        <Meter label="Yours" fill={budgetFill(budget)} words={budgetWords(budget)} />
      ) : (
        <p>Nothing limits how many tokens you use.</p>
      )}
      {totalBudget && (
        <Meter
          label="Everybody on this server"
          fill={budgetFill(totalBudget)}
          words={budgetWords(totalBudget)}
        />
      )}
      {admin && !totalBudget && <p>Nothing limits what everybody together uses.</p>}
      <p className="text-muted">Only models that cost money count.</p>
    </Section>
  )
}
