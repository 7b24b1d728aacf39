import { chatOf } from '@/lib/db/chat-view'
import type { ChatRecord, Database, MessageRecord } from '@/lib/db/database'
import { messageOf } from '@/lib/db/message-view'
import { markdownOfChat } from './chat-markdown'

const PAGE = 50

export type ExportFormat = 'json' | 'markdown'

/** All chats of a person as the text of one file, piece by piece: never all of it in memory. */
export async function* exportChats(
  database: Database,
  ownerId: string,
  format: ExportFormat,
): AsyncGenerator<string, void> {
  if (format === 'json') yield '{"chats":['
  let isFirst = true
  for await (const { chat, messages } of chatsOf(database, ownerId)) {
    if (format === 'markdown') yield markdownOfChat(chat, messages)
    else yield (isFirst ? '\n' : ',\n') + jsonOf(chat, messages)
    isFirst = false
  }
  if (format === 'json') yield '\n]}\n'
}

async function* chatsOf(database: Database, ownerId: string) {
  let after: { updatedAt: number; id: string } | undefined
  do {
    const page = await database.chats.list(ownerId, { limit: PAGE, ...(after && { after }) })
    for (const chat of page) {
      yield { chat, messages: await database.messages.ofChat(ownerId, chat.id) }
    }
    after = page.length === PAGE ? page.at(-1) : undefined
  } while (after)
}

function jsonOf(chat: ChatRecord, messages: readonly MessageRecord[]): string {
  return JSON.stringify({
    ...chatOf(chat),
    settings: chat.settings,
    messages: messages.map(messageOf),
  })
}
