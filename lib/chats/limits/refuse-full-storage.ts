import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { FullstopError } from '@/lib/contract/fullstop-error'

const BYTES_A_MEGABYTE = 1024 * 1024

/** Throws `storage_full` where the disk is nearly full, or the sender's chats take up their whole quota. */
export async function refuseFullStorage(
  { database, quotas }: Pick<ChatServices, 'database' | 'quotas'>,
  sender: Sender,
): Promise<void> {
  await database.refuseToGrow()
  const limit = quotaOf(quotas, sender)
  if (limit === null || (await database.accounts.storedBytes(sender.id)) < limit) return
  const megabytes = limit / BYTES_A_MEGABYTE
  throw new FullstopError(
    'storage_full',
    `Your chats have used up your ${megabytes} MB of storage. Delete a chat to make room.`,
    { limit },
  )
}

/** How many bytes a person may have stored; null for the owner, whose disk it is. */
export function quotaOf(quotas: ChatServices['quotas'], { guest, admin }: Sender): number | null {
  if (admin) return null
  return guest ? quotas.guestBytes : quotas.userBytes
}
