import type { Bus } from '@/lib/bus/bus'
import type { StreamTable } from './stream-table'

/** Changes the streams of this process as any server tells, this one included. */
export function hearChanges(bus: Bus, table: StreamTable): void {
  bus.receive((message) => {
    if (message.type === 'guest-moved') table.changeOwner(message.guestId, message.accountId)
    if (message.type === 'keep-going-changed') table.keepGoing(message.chatId, message.keepGoing)
  })
}
