import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { Purse } from '@/lib/budgets/budgets'
import { countTokens } from '@/lib/providers/count-tokens'
import type { AvailableModel } from '@/lib/providers/vendor-models'
import type { ChatServices } from './chat-services'
import { textOfPrompt } from './model-prompt'

/** Opens what an answer's tokens are counted against; undefined where they cost nothing. */
export type OpenPurse = () => Purse | undefined

/** Whether the person, and the server, may still spend tokens today. Throws `budget_spent`. */
export async function checkBudget(
  { budgets }: ChatServices,
  personId: string,
  model: AvailableModel,
  prompt: LanguageModelV4Prompt,
): Promise<OpenPurse> {
  if (!model.pricing.costsMoney) return () => undefined
  return budgets.check(personId, countTokens(textOfPrompt(prompt)))
}
