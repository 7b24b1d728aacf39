import type { ChatServices } from '@/lib/chats/chat-services'
import type { Message } from '@/lib/contract/message'
import { messageOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'

/** A message as it is now: one that streams comes with its text so far and the cursor after it. */
export async function currentMessage(
  { database, streams, reapAnswer }: ChatServices,
  record: MessageRecord,
): Promise<Message> {
  const readAgain = async () => (await database.messages.find(record.ownerId, record.id)) ?? record
  const runsElsewhere = record.status === 'active' && !streams.isActive(record.id)
  const current = runsElsewhere && (await reapAnswer(record.id)) ? await readAgain() : record
  // Its row may say how it ended before the disk has that: until then nobody is told.
  const snapshot = await streams.snapshotAnywhere(current)
  if (snapshot) return snapshot
  // An answer that seemed to run has ended since its row was read: the row knows better now.
  return messageOf(current.status === 'active' ? await readAgain() : current)
}
