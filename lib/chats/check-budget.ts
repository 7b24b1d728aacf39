import type { Purse } from '@/lib/budgets/budgets'
import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import { textOf } from '@/lib/contract/message-text'
import type { MessageRecord } from '@/lib/db/database'
import type { AvailableModel } from '@/lib/providers/vendor-models'
import type { ChatServices } from './chat-services'

/** Opens what an answer's tokens are counted against; undefined where they cost nothing. */
export type OpenPurse = () => Purse | undefined

/** Whether the person, and the server, may still spend tokens today. Throws `budget_spent`. */
export async function checkBudget(
  { budgets }: ChatServices,
  personId: string,
  model: AvailableModel,
  path: readonly Pick<MessageRecord, 'parts'>[],
): Promise<OpenPurse> {
  if (!model.pricing.costsMoney) return () => undefined
  const tokens = path.reduce((sum, { parts }) => sum + estimateTokens(textOf(parts)), 0)
  return budgets.check(personId, tokens)
}
