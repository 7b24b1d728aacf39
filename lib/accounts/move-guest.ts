import type { ChatServices } from '@/lib/chats/chat-services'

/**
 * Gives a guest's chats, and what streams in them, to the account they have made or signed in to,
 * which also pays for it from now on.
 */
export async function moveGuest(
  { database, streams, budgets }: Pick<ChatServices, 'database' | 'streams' | 'budgets'>,
  guestId: string,
  accountId: string,
): Promise<void> {
  // First: what ends while the rows move would else be counted where nobody looks any more.
  await budgets.move(guestId, { id: accountId, guest: false, admin: false })
  await database.accounts.moveAll(guestId, accountId)
  streams.changeOwner(guestId, accountId)
}
