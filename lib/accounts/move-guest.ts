import type { ChatServices } from '@/lib/chats/chat-services'

/**
 * Gives a guest's chats, and the streams in them, to the account that the guest has made or signed in
 * to, which also pays for them from now on.
 */
export async function moveGuest(
  { database, streams, budgets }: Pick<ChatServices, 'database' | 'streams' | 'budgets'>,
  guestId: string,
  accountId: string,
): Promise<void> {
  // First: an answer that ends while the rows move would else be counted for a guest who is gone.
  await budgets.move(guestId, { id: accountId, guest: false, admin: false })
  await database.accounts.moveAll(guestId, accountId)
  streams.changeOwner(guestId, accountId)
}
