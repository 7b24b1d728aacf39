import type { ChatServices } from '@/lib/chats/chat-services'
import type { Message } from '@/lib/contract/message'
import { messageOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'

/** A message as it is now: one that streams comes with its text so far and the cursor after it. */
export async function currentMessage(
  { database, streams, reapAnswer }: ChatServices,
  record: MessageRecord,
): Promise<Message> {
  // Its row may say how it ended before the disk has that: until then nobody is told.
  const snapshot = await streams.snapshotAnywhere(record)
  if (snapshot) return snapshot
  if (record.status !== 'active') return messageOf(record)
  // Its server is gone, or the answer has ended since its row was read: the row knows better now.
  await reapAnswer(record.id)
  return messageOf((await database.messages.find(record.ownerId, record.id)) ?? record)
}
