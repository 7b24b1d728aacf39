import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_CHATS } from '@/lib/contract/limits'
import type { Database } from '@/lib/db/database'

/** Throws `too_large` for a person who has the maximum number of chats. */
export async function refuseTooManyChats({ chats }: Database, personId: string): Promise<void> {
  if ((await chats.count(personId)) < MAX_CHATS) return
  throw new FullstopError(
    'too_large',
    `You can have at most ${MAX_CHATS} chats. Delete some first.`,
    {
      limit: MAX_CHATS,
    },
  )
}
