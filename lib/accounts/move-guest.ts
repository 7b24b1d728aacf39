import type { ChatServices } from '@/lib/chats/chat-services'
import { describeError } from '@/lib/platform/log'

/** How often a send of the guest may come in between. After that the guest stays, with what is sent later. */
const MOST_MOVES = 10

/**
 * Gives a guest's chats, and the streams in them, to the account that the guest has made or signed in
 * to, which also pays for them from now on. The guest is deleted; returns the sessions and
 * keys that end by that.
 */
export async function moveGuest(
  { database, bus, budgets }: Pick<ChatServices, 'database' | 'bus' | 'budgets'>,
  guestId: string,
  accountId: string,
): Promise<string[]> {
  // What is being saved for the guest must be there when the rows move.
  await budgets.saved()
  // First: an answer that ends while the rows move would else be counted for a guest who is gone.
  await budgets.move(guestId, asAccount(accountId))
  for (let moves = 0; moves < MOST_MOVES; moves += 1) {
    await database.accounts.moveAll(guestId, accountId)
    bus.broadcast({ type: 'guest-moved', guestId, accountId })
    const ended = await database.accounts.endMovedGuest(guestId, accountId)
    if (ended) return ended
  }
  return []
}

/** Lets the account pay for the answers of a guest that run on this server, whichever server moved them. */
export function hearMovedGuests({
  bus,
  budgets,
  log,
}: Pick<ChatServices, 'bus' | 'budgets' | 'log'>): void {
  bus.receive((message) => {
    if (message.type !== 'guest-moved') return
    const { guestId, accountId } = message
    budgets.move(guestId, asAccount(accountId)).catch((error: unknown) => {
      // The account pays; only what it has spent already is not known here yet.
      log.warn({ error: describeError(error) }, 'reading the spending of an account failed')
    })
  })
}

const asAccount = (id: string) => ({ id, guest: false, admin: false })
