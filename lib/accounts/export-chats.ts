import type { z } from 'zod'
import { markdownTitle, markdownTurn } from '@/lib/contract/chat-markdown'
import { exportQuerySchema } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatRecord } from '@/lib/db/chats'
import type { Database } from '@/lib/db/database'
import { messageOf } from '@/lib/db/message-view'
import type { LoneMessage } from '@/lib/db/messages'
import { nextTurn } from '@/lib/platform/turns'
import { defineVerb, type VerbContext } from '@/lib/verbs/define-verb'

const CHATS_A_PAGE = 50

/** How many messages are read at a time: each may have the maximum length of an answer. */
const MESSAGES_A_PAGE = 10

export type ExportFormat = z.infer<typeof exportQuerySchema>['format']

const files: Readonly<Record<ExportFormat, { name: string; mediaType: string }>> = {
  json: { name: 'chats.json', mediaType: 'application/json' },
  markdown: { name: 'chats.md', mediaType: 'text/markdown' },
}

type ExportServices = {
  database: Database
  /** Takes one of the places for downloads until the result is called. Throws `rate_limited`. */
  exports: { take(personId: string): () => void }
}

/** A file that is being written; `onOver` is to be called once, when it is read or given up. */
type ChatsFile = {
  name: string
  mediaType: string
  pieces: AsyncGenerator<string, void>
  onOver: () => void
}

/** All chats of the caller as one file. Throws `rate_limited` while too many are read at once. */
export const exportChats = defineVerb({
  name: 'exportChats',
  scope: 'read',
  limit: 'exports',
  isLong: true,
  ids: [],
  input: exportQuerySchema,
  output: { mediaTypes: Object.values(files).map(({ mediaType }) => mediaType) },
  async run({ services, caller }: VerbContext<ExportServices>, { format }): Promise<ChatsFile> {
    const onOver = services.exports.take(caller.id)
    const pieces = piecesOf(services.database, caller.id, format)
    return { ...files[format], pieces, onOver }
  },
})

/**
 * All chats of a person as the text of one file, piece by piece: neither the file nor a chat is ever
 * whole in memory. JSON has every branch, Markdown the conversations that the pages show.
 */
async function* piecesOf(
  database: Database,
  ownerId: string,
  format: ExportFormat,
): AsyncGenerator<string, void> {
  if (format === 'json') yield '{"chats":['
  let separator = '\n'
  for await (const chat of chatsOf(database, ownerId)) {
    if (format === 'json') {
      yield separator
      yield* jsonOf(database, chat)
      separator = ',\n'
    } else yield* markdownOf(database, chat)
  }
  if (format === 'json') yield '\n]}\n'
}

async function* chatsOf(database: Database, ownerId: string) {
  let after: { updatedAt: number; id: string } | undefined
  do {
    const page = await database.chats.list(ownerId, {
      limit: CHATS_A_PAGE,
      ...(after && { after }),
    })
    yield* page
    after = page.length === CHATS_A_PAGE ? page.at(-1) : undefined
  } while (after)
}

async function* jsonOf({ messages }: Database, chat: ChatRecord) {
  const { ownerId, id, settings } = chat
  yield `${JSON.stringify({ ...chatOf(chat), settings }).slice(0, -1)},"messages":[`
  let separator = ''
  for await (const message of messagesOf(
    messages,
    ownerId,
    await messages.idsOfChat(ownerId, id),
  )) {
    yield separator + JSON.stringify(exported(message))
    separator = ','
  }
  yield ']}'
}

async function* markdownOf({ messages }: Database, chat: ChatRecord) {
  const { ownerId, leafId } = chat
  yield markdownTitle(chatOf(chat).title)
  const path = leafId === null ? [] : await messages.idsOfPath(ownerId, leafId)
  for await (const message of messagesOf(messages, ownerId, path)) yield markdownTurn(message)
}

async function* messagesOf(store: Database['messages'], ownerId: string, ids: readonly string[]) {
  for (let start = 0; start < ids.length; start += MESSAGES_A_PAGE) {
    yield* await store.withIds(ownerId, ids.slice(start, start + MESSAGES_A_PAGE))
    await nextTurn()
  }
}

/** Without its siblings, which have the same parent: to list all in each would take their square. */
function exported(message: LoneMessage) {
  const { metadata, ...rest } = messageOf({ ...message, siblingIds: [] })
  const { siblingIds: _, ...own } = metadata ?? { siblingIds: [] }
  return { ...rest, metadata: own }
}
