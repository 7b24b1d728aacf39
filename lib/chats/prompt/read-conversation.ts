import type { Database } from '@/lib/db/database'
import type { ConversationMessage } from '@/lib/db/messages'

/** The longest path that is read for a model, in messages and in bytes: it is read in one step. */
const LONGEST_PATH = 10_000
const MOST_BYTES = 4 * 1024 * 1024

/** More bytes than a token has, except in one sign repeated: a small context needs no long path. */
const BYTES_A_TOKEN = 16

/**
 * The part of the conversation up to this message that a model may be shown, beginning with a
 * question, and how many older messages are left out.
 */
export async function readConversation(
  { messages }: Pick<Database, 'messages'>,
  personId: string,
  leafId: string,
  contextWindow: number | undefined,
): Promise<{ conversation: ConversationMessage[]; older: number }> {
  const bytes = Math.min(MOST_BYTES, (contextWindow ?? Infinity) * BYTES_A_TOKEN)
  const most = { messages: LONGEST_PATH, bytes }
  const path = await messages.conversation(personId, leafId, most)
  const before = path[0]?.parentId ?? null
  if (before === null) return { conversation: path, older: 0 }
  const firstQuestion = path.findIndex(({ role }) => role === 'user')
  const skipped = Math.max(0, firstQuestion)
  const older = await messages.lengthOfPath(personId, before)
  return { conversation: path.slice(skipped), older: older + skipped }
}
