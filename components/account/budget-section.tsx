import type { Account } from '@/lib/contract/account'
import { BudgetMeter } from './budget-meter'
import { Section } from './section'

/** What one may spend a day, with models that cost money. The owner sees what all spend, too. */
export function BudgetSection({ account }: { account: Account }) {
  const { admin, budget, totalBudget } = account
  return (
    <Section title="Tokens today">
      {budget ? (
        <BudgetMeter label="Yours" budget={budget} />
      ) : (
        <p>Nothing limits how many tokens you use.</p>
      )}
      {totalBudget && <BudgetMeter label="Everybody on this server" budget={totalBudget} />}
      {admin && !totalBudget && <p>Nothing limits what everybody together uses.</p>}
      <p className="text-muted">Only models that cost money count.</p>
    </Section>
  )
}
