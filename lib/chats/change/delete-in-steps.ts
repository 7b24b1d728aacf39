import type { Database } from '@/lib/db/database'
import { nextTurn } from '@/lib/platform/turns'

/**
 * Deletes all messages of a person, all of one chat, or one message and all that follow from it.
 * Everybody else gets a turn in between. Resolves with the IDs.
 */
export async function deleteInSteps(
  { messages }: Pick<Database, 'messages'>,
  personId: string,
  those: { chatId?: string; messageId?: string },
): Promise<Set<string>> {
  const deleted = new Set<string>()
  for (;;) {
    const some = await messages.deleteSome(personId, those)
    if (some.length === 0) return deleted
    for (const id of some) deleted.add(id)
    await nextTurn()
  }
}
