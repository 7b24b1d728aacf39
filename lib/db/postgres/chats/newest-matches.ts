import { sql, type SQL } from 'drizzle-orm'
import { containing } from '@/lib/db/like-pattern'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { fold, isShort } from '@/lib/db/search-words'

/** Of so many messages that have the words, nobody wants all: the newest are then found by reading. */
const MOST_INDEXED = 1_000

/** How many bytes of text a statement reads at most, which takes some ten milliseconds. */
const BYTES_A_STEP = 4_000_000

/** The index knows letters and numbers only, three in a row. */
const INDEXED = /[\p{L}\p{Nd}]{3}/u

/** The ID of the newest message with all the words, by chat. */
type Matches = ReadonlyMap<string, string>

/** Those of these chats that have one, and perhaps of others. */
type NewestMatches = (chatIds: readonly string[]) => Promise<Matches>

/** `messageId` is null where a reading ended for the time being, at this message of this chat. */
type Match = { chatId: string; messageId: string | null; seq: number }

type MatchRow = Omit<Match, 'seq'> & { seq: string }

/** All words as they are in the folded texts, and the short ones as they must be in the texts themselves. */
type Patterns = { folded: string[]; exact: string[] }

/**
 * Prepares for finding some words in one window of chats after another, the newest chats first. The index
 * is asked once about all of a person's messages. Words that it does not know, or that are in too many
 * messages, are looked for in the texts, the newest first, in statements that each end soon.
 */
export function newestMatchesOf(
  connection: Connection,
  ownerId: string,
  words: readonly string[],
): NewestMatches {
  const different = [...new Set(words)]
  const patterns = {
    folded: different.map((word) => containing(fold(word))),
    exact: different.filter(isShort).map((word) => containing(lowerAscii(word))),
  }
  const isIndexed = different.some((word) => INDEXED.test(fold(word)))
  let indexed: Promise<Matches | undefined> | undefined
  return async (chatIds) => {
    indexed ??= isIndexed ? askIndex(connection, ownerId, patterns) : Promise.resolve(undefined)
    return (await indexed) ?? readChats(connection, ownerId, chatIds, patterns)
  }
}

/** The matches in all chats of a person; undefined where more messages match than are looked at. */
async function askIndex(
  connection: Connection,
  ownerId: string,
  { folded, exact }: Patterns,
): Promise<Matches | undefined> {
  const conditions: SQL[] = [
    sql`owner_id = ${ownerId}`,
    ...folded.map((pattern) => sql`folded LIKE ${pattern}`),
    ...(exact.length > 0 ? [sql`is_like_all(message_id, ${sql.param(exact)})`] : []),
  ]
  // PostgreSQL plans for all matches, as there are mostly few, and yet ends at the limit.
  const { rows } = await connection.execute<MatchRow>(sql`
    WITH matches AS MATERIALIZED (
      SELECT chat_id, message_id, seq FROM search_texts WHERE ${sql.join(conditions, sql` AND `)}
    )
    SELECT chat_id AS "chatId", message_id AS "messageId", seq FROM matches
    LIMIT ${MOST_INDEXED + 1}`)
  if (rows.length > MOST_INDEXED) return undefined
  return newestByChat(rows.map(matchOf).toSorted((a, b) => b.seq - a.seq))
}

/** The matches in these chats, the newest of which comes first. */
async function readChats(
  connection: Connection,
  ownerId: string,
  chatIds: readonly string[],
  { folded, exact }: Patterns,
): Promise<Matches> {
  const matches: Match[] = []
  let unread = chatIds
  let before = Number.MAX_SAFE_INTEGER
  while (unread.length > 0) {
    const { rows } = await connection.execute<MatchRow>(sql`
      SELECT chat_id AS "chatId", message_id AS "messageId", seq
      FROM newest_matches(${ownerId}, ${sql.param(unread)}, ${before},
        ${sql.param(folded)}, ${sql.param(exact)}, ${BYTES_A_STEP})`)
    const read = rows.map(matchOf)
    matches.push(...read)
    const last = read.at(-1)
    if (last?.messageId !== null) break
    unread = unread.slice(unread.indexOf(last.chatId))
    before = last.seq + 1
  }
  return newestByChat(matches)
}

/** Drizzle gives a number of 64 bits as a text where it does not know the column. */
function matchOf({ seq, ...match }: MatchRow): Match {
  return { ...match, seq: Number(seq) }
}

/** From matches that are newest first. */
function newestByChat(matches: readonly Match[]): Matches {
  const newest = new Map<string, string>()
  for (const { chatId, messageId } of matches) {
    if (messageId !== null && !newest.has(chatId)) newest.set(chatId, messageId)
  }
  return newest
}

/** As LIKE of SQLite compares, and `lower` in the collation "C". */
function lowerAscii(word: string): string {
  return word.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
