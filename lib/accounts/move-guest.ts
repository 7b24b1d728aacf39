import type { ChatServices } from '@/lib/chats/chat-services'

/** Gives a guest's chats, and what streams in them, to the account they have made or signed in to. */
export async function moveGuest(
  { database, streams }: Pick<ChatServices, 'database' | 'streams'>,
  guestId: string,
  accountId: string,
): Promise<void> {
  await database.accounts.moveAll(guestId, accountId)
  streams.changeOwner(guestId, accountId)
}
