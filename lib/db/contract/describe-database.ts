import { describeAccounts } from './accounts'
import { describeBeginnings } from './beginnings'
import { describeChats } from './chats'
import { describeEarlierCalls } from './earlier-calls'
import { describeEnds } from './ends'
import { describeKeys } from './keys'
import { describeMessages } from './messages'
import type { OpenEmpty } from './open-empty'
import { describeOrphans } from './orphans'
import { describePlaces } from './places'
import { describePruning } from './pruning'
import { describeSearch } from './search'
import { describeSpending } from './spending'
import { describeStopsBeforeSends } from './stops-before-sends'
import { describeStoredBytes } from './stored-bytes'

/** The promises of every database. */
export function describeDatabase(open: OpenEmpty): void {
  describeChats(open)
  describeMessages(open)
  describeSearch(open)
  describeBeginnings(open)
  describePlaces(open)
  describeEnds(open)
  describeOrphans(open)
  describeEarlierCalls(open)
  describeStopsBeforeSends(open)
  describePruning(open)
  describeAccounts(open)
  describeKeys(open)
  describeSpending(open)
  describeStoredBytes(open)
}
