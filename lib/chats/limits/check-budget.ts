import type { Purse } from '@/lib/budgets/budgets'
import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { estimateFitted, type PathMessage } from '@/lib/chats/prompt/fit-context'
import type { ChatSettings } from '@/lib/contract/chat'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'

/** Opens the purse that an answer's tokens are counted against; undefined where they cost nothing. */
export type OpenPurse = () => Purse | undefined

/**
 * Checks that the person, and the server, may still spend the tokens of such a conversation today.
 * They are estimated from its bytes, so that a refusal costs no counting. Throws `budget_spent`.
 */
export async function checkBudget(
  { budgets }: ChatServices,
  sender: Sender,
  { pricing, contextWindow }: AvailableModel,
  path: readonly PathMessage[],
  settings: ChatSettings,
): Promise<OpenPurse> {
  if (!pricing.costsMoney) return () => undefined
  return budgets.check(sender, estimateFitted(path, contextWindow, settings))
}
